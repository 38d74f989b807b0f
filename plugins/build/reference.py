"""What a reference in a document points at, as far as it can be said without looking at any other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from plugins.build.scan import FILE_FOLDERS


@dataclass(frozen=True)
class Link:
    """A reference whose target only the whole site knows. ``token`` stands for it in the HTML.

    ``kind`` is ``page`` (another Markdown file), ``file`` (below files/, media/, data/), ``address`` (root-relative)
    or ``external``; ``target`` a path below content/ or an address; ``fragment`` without ``#``; ``raw`` as
    written; ``image`` is true where it is shown.
    """

    token: str
    kind: str
    target: str
    fragment: str
    raw: str
    line: int
    image: bool = False


def classify(raw: str, folder: str) -> tuple[str, str, str]:
    """What a reference written in a document of ``folder`` points at: kind, target, fragment.

    Kinds are those of Link, ``own`` (an anchor of the same page), ``contact`` (mailto:, tel:), or ``wrong``, and then
    target and fragment are what is wrong and what to do.
    """
    if raw.startswith("#"):
        return "own", "", unquote(raw[1:])
    try:
        parts = urlsplit(raw)
    except ValueError:
        return "wrong", "不是网址", "请核对后重写"
    if parts.scheme in ("http", "https"):
        cure = "请写完整的网址，例如 https://www.gov.cn/"
        return ("external", raw, "") if parts.hostname else ("wrong", "没有网站名", cure)
    if parts.scheme in ("mailto", "tel"):
        return "contact", raw, ""
    if parts.scheme or parts.netloc or "\\" in raw or not parts.path:
        return "wrong", "不能使用", "站内请写相对路径，站外请写 https:// 开头的完整网址"
    path, fragment = unquote(parts.path), unquote(parts.fragment)
    if path.startswith("/"):
        kind = "file" if path.split("/")[1] in FILE_FOLDERS else "address"
        return kind, path.lstrip("/") if kind == "file" else raw.partition("#")[0], fragment
    target = posixpath.normpath(path if path.split("/")[0] in FILE_FOLDERS else posixpath.join(folder, path))
    if target.startswith("../") or target == "..":
        return "wrong", "指到了内容目录之外", "请改正路径"
    if target.split("/")[0] in FILE_FOLDERS:
        return "file", target, fragment
    if target.endswith(".md"):
        return "page", target, fragment
    return "wrong", "指向的不是文档", "链接到文档请写到 .md，附件和图片请放进 content/files 或 content/media"
