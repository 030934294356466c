"""Search words for text without spaces: pairs of characters for CJK, whole words for alphabets."""

from __future__ import annotations

import re

from ytterby.evidence.fold import fold

_RUN = re.compile(r"[⺀-鿿ぁ-ヿ가-힣豈-﫿]+|[^\W_⺀-鿿ぁ-ヿ가-힣豈-﫿]+")


def search_tokens(text: str) -> list[str]:
    """Return the search words of `text`, in order.

    Everything is indexed by simplified characters, Japanese too: a search word alone does not show its language,
    and here the form is only a key; no text is shown or compared in it.

    Examples
    --------
    >>> search_tokens("稀土 F-35"), search_tokens("輸出")
    (['稀土', 'f', '35'], ['输出'])
    """
    out: list[str] = []
    for run in _RUN.findall(fold(text, "zh")):
        if run[0] < "⺀":
            out.append(run)
        else:
            out += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return out
