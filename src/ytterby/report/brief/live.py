"""The page behind a brief: the built bundle inlined, with its data and a grid of slider positions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

MOUNT, DATA = "ytterby", "ytterby-data"
_SCRIPTS, _STYLES = ("world.js", "page.js"), ("page.css",)


@dataclass(frozen=True)
class Live:
    """What is inlined.

    Attributes
    ----------
    styles, scripts : of the bundle, in their order.
    data : JSON text, safe inside a script element.
    mount : id of the element the page draws into.
    """

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    data: str
    mount: str = MOUNT


def live_page(data: Mapping[str, Any]) -> Live | None:
    """Return the bundle of this package with its data; None where the package was built without it."""
    folder = files("ytterby").joinpath("web/bundle/assets")
    if not all(folder.joinpath(name).is_file() for name in (*_SCRIPTS, *_STYLES)):
        return None
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Live(
        tuple(folder.joinpath(name).read_text("utf-8") for name in _STYLES),
        tuple(folder.joinpath(name).read_text("utf-8").replace("</script", "<\\/script") for name in _SCRIPTS),
        text.replace("<", "\\u003c"),  # no text in it can end the element it stands in
    )
