"""How an office can be reached, as a guide must say it (条例第十二条): the shape of numbers, and what says nothing."""

from __future__ import annotations

import re

_NUMBER = r"(?:0\d{2,3}-\d{7,8}(?:-\d{1,6})?|\d{7,8}|1\d{10}|400-?\d{3}-?\d{4}|1\d{4})"
_NUMBERS = re.compile(rf"{_NUMBER}(?:[、，,；; ]{{1,2}}{_NUMBER})*")
_SAYS_NOTHING = re.compile(
    r"[\W_]*(?:无|暂无|没有|待定|待补充?|略|同上|详见.{0,6}|空|[xX×*某]+)?[\W_]*|.*(?:[xX]{2,}|[×*＊]{2,}|某某|○○|〇〇|待补充|待定|请填写).*"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://[\w.-]+\.[\w]+(?::\d+)?(?:/\S*)?")
_NAMED = re.compile(r"[“「《]([^”」》]{2,30})[”」》]\s*(?:栏目|频道|专栏|页面)?")


def is_number(text: str) -> bool:
    """Whether it is a telephone or fax number as one would dial it, or several with a comma between them."""
    return _NUMBERS.fullmatch(text.strip()) is not None


def says_nothing(text: str) -> bool:
    """Whether it is a stand-in (暂无, 待定, XX路) and tells nobody anything."""
    return _SAYS_NOTHING.fullmatch(text.strip()) is not None


def is_online(text: str) -> bool:
    """Whether it leads somewhere: an address, an e-mail, or a column that is named in quotation marks."""
    return any(shape.search(text) for shape in (_MAIL, _LINK, _NAMED))


def named_column(text: str) -> str:
    """The column it names, where that is the only way it gives; else empty."""
    found = _NAMED.search(text)
    return found[1] if found and not _MAIL.search(text) and not _LINK.search(text) else ""
