"""The one door to numba: how a kernel is compiled and where its machine code is kept.

A kernel is a plain function of arrays and numbers. It may call kernels, use constants of its own file and of the
folder `kernel`, and nothing else: the fingerprint below covers exactly those files.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial, wraps
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from numba.extending import overload

from ytterby import __version__

__all__ = ["Bools", "Floats", "Index", "Ints", "cache_folder", "kernel", "part", "threads"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Index = npt.NDArray[np.uint64]
"""Positions in arrays. Unsigned, or each look-up would first ask whether it counts from the end."""

Function = TypeVar("Function", bound=Callable[..., Any])

_config: Any = numba.config  # its names are made at run time
_RULES: dict[str, Any] = {"error_model": "numpy", "fastmath": False, "nogil": True}


def kernel(function: Function) -> Function:
    """Compile `function` on its first call and keep the machine code for the next process.

    Division follows numpy (x/0 is inf or nan, no exception), sums keep their order, the interpreter lock
    is released.

    Examples
    --------
    >>> @kernel
    ... def double(x: float) -> float:
    ...     return 2 * x
    >>> double(2.5)
    5.0
    """
    return _compile(function)


def part(function: Function) -> Function:
    """As `kernel`, for a kernel that other kernels call with tuples of many arrays.

    What turns Python objects into arguments is most of what such a kernel costs to compile. It is left out where
    kernels call it; a call from Python compiles a copy that has it.
    """
    for_python = _compile(function)

    @wraps(function)
    def called(*args: object) -> object:
        return for_python(*args)

    def for_kernels(*_: object) -> Function:
        return function

    options: Any = {**_RULES, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    overload(called, jit_options=options, strict=False)(for_kernels)
    return cast("Function", called)


def threads() -> int:
    """Return how many threads may run kernels: NUMBA_NUM_THREADS, or the number of cores."""
    return int(_config.NUMBA_NUM_THREADS)


@cache
def cache_folder() -> Path | None:
    """Return where compiled kernels are kept, or None when nothing can be kept.

    The folder belongs to one user, one version of the package, of Python and of numba, and one text of
    the kernels: numba itself does not notice when a kernel called from another file has changed.
    A folder named by the user in NUMBA_CACHE_DIR is taken as it is.
    """
    if _config.CACHE_DIR:
        folder = Path(_config.CACHE_DIR)
    else:
        python = f"py{sys.version_info.major}{sys.version_info.minor}"
        text = kernel_fingerprint(Path(__file__).parent)
        name = f"{__version__}-{python}-numba{numba.__version__}-{text}"
        try:
            folder = user_cache_root() / "kernels" / name
        except RuntimeError:  # no home folder
            return None
    return folder if is_private_and_writable(folder) else None


def user_cache_root() -> Path:
    """Return the folder for what this user can afford to lose: XDG_CACHE_HOME or ``~/.cache``."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / ".cache") / "ytterby"


def kernel_fingerprint(package: Path) -> str:
    """Return twelve hex digits of the text of this file and of all files below `package` that hold kernels."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        text = path.read_bytes()
        if b"\n@kernel" in text or b"\n@part" in text or path.parent.name == "kernel" or path.name == "jit.py":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + text + b"\0")
    return digest.hexdigest()[:12]


def is_private_and_writable(folder: Path) -> bool:
    """Make `folder` if need be; True if it is ours and takes files.

    Cached kernels are loaded as code, so a folder owned by somebody else is refused.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner_is_us = not hasattr(os, "getuid") or folder.stat().st_uid == os.getuid()
        with NamedTemporaryFile(dir=folder):
            return owner_is_us
    return False


def _compile(function: Function) -> Function:
    folder = cache_folder()
    compiler: Any = partial(numba.njit, **_RULES)
    if folder is None or not Path(function.__code__.co_filename).is_file():
        compiled: Function = compiler(cache=False)(function)
        return compiled
    # numba reads the folder while it decorates: set for that moment only, other libraries keep theirs.
    theirs, _config.CACHE_DIR = _config.CACHE_DIR, str(folder)
    try:
        compiled = compiler(cache=True)(function)
    finally:
        _config.CACHE_DIR = theirs
    return compiled
