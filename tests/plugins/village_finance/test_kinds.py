"""The closed set of statements: no word means two things, and every class of the rule has a place."""

import re

import pytest

from plugins.village_finance.kinds import CLASSES, KINDS, MONEY, Kind, file_name, kind_named, parse_name
from tests.conftest import ROOT

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)


@every_kind
def test_a_word_means_one_head(kind: Kind) -> None:
    words = [word for head in kind.heads for word in (head.name, *head.spellings)]
    assert len(words) == len(set(words))


@every_kind
def test_an_id_stands_in_an_address(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.id)


@every_kind
def test_only_money_is_added_up_and_balanced(kind: Kind) -> None:
    assert all(head.type == MONEY for head in kind.heads if head.summed)
    if kind.balance:
        keys = (kind.balance.result, *kind.balance.plus, *kind.balance.minus)
        assert {kind.by_key[key].type for key in keys} == {MONEY}
    assert not kind.group or kind.by_key[kind.group].filled


def test_no_spelling_names_two_kinds() -> None:
    words = [word for kind in KINDS.values() for word in (kind.name, *kind.spellings)]
    assert len(words) == len(set(words))
    assert all(kind_named(word) is kind for kind in KINDS.values() for word in (kind.name, *kind.spellings))


def test_every_class_of_the_rule_has_a_kind() -> None:
    assert {word for kind in KINDS.values() for word in kind.statutory.split("、")} == set(CLASSES)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("收支明细表", "收支明细"),
        ("财务 收支", "收支明细"),
        ("固定资产表", "资产"),
        ("债权债务公开表", "债权债务"),
        ("花名册", None),
    ],
)
def test_clerks_words_name_the_kind(written: str, name: str | None) -> None:
    kind = kind_named(written)
    assert (kind.name if kind else None) == name


@pytest.mark.parametrize("period", ["2026Q3", "2026-08", "2026"])
def test_a_file_name_says_period_and_table(period: str) -> None:
    assert parse_name(file_name(period, "收支明细")) == (period, "收支明细")
    assert parse_name(file_name(period, "财务公开", ".xlsx")) == (period, "财务公开")


@pytest.mark.parametrize("name", ["收支明细.csv", "2026Q5-收支明细.csv", "2026-13-收支明细.csv", "2026Q3-收支明细.md"])
def test_other_names_are_no_statements(name: str) -> None:
    assert parse_name(name) is None


def test_clerks_are_told_of_every_kind_and_every_column_it_must_have() -> None:
    text = (ROOT / "docs/villages.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        heads = "、".join(f"**{head.name}**" if head.needed or head.filled else head.name for head in kind.heads)
        assert f"| {kind.name} | {heads} | {kind.statutory} |" in text
