"""Label the parts of a page: title, body, editorial, comments, disclaimer, navigation, recommendations, caption."""

from __future__ import annotations

import re
from typing import NamedTuple

from ytterby.evidence.fold import widths

_TERMINAL = re.compile(r"[。.!?!?…」』”\"):;;:]\s*$")
_SENTENCE = re.compile(r"[。!?!?]|[.](?:\s|$)")
_DISCLAIMER = re.compile(
    r"^(?:特別?别?[声聲]明|[声聲]明|免[责責][声聲]明|版[权權][声聲]明|免責事項|免責|Notice:"
    r"|Disclaimer|Tuyên bố miễn trừ|면책|※\s?(?:本|当)|本文[仅僅]代表|投[资資]有[风風][险險]"
    r"|\*?\s?The views expressed|This article is for information|Miễn trừ|Bài viết chỉ mang tính|본 (?:기사|콘텐츠)는)"
    r"|取材[网網][络絡]|[谨謹]慎辨[别別]|信息存[储儲]服[务務]|資訊存儲|not (?:constitute"
    r"|be construed as) (?:investment|financial) advice|투자 (?:권유|조언)가 아닙니다"
    r"|投資勧誘を目的",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:みんなのコメント|コメント一覧|読者のコメント|[网網]友[评評][论論]|[评評][论論][区區]"
    r"|[热熱][门門][评評][论論]|精[选選]留言|留言板|[读讀]者[评評][论論]|讀者留言"
    r"|Comments?(?:\s?\(\d+\))?|Reader comments|Bình luận(?: \(\d+\))?|Ý kiến bạn đọc"
    r"|댓글(?:\s?\d+)?|독자 의견|ネットの反応|Leave a reply)\s*[::]?\s*$",
    re.IGNORECASE,
)
_EDITORIAL = re.compile(
    r"^(?:.{0,24}編集部の見解|社[说説說]|社论|社論|Editorial(?: view)?|Our view|[编編]者按"
    r"|[编編][辑輯]部[观觀][点點]|사설|Xã luận|Quan điểm của tòa soạn|편집자 주"
    r"|本[报報][评評][论論])\s*[::]?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:相[关關][推推][荐薦]|[热熱][点點门門][推][荐薦]|相[关關][阅閱][读讀]"
    r"|推[荐薦][阅閱][读讀]|延伸[阅閱][读讀]|猜你喜[欢歡]|[头頭][条條]要[闻聞]|更多(?:新[闻聞]"
    r"|文章|報道|报道)|[关關]連記事|関連記事|おすすめ記事|人気記事|あわせて読みたい"
    r"|Related (?:articles|stories|posts|news)|Recommended|You may also like|More from"
    r"|Read next|Most read|Trending|Tin liên quan|Tin tức mới nhất|Có thể bạn quan tâm"
    r"|Đọc thêm|Tin cùng chuyên mục|Xem thêm|관련 ?기사|추천 ?기사|많이 본 뉴스"
    r"|인기 기사)\s*[::]?",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"^(?:最新記事|コメント$|コメントする|CAPTCHA|Spread the love|引用元|\[?全文は|以下,"
    r"|別サイトの|往期回[顾顧]|[无無]障碍|[无無]障礙|首[页頁]|Home\b.*>|Share|Tweet|Subscribe"
    r"|Sign up|Log in|Cookie|Trang chủ|Chia sẻ|Đăng nhập|홈\b|공유|로그인|分享至|Logo "
    r"|tại chỗ_img|Ngày:|【.+】$|https?://|画像出典|.+の記事によると…$|点[击擊]|返回|上一篇"
    r"|下一篇|Copyright|©)|.*(?:申请入驻|\s>\s.*\s>\s)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"[((](?:Reuters|AP|AFP|路透社?|新[华華]社|法新社|美[联聯]社|[视視][觉覺]中[国國]"
    r"|Getty.{0,20}|One Earth|ロイター.{0,8}|共同|時事|Ảnh:.{0,30}|로이터.{0,6}|연합뉴스"
    r"|.{0,12}(?:攝|摄|제공))[))]\s*$|^(?:[图圖][:::]|[图圖]片[来來]源|[数數]據?据?[来來]源"
    r"|資料[来來]源|写真[:::]|Photo|Image|Figure|Chart|Source:|Ảnh:|사진[:=])"
    r"|[((][单單]位[:::]|Picture:|資料照",
    re.IGNORECASE,
)
CLAIMABLE = frozenset({"body", "editorial", "comments", "caption", "title"})


class Segment(NamedTuple):
    """A stretch [start, end) of the stored text with one label."""

    start: int
    end: int
    label: str


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    long: bool


def _lines(text: str) -> list[_Line]:
    out, at = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            wide = stripped[0] > "⺀" or stripped[-1] > "⺀"
            size = len(stripped) * (2 if wide else 1)
            sentence = bool(_SENTENCE.search(stripped)) and size >= 24
            out.append(
                _Line(
                    start, start + len(stripped), widths(stripped) if size < 800 else stripped, sentence or size >= 130
                )
            )
        at += len(raw) + 1
    return out


def _own_label(line: _Line, index: int, count: int) -> str:
    """Return the label a line shows by itself, or an empty string."""
    text = line.text
    if _DISCLAIMER.search(text) and (len(text) < 400 or _DISCLAIMER.match(text)):
        return "disclaimer"
    if len(text) < 320 and _CAPTION.search(text) and index and count > 2:
        return "caption"
    if (not line.long or "http" in text) and len(text) < 200 and _NAVIGATION.match(text):
        return "navigation"
    return ""


def _title_at(lines: list[_Line]) -> int:
    """Return the index of the title line, or -1: an early line that is no sentence, with text after it."""
    for i, line in enumerate(lines[:6]):
        if line.long and _TERMINAL.search(line.text) and (line.text[-1] not in "!?" or len(line.text) > 60):
            return -1
        if _NAVIGATION.match(line.text) or len(line.text) < 6:
            continue
        if any(later.long for later in lines[i + 1 : i + 12]):
            return i
    return -1


def _labels(lines: list[_Line]) -> list[str]:
    title = _title_at(lines)
    out: list[str] = []
    mode = "body"
    for i, line in enumerate(lines):
        mode = _mode(line, mode)
        own = _own_label(line, i, len(lines))
        if mode == "recommendations":
            out.append("disclaimer" if own == "disclaimer" else mode)
        elif i == title:
            out.append("title")
        elif own:
            out.append(own)
        elif mode == "comments":
            out.append(mode)
        elif title >= 0 and i > title and line.text in lines[title].text and len(line.text) > 8:
            out.append("title")
        else:
            out.append(mode if line.long else "short")
    return out


def _mode(line: _Line, mode: str) -> str:
    text = line.text
    if len(text) < 60:
        if _EDITORIAL.match(text):
            return "editorial"
        if mode != "recommendations" and _COMMENTS.match(text):
            return "comments"
        if _MORE.match(text):
            return "recommendations"
    if mode == "comments" and line.long and text[0] not in "•·-*>0123456789##@" and len(text) > 160:
        return "body"
    return mode


def _settle(lines: list[_Line], labels: list[str]) -> None:
    """Give short lines the label around them: headings belong to their text, runs of them are navigation."""
    i = 0
    while i < len(labels):
        if labels[i] != "short":
            i += 1
            continue
        j = i
        while j < len(labels) and labels[j] == "short":
            j += 1
        before = next((x for x in reversed(labels[:i]) if x in ("body", "editorial")), "")
        after = next((x for x in labels[j : j + 1] if x in ("body", "editorial")), "")
        prose = all(_TERMINAL.search(line.text) or len(line.text) > 30 for line in lines[i:j])
        label = (after or before or "body") if (j - i <= 2 and (before or after)) or prose else "navigation"
        if not any(x in ("body", "editorial") for x in labels):
            label = "body" if prose else "navigation"
        if j == len(labels) and before and not prose:
            label = "navigation"
        labels[i:j] = [label] * (j - i)
        i = j


def segments(text: str) -> list[Segment]:
    """Return the labelled segments of a page in order; neighbours of one label are joined.

    A page of a single line or paragraph is body.
    """
    lines = _lines(text)
    if len(lines) <= 1:
        return [Segment(line.start, line.end, "body") for line in lines]
    labels = _labels(lines)
    _settle(lines, labels)
    out: list[Segment] = []
    for line, label in zip(lines, labels, strict=True):
        if out and out[-1].label == label:
            out[-1] = Segment(out[-1].start, line.end, label)
        else:
            out.append(Segment(line.start, line.end, label))
    return out
