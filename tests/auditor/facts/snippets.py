"""Nasty HTML by the seed: what real pages do wrong, mixed at random, for comparing parsers."""

from __future__ import annotations

import random

BLOCKS = [
    "div",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "colgroup",
    "form",
    "h1",
    "h2",
    "blockquote",
    "pre",
    "center",
    "section",
]
INLINES = [
    "a",
    "b",
    "i",
    "em",
    "strong",
    "font",
    "span",
    "u",
    "nobr",
    "code",
    "small",
    "s",
    "tt",
    "big",
    "label",
    "button",
]
VOIDS = ["br", "hr", "img", "input", "link", "meta", "wbr", "area", "base", "col", "embed", "param", "source", "track"]
ODD = [
    "select",
    "option",
    "optgroup",
    "template",
    "svg",
    "math",
    "foreignObject",
    "mi",
    "mtext",
    "annotation-xml",
    "desc",
    "title",
    "iframe",
    "object",
    "marquee",
]
ODD += [
    "frameset",
    "frame",
    "html",
    "head",
    "body",
    "noscript",
    "noembed",
    "image",
    "isindex",
    "ruby",
    "rt",
    "rp",
    "fieldset",
    "legend",
    "details",
    "summary",
    "main",
    "plaintext-x",
]
RAW = ["script", "style", "textarea", "title", "xmp", "noframes", "iframe"]
WORDS = [
    "明川县",
    "通知",
    " ",
    "\n",
    "\t",
    "a",
    "2026-11-20",
    "  ",
    "\r\n",
    "\r",
    "\u3000",
    "\xa0",
    "x" * 20,
    "(",
    "]]>",
    "\x0c",
]
ENTITIES = [
    "&amp;", "&amp", "&lt", "&lt;", "&nbsp", "&nbsp;", "&copy", "&copyx", "&notin;", "&notit;", "&#65;", "&#65", "&#x4e2d;", "&#x4e2d",
    "&#0;", "&#128;", "&#150", "&#xD800;", "&#x110000;", "&#;", "&#x;", "&", "& ", "&&amp;", "&unknown;", "&ampx", "&CounterClockwiseContourIntegral;",
    "&quot", "&#10;", "&#13;", "&acE;", "&ngE;",
]  # fmt: skip
ATTRIBUTES = [
    'class="a b"', "class=a", "id='q'", "ID=Q", "href=/a?b=1&copy=2", "href='/x&amp=y'", "href=/a/b.html>", 'title="<b>"', "title='a\"b'",
    "checked", "checked=''", "x=y=z", "=x", '"', "'", "a/b", "/", "/ ", "href = '/sp'", "href=\n/line", "a=1 a=2", "A=1 a=2", "style='color:red'",
    "on<click=1", "xlink:href=#a", "xml:lang=zh", "definitionurl=u", "viewbox=0", "encoding=text/html", "type=hidden",
    "type=TEXT", "color=red", "中文=值", "data-gk=list", "a=&amp", "a=&ampx", "a='&amp;'", "a=`b`",
]  # fmt: skip
COMMENTS = [
    "<!-- c -->", "<!---->", "<!-->", "<!--->", "<!-- a -- b -->", "<!-- a --!>", "<!x>", "<!doctype html>", "<?xml version='1.0'?>",
    "<![CDATA[x<b>]]>", "</>", "</ a>", "<>", "< a>", "<!", "<!-", "<!--", "<!-- <!-- -->", "<!--[if IE]><p>ie<![endif]-->", "<", "</", "<a", "<3",
]  # fmt: skip
STARTS = [
    "", "", "", "<!doctype html>", "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN' 'x'>", "<!doctype>", "\ufeff",
    "<!-- c --><html>", "<html lang=zh><head><meta charset=gbk>", "<head><title>t</title></head><body>", "\n <p>", "<frameset>", "<body><table>",
]  # fmt: skip


PLAIN = {
    "block": BLOCKS,
    "inline": [name for name in INLINES if name != "nobr"],
    "void": ["br", "img", "input", "wbr", "embed", "area"],
    "odd": ["object", "iframe", "fieldset", "marquee"],
    "raw": ["script", "style", "textarea", "title"],
    "comment": ["<!-- c -->", "<!---->", "<!-- a -- b -->", "</ a>", "< a>", "<3"],
    "attribute": [attribute for attribute in ATTRIBUTES if ":" not in attribute],
}
"""Words on which html5lib 1.1 (2020) still says what the standard says today."""
NASTY = {"block": BLOCKS, "inline": INLINES, "void": VOIDS, "odd": ODD, "raw": RAW, "comment": COMMENTS,
         "attribute": ATTRIBUTES}  # fmt: skip


def attributes(rng: random.Random, words: dict[str, list[str]]) -> str:
    """None to three attributes, with or without white space before them."""
    return "".join(
        rng.choice([" ", "  ", "\n", "/", "\t"]) + rng.choice(words["attribute"])
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))
    )


def raw_text(rng: random.Random, words: dict[str, list[str]]) -> str:
    """An element whose content is not markup, closed well, badly or not at all."""
    name = rng.choice(words["raw"])
    inner = rng.choice(
        ["", "\n", "a<b", "<!-- x", "<!--<script>", f"</{name[:3]}", "&amp;", "x</div>", "<p>", "var a='</scr'+'ipt>'"]
    )
    end = rng.choice([f"</{name}>"] * 5 + [f"</{name.upper()} x>", f"</{name}/>", f"</{name}", ""])
    return f"<{name}{attributes(rng, words)}>{inner}{end}"


def piece(rng: random.Random, words: dict[str, list[str]], opened: list[str]) -> str:
    """One token: a start tag, an end tag that may not fit, text, an entity, a comment or raw text."""
    kind = rng.choices(
        ["block", "inline", "void", "odd", "end", "wrong end", "text", "entity", "comment", "raw"],
        [18, 14, 6, 9, 20, 8, 16, 6, 5, 5],
    )[0]
    if kind in ("block", "inline", "void", "odd"):
        name = rng.choice(words[kind])
        opened.append(name)
        return f"<{rng.choice([name, name, name, name.upper()])}{attributes(rng, words)}{rng.choice(['>'] * 6 + ['/>', ' >'])}"
    if kind == "end" and opened:
        return f"</{opened.pop(rng.choice([-1, -1, -1, rng.randrange(len(opened))]))}>"
    if kind == "wrong end":
        return f"</{rng.choice([*words['block'], *words['inline'], *words['odd'], 'br', 'p'])}>"
    if kind == "entity":
        return rng.choice(ENTITIES)
    if kind == "comment":
        return rng.choice(words["comment"])
    return raw_text(rng, words) if kind == "raw" else rng.choice(WORDS)


def snippets(seed: int, count: int, *, plain: bool = False) -> list[str]:
    """``count`` documents of 3 to 40 tokens; ``plain`` ones keep to words on which old parsers agree too."""
    rng = random.Random(seed)
    words = PLAIN if plain else NASTY
    made = []
    for _ in range(count):
        opened: list[str] = []
        start = "<!doctype html>" if plain else rng.choice(STARTS)
        made.append(start + "".join(piece(rng, words, opened) for _ in range(rng.randint(3, 40))))
    return made
