"""One page of all villages and all items of their catalogue: how many documents each has published of each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pelican import signals

from plugins.build.kinds import Kind
from plugins.build.view import View
from tests.plugins.build.probes import note

PAGE = "villages/matrix.csv"


def offer(generator: Any) -> None:
    """Receiver: the page."""

    def make(view: View, _: None) -> str:
        note(generator, PAGE)
        items = view.villages.items()
        lines = [",".join(["village", *(item.id for item in items)])]
        for _town, members in view.villages.towns():
            for id_ in members:
                told = Counter(item for item, _path in view.villages.told(id_))
                lines.append(",".join([view.villages.village(id_).name, *(str(told[item.id]) for item in items)]))
        return "\n".join(lines) + "\n"

    generator.add_pages(Kind("matrix", make, frozenset({"towns", "village", "items", "told"})), [(PAGE, None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
