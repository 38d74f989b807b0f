"""The picture of a base map: looked at, never touched. A standard map may not be cropped, recoloured or redrawn."""

from __future__ import annotations

from pathlib import Path

from plugins.build.problems import Problem

LIMIT = 10 * 1024 * 1024
PIXELS = 50_000_000
ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".webp")
_EXPORT = "请从原来的地方重新复制或导出"


def read_image(file: Path, size: int, shown: str) -> tuple[int, int] | list[Problem]:
    """Width and height in pixels of a picture of ``size`` bytes, or what is wrong with it."""
    if size > LIMIT:
        most = f"底图会原样发布，请换成 {LIMIT // 1024 // 1024} MB 以内的版本"
        cure = f"{most}；标准地图请下载网络浏览用的版本，不要自己压缩"
        return [Problem(shown, 0, 0, f"底图太大（{size / 1024 / 1024:.0f} MB）", cure)]
    try:
        data = file.read_bytes()
    except OSError as error:
        return [Problem(shown, 0, 0, f"文件读不了（{error.strerror}）", "请检查文件权限")]
    from plugins.pictures.prepare import KINDS, kind_of  # Pillow, which only a site with a map needs

    kind, ending = kind_of(data), file.suffix.lower()
    if kind == "svg" and ending == ".svg":
        return _drawing(data, shown)
    if ending not in KINDS.get(kind, ()):
        what = f"内容不是 {ending[1:].upper()} 图片" + (f"，而是 {kind}" if kind else "")
        return [Problem(shown, 0, 0, what, _EXPORT)]
    return _photograph(file, shown)


def _drawing(data: bytes, shown: str) -> tuple[int, int] | list[Problem]:
    from plugins.pictures.svg import read_svg

    drawing = read_svg(data)
    if drawing.faults:
        return [Problem(shown, line, 0, what, cure) for line, what, cure in drawing.faults]
    if not drawing.width:
        return [Problem(shown, 0, 0, "SVG 图片没有写大小", '请在 <svg> 上写 viewBox，例如 viewBox="0 0 1200 900"')]
    return drawing.width, drawing.height


def _photograph(file: Path, shown: str) -> tuple[int, int] | list[Problem]:
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of sizes, which are judged below
            with Image.open(file) as image:
                width, height = image.size
                small = width * height <= PIXELS
                if small:
                    image.load()
    except Exception:  # noqa: BLE001 - Pillow answers damage with whatever breaks first
        return [Problem(shown, 0, 0, "图片打不开，可能没有传完或已经损坏", _EXPORT)]
    if not small:
        what, cure = f"底图的像素太多（{width}×{height}）", "请换成像素少一些的版本；手机打不开这么大的图"
        return [Problem(shown, 0, 0, what, cure)]
    return width, height
