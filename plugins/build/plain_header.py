"""Plain front matter read at once, beside PyYAML: lines of ``key: value`` and nothing else.

A value is one line without quotes, in one pair of quotes, a flat list in brackets, or nothing, and is made of letters,
digits and the punctuation that means nothing to YAML where it stands. Of such lines it knows what YAML's events and
``front_matter.py`` make of them, and that none of the slips is in them; of anything else it says nothing (None).
``tests/plugins/build/test_plain_header.py`` holds the two ways against each other.
"""

from __future__ import annotations

import re

Entry = tuple[str, int, str | list[str]]

_CJK = "\u2010-\u2027\u2030-\u205e\u2160-\u217f\u2460-\u24ff\u25a0-\u25ff\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e"
_LETTER = rf"A-Za-z0-9{_CJK}"
_WORD = rf"[{_LETTER}](?:[{_LETTER} ._/()+=;~$^-]*[{_LETTER}._/()+=;~$^-])?"
"""A plain scalar that is one in a list as well."""
_LINE = re.compile(
    rf"([A-Za-z0-9_\u4e00-\u9fff]{{1,40}}):"
    rf"(?: +(?:([{_LETTER}/](?:[{_LETTER} ._/()+=;~$^,?!&%@*|<>'\"\[\]{{}}`\\-]|:(?! |$))*)"
    rf"|\[({_WORD}(?:, *{_WORD})*)\] *"
    rf"|\"([{_LETTER} ._/()+=;~$^,?!&%@*|<>'\[\]{{}}`:#-]*)\" *"
    rf"|'([{_LETTER} ._/()+=;~$^,?!&%@*|<>\"\[\]{{}}`:#\\-]*)' *)?)?"
)


def read(header: str) -> list[Entry] | None:
    """Key, file line and value of every line of a header; None where it is not plain. Line 1 is the ``---`` above."""
    entries: list[Entry] = []
    for number, line in enumerate(header.split("\n"), 2):
        match = _LINE.fullmatch(line)
        if not match:
            return None
        key, words = match[1], match[3]
        value: str | list[str]
        if words:
            value = [word.strip() for word in words.split(",")]
        else:
            value = (match[2] or match[4] or match[5] or "").strip()
        entries.append((key, number, value))
    return entries
