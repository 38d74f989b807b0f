"""The form of a 审图号, the approval that a public map carries (《地图管理条例》第二十二条): GS(2024)0001号 of the
ministry, 赣S(2024)012号 of a province, GS京(2024)0123号 of a province in the ministry's place.

Only the form: whether the number was given, and to this map, is known to whoever gave it.
"""

from __future__ import annotations

import re
import unicodedata

_FORM = re.compile(r"(?:GS[\u4e00-\u9fff]?|[\u4e00-\u9fff]{1,2}S)[(（〔]((?:19|20)\d\d)[)）〕](\d{1,5})号")
EXAMPLE = "GS(2024)0001号、赣S(2024)012号"
"""As editors are shown it."""


def is_approval(written: str, year: int) -> bool:
    """Whether this has the form of a 审图号 of ``year`` or before; one that is all noughts is a stand-in."""
    found = _FORM.fullmatch(unicodedata.normalize("NFKC", "".join(written.split())))
    return bool(found) and int(found[1]) <= year and int(found[2]) > 0  # type: ignore[index]
