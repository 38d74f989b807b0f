"""Every way in which an entry's wording may be written: as it stands, between other quotation marks, by its sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standards.words.characters import mistaken, simplified, slipped
from standards.words.entries import Entry
from standards.words.normalise import normalise

_MARKS = ("\"\"''", "「」『』")
"""What stands for “”‘’ in texts that were typed elsewhere."""


@dataclass(frozen=True, slots=True)
class Form:
    """One wrong form, what is right, whether it is the entry's own (one made by sound is for a person to judge), and
    whether it is written in traditional characters."""

    text: str
    right: str
    sure: bool = True
    traditional: bool = False
    folded: bool = False
    """Whether the text is already as it is matched."""


def forms_of(entry: Entry) -> Iterator[Form]:
    """The forms to look for. Made once, when the lexicon is loaded: a page costs nothing more for them."""
    rights = entry.right if len(entry.right) == len(entry.wrong) else (entry.right or ("",)) * len(entry.wrong)
    for text, right in zip(entry.wrong, rights, strict=True):
        for form in dict.fromkeys((text, *(text.translate(str.maketrans("“”‘’", marks)) for marks in _MARKS))):
            yield Form(form, right, traditional=is_traditional(form))
    if entry.homophones:
        own = set(entry.wrong)
        for right in entry.right:
            found = mistaken(right, common=not entry.wrong)
            same = normalise(right).text == right
            yield from (Form(text, right, sure=False, folded=same) for text in found if text not in own)
    if entry.slips:
        own = {*entry.wrong, *entry.allow}
        for right in entry.right:
            yield from (Form(text, right, sure=False) for text in slipped(right) if text not in own)


def is_traditional(text: str) -> bool:
    """Whether any of its characters has a simplified form."""
    return not simplified().keys().isdisjoint(text)
