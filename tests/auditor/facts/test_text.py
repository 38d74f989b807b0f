"""Blocks of text as a reader sees them."""

from __future__ import annotations

import pytest

from auditor.facts.text import fold
from tests.auditor.facts.reading import PAGES, facts, page


def texts(html: str) -> list[str]:
    """The visible blocks."""
    return [block.text for block in facts(html).blocks if block.kind == "text"]


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("<p>甲<b>乙</b>丙</p><p>丁</p>", ["甲乙丙", "丁"]),
        ("<div>甲<p>乙</p>丙</div>", ["甲", "乙", "丙"]),
        ("<div>甲<p></p>丙</div>", ["甲", "丙"]),
        ("甲<br>乙", ["甲", "乙"]),
        ("<p>政务\n   公开 a\n b", ["政务公开 a b"]),
        ("<p>甲&nbsp;乙\u3000丙", ["甲\xa0乙\u3000丙"]),
        ("<a href=1>首页</a><a href=2>公开</a>", ["首页", "公开"]),
        ("<p>农<a href=1>村</a>长", ["农村长"]),
        ("<p>甲<!-- x -->乙<script>no</script>丙", ["甲乙丙"]),
        ("<table><tr><td>甲<td>乙</table>", ["甲", "乙"]),
        ("<ul><li>甲<ul><li>乙</ul>丙</ul>", ["甲", "乙", "丙"]),
        ("<p hidden>甲</p><p style='DISPLAY:none'>乙</p><template>丙</template><noscript>丁</noscript>", []),
        ("<p style='color:red'>甲</p><div hidden><p>乙</p></div>", ["甲"]),
        ("<textarea>甲</textarea><select><option>乙<option>丙</select>", ["甲", "乙", "丙"]),
        ("<dialog>甲</dialog><dialog open>乙</dialog><details><summary>丙</summary>丁</details>", ["乙", "丙", "丁"]),
    ],
)
def test_visible_blocks(html: str, seen: list[str]):
    """One snippet, its blocks in order."""
    assert texts(html) == seen


def test_other_kinds():
    """Title, meta texts, alts and spoken attributes are blocks of their own kind."""
    seen = facts(
        "<title>题</title><meta name=Description content=述><img alt=图 src=x><a title=标 href=x>链</a>"
        "<button aria-label=关>X</button><input placeholder=填 type=submit value=交>"
    )
    assert [(block.kind, block.text) for block in seen.blocks] == [
        ("title", "题"), ("text", "链"), ("text", "X"), ("meta", "述"), ("alt", "图"), ("attribute", "标"),
        ("attribute", "关"), ("attribute", "填"), ("attribute", "交"),
    ]  # fmt: skip


def test_quotes():
    """Text inside blockquote or q is quoted; a paragraph that only holds a quotation is not."""
    quoted = {
        block.text: block.quote for block in facts("<blockquote><p>甲</blockquote><q>乙</q><p>丙<q>丁</q>").blocks
    }
    assert quoted == {"甲": True, "乙": True, "丙丁": False}


def test_locators_point_at_the_text():
    """Line and column lead to the first character of each block and each spoken attribute."""
    lines = (PAGES / "article.html").read_text(encoding="utf-8").split("\n")
    blocks = page("article.html", "/zwgk/2026-11/1.html").blocks
    assert len(blocks) > 20
    for block in blocks:
        assert block.locator.line is not None
        assert block.locator.column is not None
        there = lines[block.locator.line - 1][block.locator.column - 1 :]
        names = {"alt": "alt=", "attribute": "title=", "meta": "content="}
        assert there.startswith(names.get(block.kind, block.text[:3])), block


def test_regions_of_text():
    """Landmarks, roles and class words; a head inside an article is the article's."""
    seen = facts(
        "<header>甲</header><div role=navigation>乙</div><main><header>丙</header><div class=bottom>丁</div></main>"
        "<aside>戊</aside><footer>己<nav>庚</nav></footer><div class=article-head>辛</div><div id=footer2>壬</div>"
        "<div class='page-header'>癸</div><div class=leftNav>子</div>"
    )
    regions = {block.text: block.region for block in seen.blocks}
    assert regions == {
        "甲": "header", "乙": "nav", "丙": "main", "丁": "main", "戊": "aside", "己": "footer", "庚": "footer",
        "辛": "main", "壬": "footer", "癸": "header", "子": "nav",
    }  # fmt: skip


def test_fold():
    """Only CSS white space folds; a line break between Chinese characters vanishes."""
    assert fold(" a \t\n b\u3000\n\u3000c ") == "a b\u3000\u3000c"
    assert fold("政\n务") == "政务"
