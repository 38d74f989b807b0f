"""主题分类 as documents write it."""

from __future__ import annotations

import pytest

from standards.topics import TOPICS, UNSORTED, split_topic, topic_order


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("综合政务\\政务公开", ("综合政务", "政务公开")),
        ("综合政务/政务公开", ("综合政务", "政务公开")),
        (" 综合政务 ＞ 政务公开 ", ("综合政务", "政务公开")),
        ("国防", ("国防", "")),
        ("国防\\", ("国防", "")),
        ("甲\\乙\\丙", ("甲", "乙 丙")),
        ("", (UNSORTED, "")),
        ("无", (UNSORTED, "")),
        ("\\乙", (UNSORTED, "")),
    ],
)
def test_a_topic_has_two_levels(written, levels):
    """However the two are parted; what names no topic is 未分类."""
    assert split_topic(written) == levels


def test_topics_stand_in_the_national_order():
    """A place's own behind them, by name; 未分类 last."""
    assert sorted(["乙类", UNSORTED, "国防", "甲类", "综合政务"], key=topic_order) == [
        "综合政务", "国防", *sorted(["乙类", "甲类"]), UNSORTED,
    ]  # fmt: skip
    assert len(set(TOPICS)) == len(TOPICS) == 22
