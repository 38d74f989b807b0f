"""What the platform is made of, worked out once for an edition: forms, guides, requests, lists; and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plugins.build.article import Article, is_coming
from plugins.build.library import Library
from plugins.build.problems import Problem, suggestion
from plugins.catalogue import Catalogue
from plugins.foi.forms import ANNUAL, SITE, Form, read_forms, unit_of
from plugins.foi.registers import Register, platform_of, registers_of
from plugins.site import Offices
from standards.contact import named_column

NO_FORM = "依申请公开页面没有附申请表"
GUIDE, APPLICATION = "foi_guide", "foi_application"
_TYPES = frozenset({ANNUAL, SITE, GUIDE, APPLICATION})


@dataclass(frozen=True)
class Holdings:
    """``forms`` by document, ``guides`` and ``applications`` the paths of public documents by unit id, newest first,
    ``reports`` unit id → year → path, ``platform`` the path of its column or empty, ``registers`` its lists by address,
    ``answering`` the units that publish another's report and so owe none of their own."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    guides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    applications: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reports: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    platform: str = ""
    registers: Mapping[str, Register] = field(default_factory=dict)
    answering: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def tables(self) -> list[str]:
        """The tables to publish, below content/."""
        return [form.table for form in self.forms.values() if form.cells]

    @property
    def addresses(self) -> Collection[str]:
        """Every address that the lists have."""
        return {url for register in self.registers.values() for url in (register.url, *(p.url for p in register.parts))}


def holdings_of(  # noqa: PLR0917 - the parts of an edition it is worked out from
    placed: Sequence[Article],
    public: Sequence[Article],
    catalogue: Catalogue,
    offices: Offices,
    library: Library,
    minute: str,
) -> Holdings:
    """The platform at ``minute``. What only waits for its hour is judged as if it were public; drafts are not."""
    ours = [article for article in placed if article.type in _TYPES]
    platform = platform_of(catalogue)
    if not ours and platform is None:
        return Holdings()
    shown = {article.path for article in public if article.type in _TYPES}
    asked = [article for article in ours if article.path in shown or is_coming(article, minute)]
    forms, problems = read_forms(
        (article for article in asked if article.type in (ANNUAL, SITE)), offices.spellings, library
    )
    problems += _guides(asked, catalogue, library)
    problems += _applications(asked, offices, library)
    forms = {path: form for path, form in forms.items() if path in shown}
    by_path = {article.path: article for article in ours}
    reports: dict[str, dict[int, str]] = {}
    answering = set()
    for path, form in sorted(forms.items()):
        if form.unit:
            reports.setdefault(form.unit, {})[form.year] = path
            publisher = offices.spellings.get(by_path[path].publisher)
            if publisher is not None and publisher.id != form.unit:
                answering.add(publisher.id)
    guides = _by_unit(asked, shown, GUIDE, offices)
    owners = {*guides, *reports}
    lists = registers_of(platform, catalogue, offices.units, offices.spellings, public, owners) if platform else []
    return Holdings(
        forms=forms,
        guides=guides,
        applications=_by_unit(asked, shown, APPLICATION, offices),
        reports={unit: reports[unit] for unit in sorted(reports, key=[*offices.units, *reports].index)},
        platform=platform.path if platform else "",
        registers={list_.url: list_ for list_ in lists},
        answering=frozenset(answering),
        problems=tuple(problems),
    )


def _by_unit(
    articles: Sequence[Article], shown: Collection[str], kind: str, offices: Offices
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for article in articles:
        if article.type == kind and article.path in shown:
            unit = unit_of(article, offices.spellings)
            found[unit] = (*found.get(unit, ()), article.path)
    return found


def _guides(articles: Sequence[Article], catalogue: Catalogue, library: Library) -> Iterator[Problem]:
    """Guides that send people to a column which is not there."""
    names = {column.name for column in catalogue.by_path.values()}
    for article in articles:
        if article.type == GUIDE and (named := named_column(article.extra["online"])) and named not in names:
            cure = suggestion(named, names) + "请写本站有的栏目、网址或者电子邮箱"
            yield library.problem(article, "online", f"没有栏目“{named}”", cure)


def _applications(articles: Sequence[Article], offices: Offices, library: Library) -> Iterator[Problem]:
    """Units whose pages on requests bring no form to fill in."""
    by_unit: dict[str, list[Article]] = {}
    for article in articles:
        if article.type == APPLICATION:
            by_unit.setdefault(unit_of(article, offices.spellings), []).append(article)
    for listed in by_unit.values():
        if not any(article.files for article in listed):
            cure = "请把申请表放进 content/files/，写 attachments: [{file: files/sqb.docx, name: 政府信息公开申请表}]"
            yield library.problem(listed[0], "attachments", NO_FORM, cure)
