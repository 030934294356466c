"""Ed25519 signatures over a bundle's list of contents. The one module that may see `cryptography` (extra `bundles`)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.errors import BadData, Fault, NotFound, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_NEEDED = Fault("signed bundles need the extra bundles", "ytterby data", fix='pip install "ytterby[bundles]"')


def make_key(path: Path) -> Path:
    """Write a new private key (PEM, readable by its owner alone), and its public key beside it (``.pub.pem``).

    Raises
    ------
    UsageError : the file is there already, or the extra is missing.
    """
    try:
        from cryptography.hazmat.primitives import serialization as form
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError:
        raise UsageError(_NEEDED) from None
    public = path.with_suffix(".pub.pem")
    if path.exists() or public.exists():
        raise UsageError(Fault(f"{path} or {public} is there already", "ytterby data key", fix="name another file"))
    path.absolute().parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    secret = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secret)
    shown = form.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(form.Encoding.PEM, shown))
    return public


def sign(content: bytes, key: Path) -> bytes:
    """Return the signature of a content.

    Raises
    ------
    NotFound, BadData, UsageError : no such file, no Ed25519 private key, or the extra is missing.
    """
    return _private(key).sign(content)


def signer(content: bytes, signature: bytes, trusted: Iterable[Path]) -> Path:
    """Return the file of the trusted key that signed a content.

    Raises
    ------
    BadData : none of them did.
    """
    try:
        from cryptography.exceptions import InvalidSignature
    except ImportError:
        raise UsageError(_NEEDED) from None
    files = tuple(trusted)
    for file in files:
        try:
            _public(file).verify(signature, content)
        except InvalidSignature:
            continue
        return file
    fix = "ask who made it for the public key, and compare its digest by another way than the bundle's"
    raise BadData(
        Fault("the signature is of none of the trusted keys, or the bundle was changed", choices=tuple(map(str, files)),
              rule="nothing is written before the signature is verified", fix=fix)
    )  # fmt: skip


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        raise UsageError(_NEEDED) from None
    try:
        key = load_pem_private_key(_read(path), None)
    except (ValueError, TypeError):
        raise _no_key(path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _no_key(path)
    return key


def _public(path: Path) -> Ed25519PublicKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_read(path))
    except ValueError:
        raise _no_key(path) from None
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path)
    return key


def _no_key(path: Path) -> BadData:
    return BadData(Fault("it is no Ed25519 key in PEM", str(path), fix="`ytterby data key NAME.pem` makes a pair"))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise NotFound(Fault(f"there is no key {path}", fix="`ytterby data key NAME.pem` makes a pair"))
    return path.read_bytes()
