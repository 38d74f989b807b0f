"""The lexicon keeps its promises: every entry finds its example, leaves its near miss, and the silent list is silent."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from standards.words import Entry, load_lexicon

NOW = datetime(2026, 11, 20, 9)
LEXICON = load_lexicon()

each_entry = pytest.mark.parametrize("entry", LEXICON.entries, ids=lambda entry: entry.id)

SILENT = [
    "发布署名文章", "预防犯罪", "农村长效机制", "争做为民先锋", "相关健康", "恢复盖章", "统一但", "程序统一但标准不同",
    "既使企业受益又使群众得实惠", "台风登陆", "路口交通", "大麻烦", "数据中台", "城市服务中台", "中澳自贸协定",
    "新中国成立前后", "本人亲自办理", "法制审核", "法制大队", "(2023)鄂9004民初1号", "（2023）鄂9004民初1号",
    "收支帐目", "样表：XX县XX镇", "鄂R·XX123", "村民委员会应当公布政府拨付和接受社会捐赠的资金、物资的收支帐目",
]  # fmt: skip
"""What must stay silent, with two ways of writing some of it."""


def published(entry: Entry) -> str:
    """A day on which the entry holds."""
    return entry.not_before or entry.not_after or "2026-11-01"


@each_entry
def test_every_entry_finds_its_example_and_nothing_else_does(entry):
    """One hit, of this entry, with its severity, its right form and a message that quotes the text."""
    for text in entry.positive:
        hits = LEXICON.find(text, now=NOW, published=published(entry))
        assert [hit.entry_id for hit in hits] == [entry.id], text
        assert hits[0].found == text[hits[0].start : hits[0].end]
        assert f"“{hits[0].found}”" in hits[0].message
        assert hits[0].severity == entry.severity
        assert (hits[0].verdict == "review") == entry.needs_person


@each_entry
def test_every_entry_leaves_its_near_miss_alone_and_so_do_the_others(entry):
    """What only looks like it is silent for the whole lexicon."""
    for text in entry.near_miss:
        assert LEXICON.find(text, now=NOW, published=published(entry)) == []


@each_entry
def test_every_wrong_form_is_found_by_itself_unless_it_needs_company(entry):
    """A form that no text can bring to light is dead weight."""
    if entry.only_left or entry.only_right or entry.only_near or entry.unless_quoted:
        return
    for form in entry.wrong:
        hits = LEXICON.find(form, now=NOW, published=published(entry))
        assert entry.id in {hit.entry_id for hit in hits}, form


@each_entry
def test_what_an_entry_recommends_is_not_wrong_itself(entry):
    """Mending a text must not make the next finding."""
    for right in entry.right:
        if "\\" not in right:
            hits = [
                hit for hit in LEXICON.find(f"某文{right}。", now=NOW, published="2026-11-01") if hit.verdict == "fail"
            ]
            assert hits == [], right


@each_entry
def test_dated_entries_are_silent_outside_their_time(entry):
    """Texts of their time are left alone."""
    if entry.not_before:
        before = (date.fromisoformat(entry.not_before) - timedelta(days=1)).isoformat()
        assert LEXICON.find(entry.positive[0], now=NOW, published=before) == []


@pytest.mark.parametrize("text", SILENT)
def test_the_silent_list_is_silent(text):
    """Alone and inside a sentence."""
    for sentence in (text, f"各单位要做好{text}有关工作。"):
        assert LEXICON.find(sentence, now=NOW, published="2026-10-01") == []


@pytest.mark.parametrize("text", ["贫困户", "健康码", "走访贫困户", "县工商局"])
def test_words_of_their_time_are_silent_in_texts_of_their_time(text):
    """2018 spoke of 贫困户, 2020 of 健康码."""
    assert LEXICON.find(f"慰问{text}情况", now=NOW, published="2018-03-01") == []


def test_the_gravest_entries_always_ask_for_a_person():
    """No machine calls a page a grave wrong by itself, and unread sources do not either."""
    for entry in LEXICON.entries:
        if entry.severity == "P0" or not entry.confirmed:
            assert entry.needs_person
        assert entry.source, entry.id


def test_every_family_is_there_and_no_form_is_claimed_twice():
    """The families of the field notes have entries; a form belongs to one entry."""
    families = Counter(entry.category for entry in LEXICON.entries)
    assert set(families) == {
        "国名与机构",
        "政治术语",
        "涉台港澳",
        "社会与国际用语",
        "机构改革与时效",
        "公文格式",
        "错别字",
    }
    assert min(families.values()) >= 8
    assert len(LEXICON.entries) >= 400
    forms = Counter(form for entry in LEXICON.entries for form in entry.wrong)
    assert [form for form, times in forms.items() if times > 1] == []
