"""Lists that stand in a page as records for a script of the CMS to show (大汉 jpage), read as the rows they become.

``<script type="text/xml"><datastore><recordset><record><![CDATA[<li>…</li>]]></record>…`` holds a column's newest rows
as markup; the script only puts them into the page and fetches older ones. To read them is not to run a script.
"""

from __future__ import annotations

import re

_OPEN = re.compile(r"<script\b[^>]{0,200}text/xml[^>]{0,200}>", re.I)
_CLOSE = re.compile(r"</script\s{0,20}>", re.I)
_NEXT = re.compile(r"<nextgroup>.*?(?:</nextgroup>|\Z)", re.I | re.S)
_WRAP = re.compile(r"<\?xml[^>]*>|</?(?:datastore|recordset|record|totalrecord|totalpage)>|<!\[CDATA\[|\]\]>", re.I)
_COUNT = re.compile(r"<total(?:record|page)>\s*\d*\s*</total(?:record|page)>", re.I)


def unwrap_records(text: str) -> str:
    """The page with each store of records opened into a list or table; as long as before, so that places hold."""
    if "<record>" not in text:
        return text
    pieces, at = [], 0
    while (begin := _OPEN.search(text, at)) and (end := _CLOSE.search(text, begin.end())):
        pieces += [text[at : begin.start()], _opened(begin[0], text[begin.end() : end.start()], end[0])]
        at = end.end()
    return "".join((*pieces, text[at:]))


def _opened(begin: str, inside: str, end: str) -> str:
    if "<record>" not in inside:
        return begin + inside + end
    for pattern in (_NEXT, _COUNT, _WRAP):
        inside = pattern.sub(_blank, inside)
    tag = "table" if re.search(r"<tr\b", inside, re.I) else "ul"
    return f"<{tag}>".ljust(len(begin)) + inside + f"</{tag}>".ljust(len(end))


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])
