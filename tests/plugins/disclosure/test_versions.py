"""Two versions of a catalogue: what came, went and changed, cell by cell."""

from __future__ import annotations

from plugins.disclosure.item import HEADS
from plugins.disclosure.versions import compare
from plugins.tables import Row
from tests.plugins.disclosure.tables import row


def rows(*many: dict[str, str]) -> list[Row]:
    """Rows as the reader of tables gives them."""
    return [Row(line, {head: cells.get(head, "") for head in HEADS}) for line, cells in enumerate(many, 2)]


A, B, C = (row(二级事项=name, 编号=f"a-{n}") for n, name in enumerate("甲乙丙"))


def test_equal_tables_have_no_difference():
    """Nor have tables whose rows were numbered or sorted anew, or that say 同上 for the same."""
    assert not compare(rows(A, B), rows(A, B))
    assert not compare(rows(A, B, C), rows({**C, "序号": "1"}, A, B))
    assert not compare(rows(A, B), rows(A, {**B, "公开依据": "同上", "一级事项": ""}))


def test_items_that_came_and_went_are_told_with_their_lines():
    """By their names and ids."""
    found = compare(rows(A, B), rows(A, C))
    assert found.added == (("综合业务／丙（a-2）", 3),)
    assert found.removed == (("综合业务／乙（a-1）", 3),)
    assert not found.changed


def test_a_changed_cell_is_told_with_both_texts():
    """And no other cell."""
    (change,) = compare(rows(A, B), rows(B, {**A, "公开时限": "及时公开"})).changed
    assert (change.name, change.before, change.after) == ("综合业务／甲（a-0）", 2, 3)
    assert change.cells == {"公开时限": (A["公开时限"], "及时公开")}


def test_an_item_keeps_its_identity_by_id_by_name_or_by_its_other_cells():
    """Renamed with its id; given an id later; renamed without any."""
    (renamed,) = compare(rows(A), rows({**A, "二级事项": "新名"})).changed
    assert renamed.cells == {"二级事项": ("甲", "新名")}
    (named,) = compare(rows({**A, "编号": ""}), rows(A)).changed
    assert named.cells == {"编号": ("", "a-0")}
    (other,) = compare(rows({**A, "编号": ""}), rows({**A, "编号": "", "二级事项": "新名"})).changed
    assert other.cells == {"二级事项": ("甲", "新名")}
