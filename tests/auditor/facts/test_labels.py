"""Labels and values come out alike of tables, lists, paragraphs, headings and one line of spans."""

from __future__ import annotations

import pytest

from auditor.facts.document import read_page
from auditor.facts.labels import Value, Vocabulary
from auditor.model import PageFacts

WORDS = Vocabulary({"asked": ("来信时间", "提问时间"), "unit": ("答复单位",), "reply": ("答复内容", "答复")})
HTML = (("content-type", "text/html; charset=utf-8"),)


def page(body: str) -> PageFacts:
    """The facts of a page with this body."""
    return read_page("https://www.example.gov.cn/1.html", 200, HTML, f"<body><main>{body}</main>".encode())


def read(body: str) -> dict[str, str]:
    """Name → value of the labels of a body."""
    return {value.name: value.text for value in WORDS.values(page(body))}


WHOLE = {"asked": "2026-10-08", "unit": "县民政局", "reply": "您好，已经办好。"}


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><th>来信时间</th><td>2026-10-08</td></tr><tr><th>答复单位</th><td>县民政局</td></tr>"
        "<tr><th>答复内容</th><td>您好，已经办好。</td></tr></table>",
        "<dl><dt>提问时间<dd>2026-10-08<dt>答复单位<dd>县民政局<dt>答复<dd>您好，已经办好。</dl>",
        "<p>来信时间：2026-10-08</p><p>【答复单位】县民政局</p><p>答复内容：您好，已经办好。</p>",
        "<h3>一、来信时间</h3><p>2026-10-08</p><h3>（二）答复单位</h3><p>县民政局</p><h3>3.答复内容</h3><p>您好，已经办好。</p>",
        "<p><span>来信时间：2026-10-08</span><span>答复单位：县民政局</span><span>答复内容：您好，已经办好。</span></p>",
        "<p>来 信 时 间:2026-10-08</p><p>答复单位（办理机构）：县民政局</p><p>答复内容：<br>您好，已经办好。</p>",
    ],
    ids=["table", "dl", "paragraphs", "headings", "spans", "spaced"],
)
def test_every_shape_says_the_same(body):
    """Whatever stands between a label and its value."""
    assert read(body) == WHOLE


def test_what_only_begins_with_a_label_is_none():
    """A sentence that speaks of a reply is not one; 答复单位 in the middle of a name neither."""
    assert read("<p>来信时间较早的信件已经归档。</p><p>各答复单位要高度重视。</p>") == {}


def test_what_stands_behind_a_tab_is_read():
    """Text that is not painted before a click, and text of a dialog; scripts and templates are not text."""
    hidden = '<div style="display:none"><p>答复内容：已经办好。</p></div>'
    assert read(f"<p>来信时间：2026-10-08</p>{hidden}") == {"asked": "2026-10-08", "reply": "已经办好。"}
    assert read("<template><p>答复内容：甲</p></template><noscript><p>答复内容：乙</p></noscript>") == {}
    assert read('<div hidden><script>var x = "答复内容：丙"</script></div>') == {}


def test_an_empty_cell_is_empty_and_a_strip_of_tabs_proves_nothing():
    """Labels in a row without values are the names of tabs."""
    (asked, unit) = WORDS.values(
        page("<table><tr><td>来信时间</td><td></td></tr><tr><td>答复单位</td><td>县局</td></tr></table>")
    )
    assert (asked.text, asked.bare, unit.text) == ("", False, "县局")
    strip = WORDS.values(page("<ul><li>来信时间</li><li>答复单位</li><li>答复内容</li></ul><div>2026-10-08</div>"))
    assert [(value.name, value.bare) for value in strip] == [("asked", True), ("unit", True), ("reply", False)]


def test_a_menu_above_the_page_has_no_labels_and_a_strip_of_tabs_within_it_has():
    """The column 答复内容 in the navigation is no reply of the page."""
    menu = '<div class="nav"><a href="/a/">答复内容</a><a href="/b/">其他栏目</a></div>'
    html = f"<body>{menu}<main><h1>来信</h1><p>来信时间：2026-10-08</p></main>"
    below = f"<body><main><h1>来信</h1></main>{menu}"
    facts = [read_page("https://www.example.gov.cn/1.html", 200, HTML, text.encode()) for text in (html, below)]
    assert [[value.name for value in WORDS.values(one)] for one in facts] == [["asked"], ["reply"]]


def test_a_page_of_nothing_but_labels_ends():
    """Hostile pages cost no more than their size."""
    values = WORDS.values(page("<p>答复内容：</p>" * 20_000))
    assert len(values) == 20_000
    assert isinstance(values[0], Value)
