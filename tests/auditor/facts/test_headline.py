"""What a page calls itself."""

from __future__ import annotations

import pytest

from auditor.facts.headline import headline
from tests.auditor.facts.reading import facts


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<meta name=ArticleTitle content=甲><title>丙-明川县</title><main><h1>乙</h1></main>", "甲"),
        ("<title>丙-明川县</title><main><h1>乙</h1></main>", "乙"),
        ("<title>丙 - 明川县人民政府</title><main><h2>乙</h2></main>", "丙"),
        ("<title>丙|明川县</title><header><h1>明川县</h1></header>", "丙"),
        ("", ""),
    ],
)
def test_its_own_tag_then_its_heading_then_the_start_of_its_title(html: str, named: str):
    """A site's name in the header or behind the title is none."""
    assert headline(facts(html)) == named
