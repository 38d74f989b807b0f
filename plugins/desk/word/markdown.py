"""The plain tree of a Word document → Markdown in the dialect that the build reads."""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import mammoth  # type: ignore[import-untyped]
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

from plugins.desk.word.package import Package
from plugins.desk.word.table import is_frame, write_table

DEPTHS = range(1, 6)
HEADING = "GkH"
"""With the level behind it, the style of a heading; ``ITEM`` with the depth that of a paragraph with a bullet."""
ITEM = "GkItem"
_STYLES = "\n".join(
    [f"p.{HEADING}{level} => h{level}:fresh" for level in range(2, 7)]
    + [f"p.{ITEM}{depth} => {'ul > li > ' * (depth - 1)}ul > li:fresh" for depth in DEPTHS]
)
LAST_NUMBER = 999
"""Above it a number at the beginning of a paragraph is a year."""
_LIST_NUMBER = re.compile(r"^(\d{1,9})\.(?= )")
_STARTS_A_BLOCK = re.compile(r"^(\s*)([#>]|[-+](?=\s|$)|-(?=-*\s*$))")
_SAFE = "/:?#@!$&'+,;=%-._~"
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)

Place = Callable[[bytes, str], "tuple[str, str] | None"]
"""What makes a picture a file: its bytes and what Word says of it → address and alternative text; None to leave it."""


@dataclass
class Result:
    """``text`` is the body, ``said`` everything mammoth let through, to be held against the file; the rest is to tell:
    links that lead nowhere, symbols and pictures that could not be taken over."""

    text: str = ""
    said: str = ""
    dead_links: list[str] = field(default_factory=list)
    symbols: int = 0


def to_markdown(package: Package, mark: str, place: Place) -> Result:
    """Convert. ``mark`` is letters and digits that the document cannot contain, for what is put in at the end."""

    def convert_image(image: Any) -> list[Any]:
        with image.open() as stream:
            data = stream.read()
        placed = place(data, image.alt_text or "")
        return [mammoth.html.element("img", {"src": placed[0], "alt": placed[1]})] if placed else []

    done = mammoth.convert_to_html(
        package.packed(),
        style_map=_STYLES,
        convert_image=convert_image,
        include_embedded_style_map=False,  # it could let comments through
        external_file_access=False,
        id_prefix=mark,
    )
    soup = BeautifulSoup(done.value, "html.parser")
    result = Result(said=soup.get_text())
    result.symbols = sum("w:sym element" in message.message for message in done.messages)
    later: dict[str, str] = {}
    writer = _Writer()
    notes = _take_notes(soup, mark)
    _tidy(soup, mark, result)
    for number, table in enumerate(reversed(soup.find_all("table"))):
        token = f"{mark}t{number}z"
        before, written = write_table(table, writer.inline)
        if written.startswith("<"):  # HTML in Markdown knows no footnotes
            for mention, note in notes.items():
                written = written.replace(mention, f"（注：{html.escape(note.get_text(strip=True), quote=False)}）")
        later[token] = written
        table.replace_with(*([_paragraph(soup, before)] if before else []), _paragraph(soup, token))
    blocks = _number_lists(writer.convert_soup(soup).split("\n\n"))
    text = _put_in("\n\n".join(block for block in blocks if block.strip()), later)
    for number, (mention, note) in enumerate(notes.items(), 1):
        if mention in text:
            text = f"{text.replace(mention, f'[^{number}]')}\n\n[^{number}]: {writer.inline(note)}"
    result.text = text
    return result


def _put_in(text: str, later: dict[str, str]) -> str:
    """The text with everything in the place of its token; a table may stand in a table."""
    pattern = re.compile("|".join(map(re.escape, later)) or r"(?!)")
    while pattern.search(text):
        text = pattern.sub(lambda found: later[found[0]], text)
    return text


def _paragraph(soup: BeautifulSoup, text: str) -> Tag:
    made = soup.new_tag("p")
    made.string = text
    return made


def _take_notes(soup: BeautifulSoup, mark: str) -> dict[str, Tag]:
    """The footnotes, taken out of the soup, each by the token that now stands where it is mentioned."""
    found: dict[str, Tag] = {}
    for number, item in enumerate(soup.select(f'li[id^="{mark}footnote-"], li[id^="{mark}endnote-"]'), 1):
        token = f"{mark}n{number}z"
        for link in soup.find_all("a", href=f"#{item['id']}"):
            (link.parent or link).replace_with(NavigableString(token))
        for back in item.find_all("a", href=re.compile(f"^#{mark}")):
            back.decompose()
        found[token] = item
    for item in found.values():
        holder = item.parent
        item.extract()
        if holder is not None and holder.find("li") is None:
            holder.decompose()
    return found


def _tidy(soup: BeautifulSoup, mark: str, result: Result) -> None:
    """What mammoth gives and Markdown or the build has no form for."""
    for box in soup.find_all("input"):
        box.replace_with("☑" if box.has_attr("checked") else "☐")
    for table in soup.find_all("table"):
        if is_frame(table):
            cell = table.find(["td", "th"])
            table.replace_with(*list(cell.contents) if isinstance(cell, Tag) else [])
    for link in soup.find_all("a"):
        address = str(link.get("href") or "").strip()
        if _leads_somewhere(address):
            link.attrs = {"href": quote(address, safe=_SAFE)}
        else:
            if address and not address.startswith(f"#{mark}"):
                result.dead_links.append(address)
            link.unwrap()
    for heading in soup.find_all(re.compile("h[2-6]")):
        for picture in heading.find_all("img"):
            made = soup.new_tag("p")
            heading.insert_after(made)
            made.append(picture.extract())
        heading.string = " ".join(heading.get_text(" " if heading.find("br") else "").split())


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(_ADDRESS.match(address) and (parts.hostname or parts.scheme in ("mailto", "tel")))


def _number_lists(blocks: list[str]) -> list[str]:
    """Paragraphs that begin with ``1. `` as lists: one list while it counts on, since Markdown counts by itself."""
    made: list[str] = []
    last = None
    for block in blocks:
        found = _LIST_NUMBER.match(block)
        number = int(found[1]) if found else None
        counts_on = number is not None and last is not None and number == last + 1
        if found and (counts_on or (last is None and int(found[1]) <= LAST_NUMBER)):
            item = f"{found[0]} {_in_line(block[found.end() :].lstrip())}"
            made[-1:] = [f"{made[-1]}\n{item}"] if counts_on else [*made[-1:], item]
            last = number
        else:
            made.append(_LIST_NUMBER.sub(r"\1\\.", block))
            last = None
    return made


def _in_line(text: str) -> str:
    """A text that stands where a block could begin, and must not begin one."""
    return _STARTS_A_BLOCK.sub(r"\1\\\2", _LIST_NUMBER.sub(r"\1\\.", text))


class _Writer(MarkdownConverter):
    """markdownify for the dialect of Python-Markdown: what is escaped, how deep lists are indented, what stays HTML."""

    def __init__(self) -> None:
        super().__init__(heading_style="atx", autolinks=False, bullets="-", sub_symbol="<sub>", sup_symbol="<sup>")

    def inline(self, tag: Tag) -> str:
        """What is in an element, on one line, paragraphs apart."""
        blocks = list(tag.find_all(["p", "li", "h2", "h3"], recursive=False)) or [tag]
        texts = [self.convert_soup(_alone(block)).strip() for block in blocks]
        return "<br>".join(re.sub(r"\s*\n\s*", "<br>", text) for text in texts if text)

    def escape(self, text: str, parent_tags: Any) -> str:
        """Everything that would be markup, in the two ways Python-Markdown knows: a backslash, or an entity."""
        text = re.sub(r"([\\`*\[{}|])", r"\\\1", text)
        text = re.sub(r"_{2,}|(?<![^\W_])_|_(?![^\W_])", lambda found: found[0].replace("_", r"\_"), text)
        text = re.sub(r"&(?=#|\w+;)", "&amp;", text).replace("<", "&lt;")
        text = _STARTS_A_BLOCK.sub(r"\1\\\2", text)
        text = re.sub(r"(?<!\\)#(?=#*\s*$)", r"\#", text)
        return re.sub(r"(?m)^(\s*)=(?==*\s*$)", r"\1&#61;", text)

    def process_text(self, el: Any, parent_tags: Any = None) -> str:
        """After a line break, too, a number and a dot are text."""
        text = str(super().process_text(el, parent_tags))  # type: ignore[misc]
        broken = isinstance(el.previous_sibling, Tag) and el.previous_sibling.name == "br"
        return _LIST_NUMBER.sub(r"\1\\.", text) if broken else text

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Chinese paragraphs are indented with full-width blanks, which the page does by itself."""
        lines = (line.strip(" \t\u3000") for line in text.strip(" \t\r\n\u3000").split("\n"))
        said = "  \n".join(line for line in lines if line)
        return f" {said} " if "_inline" in parent_tags else f"\n\n{said}\n\n" if said else ""

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Pictures stay pictures, in a table's cell too."""
        alt = re.sub(r"([\\`*_\[\]{}<>|])", r"\\\1", " ".join(str(el.get("alt") or "").split()))
        return f"![{alt}]({el.get('src')})"

    def convert_li(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Python-Markdown wants four blanks for what is inside an item."""
        lines = _in_line((text or "").strip()).split("\n")
        return "\n".join([f"- {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])]) + "\n"

    def convert_s(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Struck out: there is no sign for it."""
        return f"<s>{text}</s>" if text.strip() else text

    convert_del = convert_s


def _alone(tag: Tag) -> BeautifulSoup:
    alone = BeautifulSoup("", "html.parser")
    alone.extend(list(copy.copy(tag).contents))
    return alone
