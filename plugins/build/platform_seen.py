"""What a page may see of the platform of open information: its lists, reports, guides.

Every fact is noted by the View that a page has of the site (``view.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugins.build.article import Article
from plugins.build.edition import Contents
from plugins.foi.forms import Form
from plugins.foi.registers import Part, Register


class PlatformSeen:
    """A part of a View, made anew wherever it is asked for."""

    __slots__ = ("_contents", "_note")

    def __init__(self, contents: Contents, note: Callable[[str], None]) -> None:
        self._contents, self._note = contents, note

    def form(self, path: str) -> Form | None:
        """The figures of a report."""
        self._note(f"form:{path}")
        return self._contents.foi.forms.get(path)

    def reports(self) -> dict[str, dict[int, tuple[Form, Article]]]:
        """Every 年报, by unit id and year. The page is made again when any of them changes."""
        self._note("forms")
        told, articles = self._contents.foi, self._contents.targets.articles
        return {
            unit: {year: (told.forms[path], articles[path]) for year, path in sorted(years.items())}
            for unit, years in told.reports.items()
        }

    def site_reports(self) -> list[tuple[Form, Article]]:
        """Every 网站工作年度报表, newest first."""
        self._note("forms")
        forms = self._contents.foi.forms
        found = [(form, self._contents.targets.articles[path]) for path, form in forms.items() if not form.unit]
        return sorted(found, key=lambda pair: (-pair[0].year, pair[0].path))

    def guides(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the guides by unit id, newest first."""
        self._note("guides")
        return self._contents.foi.guides

    def applications(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the pages on requests by unit id, newest first."""
        self._note("guides")
        return self._contents.foi.applications

    def register(self, url: str) -> Register:
        """A list of the platform; its parts may not be shown."""
        self._note(f"register:{url}")
        return self._contents.foi.registers[url]

    def register_part(self, url: str, part: str) -> tuple[int, str, Part]:
        """A page behind a list's first; the list's class and unit, which its address says as well."""
        self._note(f"register:{part}")
        register = self._contents.foi.registers[url]
        return register.statutory, register.unit, next(found for found in register.parts if found.url == part)

    def is_platform(self, path: str) -> bool:
        """Whether a column is the platform of open information."""
        self._note("registers")
        return self._contents.foi.platform == path

    def registers(self) -> list[tuple[int, str, str, int]]:
        """The lists of the platform: class, unit, address, how many documents."""
        self._note("registers")
        lists = self._contents.foi.registers.values()
        return [(list_.statutory, list_.unit, list_.url, list_.count) for list_ in lists]
