"""Two versions of a 标准目录: which items came, went, and changed, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from plugins.disclosure.item import GROUP, HEADS, ID, NAME, NUMBER, SAME
from plugins.tables import Row

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """An item in both versions: its name now, its lines then and now, and head → text then, text now."""

    name: str
    before: int
    after: int
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """Name and line of the items that came (line now) and went (line then), and those that changed."""

    added: tuple[tuple[str, int], ...]
    removed: tuple[tuple[str, int], ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(before: Sequence[Row], after: Sequence[Row]) -> Difference:
    """What became of the items. One is the same by its 编号, else by its names, else by its other cells where it was
    only renamed; its 序号 and its place in the table do not count."""
    old, new = _filled(before), _filled(after)
    pairs = _match(old, new)
    met = {there for _, there in pairs}
    here = {at for at, _ in pairs}
    changes = []
    for at, there in sorted(pairs, key=lambda pair: pair[1]):
        (line, cells), (now, others) = old[at], new[there]
        cells_changed = {
            head: (cells[head], others[head]) for head in HEADS if head != NUMBER and cells[head] != others[head]
        }
        if cells_changed:
            changes.append(Change(_name(others), line, now, cells_changed))
    return Difference(
        tuple((_name(cells), line) for at, (line, cells) in enumerate(new) if at not in met),
        tuple((_name(cells), line) for at, (line, cells) in enumerate(old) if at not in here),
        tuple(changes),
    )


def _filled(rows: Sequence[Row]) -> list[tuple[int, Cells]]:
    """Line and cells of each row, ``同上`` and merged 一级事项 filled in: a row moved is no row changed."""
    found: list[tuple[int, Cells]] = []
    above: Cells = {}
    for row in rows:
        cells = {head: " ".join(row[head].split()) for head in HEADS}
        for head, text in cells.items():
            if text == SAME or (head == GROUP and not text):
                cells[head] = above.get(head, text)
        found.append((row.line, cells))
        above = cells
    return found


def _match(old: Sequence[tuple[int, Cells]], new: Sequence[tuple[int, Cells]]) -> list[tuple[int, int]]:
    """Places of the same item in both."""
    ways: tuple[Callable[[Cells], object], ...] = (
        lambda cells: cells[ID],
        lambda cells: (cells[GROUP], cells[NAME]) if cells[NAME] else "",
        lambda cells: tuple(cells[head] for head in HEADS if head not in (NUMBER, ID, GROUP, NAME)),
    )
    pairs: list[tuple[int, int]] = []
    for nth, way in enumerate(ways):
        left = [at for at in range(len(old)) if at not in {one for one, _ in pairs}]
        right: dict[object, list[int]] = {}
        for there in range(len(new)):
            if there not in {other for _, other in pairs} and way(new[there][1]):
                right.setdefault(way(new[there][1]), []).append(there)
        for at in left:
            found = right.get(way(old[at][1]), [])
            # Two items that both have an id are two items.
            fit = next((t for t in found if not nth or not (old[at][1][ID] and new[t][1][ID])), None)
            if fit is not None:
                found.remove(fit)
                pairs.append((at, fit))
    return pairs


def _name(cells: Cells) -> str:
    name = "／".join(dict.fromkeys(part for part in (cells[GROUP], cells[NAME]) if part))
    return f"{name}（{cells[ID]}）" if cells[ID] else name
