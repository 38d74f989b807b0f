"""In which order found pages are asked: breadth first, and a family of like addresses in growing waves.

Between two waves nothing is in flight, so what a trap is judged by does not hang on the threads' luck or on a kill:
it is what stands in the frontier.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from auditor.crawl.frontier import Frontier
from auditor.crawl.held_pages import Found
from auditor.crawl.traps import (
    ECHOES,
    FILTER_PAGES,
    TITLES,
    Rule,
    combines_filters,
    echo_limit,
    family_of,
    first_wave,
    query_key,
    says_the_same,
    shape_rule,
)
from auditor.model import NotRun


class Waves:
    """Lets held pages into the queue. With ``traps`` off nothing is cut, the order is the same."""

    def __init__(self, frontier: Frontier, today: date, traps: bool = True) -> None:
        self._frontier = frontier
        self._today = today
        self._traps = traps

    def release(self) -> bool:
        """Queue the next wave; False when nothing is held any more."""
        with self._frontier.together():
            while held := self._frontier.held.nearest(ECHOES):
                released, cut = self._sort(held)
                self._frontier.held.set_aside(cut)
                self._frontier.held.release(released)
                if released:
                    return True
        return False

    def cut(self) -> tuple[NotRun, ...]:
        """What was cut, by rule, with an example of each."""
        return tuple(
            NotRun(
                what=f"页面 {number} 个（如 {example}）", why=f"{TITLES[rule]}。确需抓取，请在配置中关闭 crawl.traps"
            )
            for rule, number, example in self._frontier.held.trapped()
        )

    def _sort(self, held: list[Found]) -> tuple[list[str], list[tuple[str, Rule]]]:
        """Which of the held pages go now, and which are cut; the others wait for a later wave."""
        families = self._frontier.said.families()
        barren = self._barren(held, families) if self._traps else set()
        taken: Counter[str] = Counter()
        released: list[str] = []
        cut: list[tuple[str, Rule]] = []
        for found in held:
            family = family_of(found.url)
            pages, distinct = families.get(family, (0, 0))
            if taken[family] >= max(first_wave(family), pages * 2):
                continue
            rule = self._rule(found, family, pages, distinct, barren) if self._traps else None
            if rule:
                cut.append((found.url, rule))
                continue
            taken[family] += 1
            released.append(found.url)
        return released, cut

    def _rule(self, found: Found, family: str, pages: int, distinct: int, barren: set[str]) -> Rule | None:
        if not found.finder:
            return None  # the home page, or a start that was asked for
        if rule := shape_rule(found.url, found.finder, self._today):
            return rule
        if says_the_same(pages, distinct, family):
            return "same"
        if self._echoes(found):
            return "echo"
        if "&" in found.url and found.url.partition("?")[0] in barren:
            return "filters"
        key = query_key(found.url)
        return "permuted" if key and self._frontier.said.first_with(key, found.url) != found.url else None

    def _echoes(self, found: Found) -> bool:
        how, limit = echo_limit(found.url, found.finder)
        if how == "chain":
            return self._frontier.said.chain(found.finder, limit) >= limit
        return how == "alike" and found.echoes >= limit

    def _barren(self, held: list[Found], families: dict[str, tuple[int, int]]) -> set[str]:
        """The programs whose answers to filters have, in their later half, led to no page of another program."""
        asked: Counter[str] = Counter()
        for family, (pages, _) in families.items():
            asked[family.partition("?")[0]] += pages if "&" in family else 0
        barren = set()
        for path in sorted({path for found in held if "&" in found.url and (path := found.url.partition("?")[0])}):
            if asked[path] < FILTER_PAGES:
                continue
            urls = self._frontier.said.program(path)
            later = urls[len(urls) // 2 :]
            if combines_filters(urls) and all(
                url.startswith(path + "?") for url in self._frontier.said.found_on(later)
            ):
                barren.add(path)
        return barren
