"""What is wrong with an address as somebody wrote it, whatever answers where."""

from __future__ import annotations

import re
from urllib.parse import unquote

from auditor.model import Link

UNFILLED = re.compile(r"\{\{|\$\{|<%|['\"]\s*\+")
"""An address that a script is still to fill in."""

_DOUBLED = re.compile(r"https?:?[/\\]{1,3}https?[:/\\]", re.I)
_FULL_WIDTH = re.compile(r"(?:https?|ｈｔｔｐｓ?)\s*(?:：|:\s*／|:/／)", re.I)
_NO_SCHEME = re.compile(r"(?:www\.[\w-]+\.[\w.-]+|[\w.-]+\.(?:gov|edu|org|com|net)\.cn)(?:[/:?#]|$)", re.I)
_MAIL = re.compile(r"[^@\s<>,;，；、（）()]+@[^@\s<>,;，；、（）()]+\.[a-z0-9\u4e00-\u9fff-]{2,}", re.I)
_NAMED_MAIL = re.compile(r"[^<>@]*<([^<>]+)>")
_PHONE_MARKS = re.compile(r"[\s().\-/\u2010-\u2015]")
_PHONE = re.compile(r"\+?\d{3,15}(?:[,;pw*#]+\d{0,10}#?)?", re.I)
_TWO_PHONES = re.compile(r"\d{7,}\s*[/、,，;；]\s*\d{7,}")

FAULTS = {
    "doubled-scheme": "的地址重复写了“http://”，浏览器打不开",
    "full-width": "的地址里“http”后面是全角符号，浏览器打不开",
    "mail-address": "的邮箱地址写得不对，点击后发不出邮件",
    "phone-number": "的电话号码写得不对，点击后拨不出去",
    "empty-link": "没有写地址，点击后只会刷新本页",
}


def fault(link: Link) -> str:
    """A code of FAULTS for an address that cannot work as it is written, or that is empty; else nothing."""
    raw = link.raw.strip()
    if link.tag not in ("a", "area") or UNFILLED.search(raw):
        return ""
    if not raw:
        return "empty-link" if link.attribute == "href" else ""
    scheme, _, rest = raw.partition(":")
    match scheme.strip().lower():
        case "mailto":
            return "" if _is_mail(rest) else "mail-address"
        case "tel":
            return "" if _is_phone(rest) else "phone-number"
    if _DOUBLED.match(raw):
        return "doubled-scheme"
    return "full-width" if _FULL_WIDTH.match(raw) else ""


def hint(link: Link) -> str:
    """What the writer of a dead address probably slipped on, as a remark for the message; or nothing."""
    raw = link.raw.strip()
    if _NO_SCHEME.match(raw):
        return "地址前面漏写了“http://”或“https://”"
    if "\\" in raw:
        return "地址里的“\\”应为“/”"
    return "地址中间有空格" if re.search(r"\S\s+\S", raw) else ""


def _is_mail(rest: str) -> bool:
    """RFC 6068: addresses separated by commas, perhaps none where a subject or ``to=`` is given."""
    addresses, _, fields = rest.partition("?")
    named = [part.strip() for part in re.split(r"[,;]", unquote(addresses)) if part.strip()]
    plain = [found[1].strip() if (found := _NAMED_MAIL.fullmatch(part)) else part for part in named]
    return all(_MAIL.fullmatch(part) for part in plain) if plain else bool(fields)


def _is_phone(rest: str) -> bool:
    """RFC 3966, and what telephones dial: digits with the usual separators, perhaps a pause and an extension."""
    number = unquote(rest).strip()
    if _TWO_PHONES.search(number):
        return False
    number = re.sub(r";\s*ext\s*=\s*", ",", number, flags=re.I)
    bare = _PHONE_MARKS.sub("", number.partition(";phone-context")[0])
    return bare.isascii() and _PHONE.fullmatch(bare) is not None
