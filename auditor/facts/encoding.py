"""Bytes to text as browsers do it: BOM, HTTP charset, meta prescan, and only then a guess.

Encoding Standard (labels, gb2312 and gbk read as gb18030) and HTML Standard 13.2.3 (encoding sniffing).
"""

from __future__ import annotations

import re
from email.message import Message

import msgspec
from turbohtml.detect import Detection, detect

PRESCAN = 1024
"""Bytes of a page in which its meta charset must stand."""

SAMPLE = 200_000
"""Bytes by which an encoding is guessed."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_MULTIBYTE = frozenset({"GBK", "gb18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR", "ISO-2022-JP", "UTF-8"})
# What the label means (Encoding Standard 4.2), where Python's own codec of that name is narrower or absent.
_CODECS = {
    "gb18030": "gb18030 gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 iso-ir-58 cp936 hz-gb-2312",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis ms_kanji windows-31j x-sjis csshiftjis ms932",
    "cp949": "euc-kr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean cseuckr windows-949 iso-ir-149",
    "cp1252": "iso-8859-1 iso8859-1 latin1 l1 us-ascii ascii windows-1252 cp1252 x-cp1252 ansi_x3.4-1968 "
    "x-user-defined",
    "cp1254": "iso-8859-9 latin5 windows-1254",
    "cp874": "tis-620 windows-874 iso-8859-11",
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8",
    "utf-16le": "utf-16 utf-16le ucs-2 unicode csunicode iso-10646-ucs-2",
    "utf-16be": "utf-16be unicodefffe",
}  # fmt: skip
_CODEC_OF = {label: codec for codec, labels in _CODECS.items() for label in labels.split()}
_NAMES = {"big5hkscs": "big5", "cp932": "shift_jis", "cp949": "euc-kr", "cp1252": "windows-1252"}

_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.S)
_META = re.compile(rb"<meta[\s/][^>]*", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([^\s"'/>;]+)""", re.I)
_MARKUP_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 12, 13, 27}))


class Decoded(msgspec.Struct, frozen=True):
    """``text`` with newlines normalised to ``\\n`` and no BOM; ``charset`` is the name of what it was read as."""

    text: str
    charset: str
    declared: str = ""
    """The encoding it claims to be in, where the bytes are in another: browsers show a page of such rubbish."""


def read_text(body: bytes, content_type: str = "") -> Decoded:
    """Decode a page. ``content_type`` is the HTTP header's value. Never raises: what cannot be read becomes U+FFFD.

    A declaration that the bytes contradict is not followed, unlike in browsers: the words of the page are still judged.
    """
    codec, skip = _sniff(body, content_type)
    text = body[skip:].decode(codec, "replace")
    declared = ""
    if "\ufffd" in text and not skip and not _fits(body[:SAMPLE], codec):
        real = _guess(body)
        if real != codec and _fits(body[:SAMPLE], real):
            declared, codec, text = _NAMES.get(codec, codec), real, body.decode(real, "replace")
    if "\r" in text:  # HTML Standard 13.2.3.5; afterwards offsets of the parser are offsets of this text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, _NAMES.get(codec, codec), declared)


def media_type(content_type: str) -> str:
    """``text/html`` of ``text/HTML; charset=gbk``."""
    return content_type.partition(";")[0].strip().lower()


def is_page(body: bytes, content_type: str) -> bool:
    """Whether this is HTML to be read: by its header, or without one by its look; never with binary junk inside."""
    kind = media_type(content_type)
    if kind and kind not in _MARKUP_TYPES:
        return False
    head = body[:4096]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return True
    if head.lstrip().startswith(_MAGIC):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 50 <= len(head)


def _sniff(body: bytes, content_type: str) -> tuple[str, int]:
    """Codec and length of the BOM."""
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return codec, len(bom)
    codec = _codec(_http_charset(content_type))
    if not codec:
        codec = _codec(_meta_charset(body[:PRESCAN]))
        if codec.startswith("utf-16"):
            codec = "utf-8"  # the prescan could be read, so it is not
    return codec or _guess(body), 0


def _codec(label: str) -> str:
    """The Python codec for a label, or empty when browsers would not know the label either."""
    label = label.strip().lower()
    if known := _CODEC_OF.get(label):
        return known
    return label if re.fullmatch(r"(iso-8859-\d+|windows-12\d\d|koi8-[ru]|euc-jp|iso-2022-jp|macintosh)", label) else ""


def _http_charset(content_type: str) -> str:
    if "charset" not in content_type.lower():
        return ""
    message = Message()
    message["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    return (message.get_content_charset() or "").strip("'\"")


def _meta_charset(head: bytes) -> str:
    for tag in _META.findall(_COMMENT.sub(b"", head)):
        if found := _CHARSET.search(tag):
            return found[1].decode("latin-1")
    return ""


def _guess(body: bytes) -> str:
    """UTF-8 where it fits, else the Chinese reading where the bytes allow it, else what the frequencies say."""
    sample = body[:SAMPLE]
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(sample) - 3 and error.reason == "unexpected end of data":
            return "utf-8"
    else:
        return "utf-8"
    found = detect(sample, Detection(allowed=_MULTIBYTE - {"UTF-8"})).encoding
    if found and found not in ("GBK", "gb18030") and (codec := _codec(found)) and _fits(sample, codec):
        return codec
    if _fits(sample, "gb18030"):
        return "gb18030"
    return _codec(detect(sample).encoding or "") or "cp1252"


def _fits(sample: bytes, codec: str) -> bool:
    """Whether nearly all of the sample can be read so; one bad byte in five hundred is an accident of an old page."""
    lost = sample.decode(codec, "replace").count("\ufffd")
    return lost * 500 <= sum(byte > 127 for byte in sample) or lost <= 1
