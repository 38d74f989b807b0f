"""Drawings looked through."""

from __future__ import annotations

import pytest

from plugins.pictures.svg import Drawing, read_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="720" height="420">'


def faults(inside: str, before: str = "") -> list[str]:
    """What is said of a drawing with this in it, from its second line on."""
    return [f"{line}: {what}" for line, what, _ in read_svg(f"{before}{HEAD}\n{inside}</svg>".encode()).faults]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "2: SVG 图片里有 <script>"),
        ("<g>\n<script href='#a'/></g>", "3: SVG 图片里有 <script>"),
        ("<x:script xmlns:x='http://www.w3.org/2000/svg'/>", "2: SVG 图片里有 <script>"),
        ("<foreignObject/>", "2: SVG 图片里有 <foreignObject>"),
        ("<b xmlns='http://www.w3.org/1999/xhtml'>x</b>", "2: SVG 图片里有 <b>"),
        ("<rect onclick='x()'/>", "2: SVG 图片里有事件脚本 onclick"),
        ("<rect ONLOAD='x()'/>", "2: SVG 图片里有事件脚本 ONLOAD"),
        ("<image href='https://a.example/x.png'/>", "2: SVG 图片引用外部文件“https://a.example/x.png”"),
        ("<image xlink:href='photo.jpg'/>", "2: SVG 图片引用外部文件“photo.jpg”"),
        ("<use xlink:href='//a.example/#x'/>", "2: SVG 图片引用外部文件“//a.example/#x”"),
        ("<a href='javascript:x()'><rect/></a>", "2: SVG 图片引用外部文件“javascript:x()”"),
        ("<image href='data:image/svg+xml;base64,AA'/>", "2: SVG 图片引用外部文件“data:image/svg+xml;base64,AA”"),
        ("<g xml:base='https://a.example/'/>", "2: SVG 图片里有 xml:base"),
        ("<style>@import 'a.css';</style>", "2: SVG 图片的样式引用外部文件"),
        ("<style>@im/**/port 'a.css'; a{b:u\\72l(https://a.example)}</style>", "2: SVG 图片的样式引用外部文件"),
        ("<style>a{background:url( 'x.png' )}</style>", "2: SVG 图片的样式引用外部文件"),
        ("<rect style='fill:url(https://a.example/#a)'/>", "2: SVG 图片的 style 引用外部文件"),
        ("<rect filter='url(a.svg#f)'/>", "2: SVG 图片的 filter 引用外部文件"),
        ("<animate attributeName='xlink:href' to='#b'/>", "2: SVG 图片里的动画改动 xlink:href"),
        ("<set attributeName='onclick' to='x'/>", "2: SVG 图片里的动画改动 onclick"),
    ],
)
def test_what_runs_or_fetches_is_refused(inside, said):
    """With its line, whatever it is dressed in."""
    assert faults(inside) == [said]


def test_the_remedy_is_the_same_for_all():
    """What an editor can do in a drawing program."""
    assert read_svg(f"{HEAD}<script/></svg>".encode()).faults[0][2] == (
        "请在绘图软件里删去它，另存为“普通 SVG”，或导出成 PNG"
    )


def test_every_fault_is_told_at_once():
    """And the same one on one line once."""
    assert len(faults("<script/><script/>\n<rect onclick='a'/><foreignObject/>")) == 3


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n',
        '<?xml-stylesheet href="a.css"?>\n',
    ],
)
def test_nothing_comes_in_from_the_head_of_the_file(before):
    """Entities and style sheets stand before the drawing."""
    assert len(faults("<rect/>", before)) == 1


def test_entities_do_not_multiply():
    """A laugh of a billion is one line of a report."""
    laugh = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    assert len(faults("<text>&l11;</text>", f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laugh}]>\n')) == 1


@pytest.mark.parametrize(
    "inside",
    [
        "<defs><linearGradient id='a'/></defs><rect fill='url(#a)' style=\"stroke: url( '#a' )\"/>",
        "<use xlink:href='#a'/><a href='#b'><title>见（一）</title></a>",
        "<image href='data:image/png;base64,iVBORw0KGgo='/>",
        "<style>@namespace s url(http://www.w3.org/2000/svg); /* url(x) */ .a{fill:url(&quot;#a&quot;)}</style>",
        "<metadata><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
        "<g transform='translate(3 4) rotate(20)'><animate attributeName='opacity' values='0;1'/></g>",
    ],
)
def test_what_is_only_a_drawing_passes(inside):
    """Gradients, symbols, pictures inside the file, what programs note of themselves."""
    assert faults(inside) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"<svg",
        HEAD.encode(),
        b"\xff\xfe<\0s\0",
        b"<html/>",
        HEAD.encode() + b"\xff</svg>",
        b"<svg/>" + b"a" * 99,
    ],
)
def test_what_is_no_drawing_is_told(data):
    """Cut off, something else, not even text."""
    [(_, what, cure)] = read_svg(data).faults
    assert "SVG 图片" in what
    assert cure


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("width='720' height='420'", (720, 420)),
        ("width='720px' height='420.4px' viewBox='0 0 9 9'", (720, 420)),
        ("width='100%' viewBox='0 0 300 150.2'", (300, 150)),
        ("viewBox='-10,-10,40,30'", (40, 30)),
        ("width='10mm' height='20mm'", (0, 0)),
        ("viewBox='0 0 0 1e400'", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(attributes, size):
    """As browsers lay it out; nothing where it cannot be known."""
    drawing = read_svg(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert drawing == Drawing(*size)
