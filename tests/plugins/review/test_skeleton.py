"""What a proof-reader may change without voiding approvals, and what nobody may."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from plugins.review import skeleton as rule
from plugins.review.skeleton import skeleton

TEXT = """---
id: gfxwj-1
type: policy
title: 关于用水的通知（试行）
published: 2026-11-16 10:00
source: 明川县水利局
publisher: 水利局
keywords: [用水, 水费]
---

各乡镇人民政府，县直各单位：

截止目前，全县已建水厂3座，布署检修；其它事项另行通知（见附则）。

| 项目 | 金额 |
|---|---|
| 水费, 每吨 | 2.5元 |

村民“自愿”参加，不得强制收取押金。详见[附件](files/fj1.pdf)，登录系统查询。
"""


def of(text: str) -> str:
    """The skeleton of a text."""
    return skeleton(text.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("截止目前", "截至目前"),
        ("布署", "部署"),
        ("其它", "其他"),
        ("各单位：", "各单位:"),
        ("，布署检修；其它", ",布署检修;其它"),
        ("（见附则）", "(见附则)"),
        ("县直各单位：\n", "县直各单位:   \t\n"),
        ("---\n\n各乡镇", "---\n\n\n\n各乡镇"),
        ("source: 明川县水利局", "来源: 明川县水利局"),
        ("title: 关于用水的通知（试行）", "title: 关于用水的通知(试行)"),
        ("id: gfxwj-1\ntype: policy", "type: policy\nid: gfxwj-1"),
        ("published: 2026-11-16 10:00\n", "published: 2026-11-16 10:00\nstatus: draft\n"),
        ("\n", "\r\n"),
        ("---\nid", "\ufeff---\nid"),
    ],
)
def test_proof_reading_keeps_the_skeleton(old, new):
    """White space, widths, the table's words, the order and spelling of fields, draft or published."""
    changed = TEXT.replace(old, new) if old == "\n" else TEXT.replace(old, new, 1)
    assert changed != TEXT
    assert of(changed) == of(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("水厂3座", "水厂8座"),
        ("水厂3座", "水厂３座"),
        ("2.5元", "2,5元"),
        ("2.5元", "2.5万元"),
        ("不得强制", "得强制"),
        ("2026-11-16 10:00", "2026-11-17 10:00"),
        ("publisher: 水利局", "publisher: 财政局"),
        ("各乡镇人民政府，", "各乡镇人民政府、"),
        ("检修；", "检修。"),
        ("“自愿”", "自愿"),
        ("[附件](files/fj1.pdf)", "[附件](files/fj2.pdf)"),
        ("[附件](files/fj1.pdf)", "[附件]（files/fj1.pdf）"),
        ("水费, 每吨", "水费，每吨"),
        ("title: 关于", "title: 有关"),
        ("keywords: [用水, 水费]\n", "keywords: [用水, 水费]\nstatus: withdrawn\n"),
        ("keywords: [用水, 水费]\n", "keywords: [用水, 水费]\nsecrecy_review: {by: 甲, on: 2026-11-12}\n"),
        ("村民“自愿”参加，", "\n村民“自愿”参加，\n\n"),
        ("各乡镇人民政府", "各乡镇"),
        ("[用水, 水费]", "[用水]"),
    ],
)
def test_any_other_edit_changes_it(old, new):
    """Digits, dates, amounts, negations, names, links, table cells, paragraphs: each voids approvals."""
    changed = TEXT.replace(old, new, 1)
    assert changed != TEXT
    assert of(changed) != of(TEXT)


CHARACTERS = '甲乙丙不未年月元三3８，,；：:（）()“”"。、 \n-*#a'
WORDS = st.text(st.sampled_from(CHARACTERS), max_size=30)


def document(body: str) -> str:
    """A document of this body."""
    return f"---\nid: a\ntitle: 甲\n---\n\n{body}\n"


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    WORDS,
    st.sampled_from("0123456789０５〇一二三不未无元年"),
    WORDS,
    st.sampled_from("0123456789０５〇一二三不未无元年"),
)
def test_a_digit_or_a_negation_never_turns_into_another_unseen(before, old, after, new):
    """Whatever stands around it."""
    assume(old != new)
    assert of(document(f"甲{before}{old}{after}乙")) != of(document(f"甲{before}{new}{after}乙"))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORDS, st.sampled_from("甲乙不未元3８年。、"), WORDS)
def test_nothing_but_marks_and_blanks_can_be_left_out(before, lost, after):
    """A word, a digit, a full stop that is gone is an edit."""
    assert of(document(f"首{before}{lost}{after}尾")) != of(document(f"首{before}{after}尾"))


EDIT = st.sampled_from(CHARACTERS).flatmap(
    lambda old: st.tuples(
        st.just(old), st.sampled_from([old, old, old, "，", ",", "（", "(", "“", '"', "乙", "3", "\n", ""])
    )
)


@settings(max_examples=1000, deadline=None)
@given(st.lists(EDIT, max_size=12))
def test_two_texts_of_one_skeleton_differ_in_marks_and_blanks_only(edits):
    """Random edits, mark by mark: what is left of both without marks and blanks is the same, or the skeleton differs."""
    one, other = ("".join(pair[side] for pair in edits) for side in (0, 1))
    if of(document(one)) == of(document(other)):
        assert _letters(one) == _letters(other)


def _letters(text: str) -> str:
    for wrong, right in rule._pairs(rule.VERSION)[0].items():
        text = text.replace(wrong, right)
    return re.sub(r"[\s，,；;：:？?！!（）()“”\"‘’']", "", text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted(rule._pairs(rule.VERSION)[0].items())), min_size=1, max_size=4), st.data())
def test_words_of_the_table_may_be_put_right_anywhere_in_prose(pairs, data):
    """Any number of them, each or not."""
    wrong = "，".join(f"全县{pair[0]}。" for pair in pairs)
    right = "，".join(f"全县{pair[data.draw(st.booleans())]}。" for pair in pairs)
    assert of(document(wrong)) == of(document(right))


def test_the_table_takes_no_pair_that_changes_a_figure_or_what_is_allowed(tmp_path, monkeypatch):
    """A row like 不准 → 准 stops the program, not the reader."""
    table = tmp_path / "proofreading.toml"
    table.write_text('[[pair]]\nwrong = "不准"\nright = "准"\nsince = 1\n')
    monkeypatch.setattr(rule, "TABLE", table)
    rule._pairs.cache_clear()
    try:
        with pytest.raises(ValueError, match="changes more than spelling"):
            of(TEXT)
    finally:
        rule._pairs.cache_clear()


def test_what_is_no_document_has_a_skeleton_of_its_bytes():
    """Another encoding, a broken header: exact, and no crash."""
    assert skeleton("标题".encode("gb18030")) != skeleton("标題".encode("gb18030"))
    assert of("没有文件头，") != of("没有文件头,")
    assert of("---\nid: [\n---\n甲，") != of("---\nid: [\n---\n甲,")


def test_an_older_version_of_the_rule_is_still_known():
    """The version stands in what an approval keeps; one we do not know never matches."""
    assert rule.version_of(of(TEXT)) == rule.VERSION
    assert rule.version_of("99:abc") == 0
    assert rule.version_of("abc") == 0
