"""A block of a source file, with the place of every character of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.model import Hit, Locator, TextBlock


@dataclass
class Passage:
    """A paragraph, a cell, a heading, a value of a header. ``places`` holds 1-based line and column of each character;
    where a file has no lines, ``where`` says in words where it stands (工作表“名单”B7)."""

    tag: str
    kind: str = "text"
    quote: bool = False
    where: str = ""
    text: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, line: int, columns: list[int]) -> None:
        """Take a line's text; two lines of a paragraph are joined as a browser joins them."""
        if self.text and text:
            joint = "" if _wide(self.text[-1]) and _wide(text[0]) else " "
            self.text += joint
            self.places.extend([self.places[-1]] * len(joint))
        self.text += text
        self.places.extend((line, column + 1) for column in columns)

    def block(self, number: int) -> TextBlock:
        """The block that checks read; its selector says which passage it was."""
        line, column = self.places[0] if self.places else (None, None)
        locator = Locator(line=line, column=column, selector=f"{number}")
        return TextBlock(text=self.text, tag=self.tag, kind=self.kind, quote=self.quote, locator=locator)  # type: ignore[arg-type]

    def place(self, hit: Hit, nth: int) -> tuple[int | None, int | None]:
        """Line and column of the hit's guilty words, which are the ``nth`` of their kind here."""
        guilty = hit.evidence[slice(*hit.mark)] if hit.mark else ""
        at = -1
        for _ in range(nth + 1):
            found = self.text.find(guilty, at + 1) if guilty else -1
            if found < 0:
                break
            at = found
        return self.places[max(at, 0)] if self.places else (None, None)


def _wide(char: str) -> bool:
    return char >= "\u2e80"
