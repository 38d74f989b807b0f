"""Characters that a reader cannot see, made visible: they turn lines around, hide words and steer terminals.

Evidence comes from other people's pages. A right-to-left override makes an address read as another one (Unicode
Technical Report 36), a zero-width space breaks a word that a search then misses, an escape sequence clears the
inspector's screen. All of them are printed by their number.
"""

from __future__ import annotations

import re

# Controls, format characters (bidi, zero-width, soft hyphen, tags), separators that break lines, lone surrogates.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f"
    r"\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"[\t\n\r]+")


def reveal(text: str) -> str:
    """The text with every hidden character as ``‹U+202E›`` and line breaks as a space. Plain text comes back equal."""
    return _HIDDEN.sub(lambda match: f"‹U+{ord(match[0]):04X}›", _SPACE.sub(" ", text))
