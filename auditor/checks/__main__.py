"""``python -m auditor.checks`` prints docs/checks.md: every check as its module and the rule file describe it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable
from itertools import groupby

from auditor.checks import load_checks
from auditor.measured import CheckFigure, LayoutFigure, Measured, load_measured
from auditor.model import Check
from standards.rulefile import CheckRule, RuleFile, load_rules

HEAD = """\
# Checks

Every check of the auditor, by family. Written by `python -m auditor.checks > docs/checks.md` from the checks' modules
and the rule file {id} (edition {edition}); a test keeps it fresh. Verdicts: `fail` is certain, `review` is for a person
to decide. Severities:

| severity | what to do, and how soon |
|---|---|
| P0 | A veto may hang on it: a person confirms it today, and it is mended at once. |
| P1 | Serious: mend within the week; it takes points or keeps people out. |
| P2 | An ordinary defect: mend within the usual term of rectification. |
| P3 | Small: mend with the next change to the page. |
"""

MEASURED = """\
## Measured

By `make measure` on {day} ({entries} entries in the lexicon), on labelled samples: defects that were put in, and near
misses that look like defects and are none. *farm* is generated pages and files (table lists, paragraphs, definition
lists, heads in two rows, GBK, attributes and meta tags, Markdown, CSV, XLSX), *sites* is whole generated sites
([freshness.md](freshness.md), [interaction.md](interaction.md), [portals.md](portals.md)), *fixtures* is pages written
by hand. Precision is the share of what was told that is true, of fails the share of `fail` verdicts that are; recall is
the share of defects that were told.

The samples and the rules have one author: the figures guard against losing what works, and are no estimate of the
field. Of {slips} slips drawn by chance (one character of a word gives way to another that is typed alike) the lexicon
finds {slips_found}: it knows the slips that are known to be made. What the checks say of {characters:,} Chinese
characters that nobody here wrote, and how much of it is true by reading, stands in [foreign.md](foreign.md): {rate:.2f}
false fails a 100,000 characters.

| check | sample | defects | near misses | found | false fails | false reviews | precision | of fails | recall |
|---|---|---|---|---|---|---|---|---|---|
{rows}
By layout and family: defects found of those put in, then what was said wrongly beside so many near misses.

{layouts}
Reason codes of links are measured one by one in [links.md](links.md). Not measured: {unmeasured}.
"""

SCOPES = {"page": "each page by itself", "file": "each attachment by itself", "site": "the site as a whole"}
NEEDS = {
    "links": "the verdicts of links",
    "columns": "the columns found",
    "browser": "a browser",
    "search": "a browser",
}


def checks_page(rules: RuleFile) -> str:
    """The text of docs/checks.md."""
    measured = load_measured()
    parts = [HEAD.format(id=rules.id, edition=rules.edition), _measured(measured)]
    for family, checks in groupby(load_checks(), key=lambda check: check.family):
        parts.append(f"## {family}\n")
        parts.extend(
            _section(check, rules.checks.get(check.id, CheckRule()), measured.of(check.id)) for check in checks
        )
    return "\n".join(parts)


def _measured(measured: Measured) -> str:
    """The tables of figures."""
    foreign = measured.foreign
    return MEASURED.format(
        day=measured.day,
        entries=measured.entries,
        slips=measured.blind.seeded,
        slips_found=measured.blind.found,
        characters=foreign.characters if foreign else 0,
        rate=foreign.false_fails_rate if foreign else 0,
        rows="".join(map(_row, measured.checks)),
        layouts=table_by_layout(measured.checks),
        unmeasured=", ".join(check.id for check in load_checks() if not measured.of(check.id)) or "none",
    )


def table_by_layout(figures: Iterable[CheckFigure]) -> str:
    """A row a layout, a column a family: ``found/defects, wrong of near misses``."""
    cells: dict[str, dict[str, list[LayoutFigure]]] = {}
    for figure in figures:
        for one in figure.layouts:
            cells.setdefault(one.name, {}).setdefault(figure.id.partition("/")[0], []).append(one)
    families = sorted({family for row in cells.values() for family in row})
    lines = [f"| layout | {' | '.join(families)} |", f"|---|{'---|' * len(families)}"]
    lines += [
        f"| {name} | {' | '.join(_cell(row.get(family, ())) for family in families)} |"
        for name, row in sorted(cells.items())
    ]
    return "\n".join(lines) + "\n"


def _cell(figures: Iterable[LayoutFigure]) -> str:
    found, seeded, false, near = (
        sum(getattr(one, name) for one in figures) for name in ("found", "seeded", "false", "near")
    )
    return f"{found}/{seeded}, {false} of {near}" if seeded or near else ""


def _row(figure: CheckFigure) -> str:
    counts = (figure.seeded, figure.near, figure.found, figure.false_fails, figure.false_reviews)
    of_fails = f"{figure.fail_precision:.3f}" if figure.fails else "–"
    shares = f"{figure.precision:.3f} | {of_fails} | {figure.recall:.3f}"
    return f"| {figure.id} | {figure.sample} | {' | '.join(map(str, counts))} | {shares} |\n"


def _section(check: Check, rule: CheckRule, figure: CheckFigure | None) -> str:
    needs = " and ".join(NEEDS[need] for need in check.needs)
    module = inspect.cleandoc(sys.modules[f"auditor.checks.{check.id.replace('/', '.')}"].__doc__ or "")
    sections = re.sub(r"(?m)^## (.+)\n", r"**\1**\n\n", module.partition("\n")[2].strip())
    return (
        f"### {check.id}\n\n{check.title}\n\n"
        f"- severity: {check.severity}\n"
        f"- looks at: {SCOPES[check.scope]}{f'; needs {needs}' if needs else ''}\n"
        f"- clauses: {'; '.join(rule.clauses) or 'none'}\n"
        f"- measured: {_figures(figure)}\n"
        f"- remedy: {check.remedy}\n\n{_spaced(sections)}\n"
    )


def _figures(figure: CheckFigure | None) -> str:
    if figure is None:
        return "not yet"
    sample = f"{figure.seeded} defects, {figure.near} near misses"
    return f"precision {figure.precision:.3f}, recall {figure.recall:.3f} ({sample})"


def _spaced(text: str) -> str:
    """An empty line around indented examples, which Markdown otherwise takes for the paragraph's next line."""
    return re.sub(r"(?m)^( {4}.*)\n(?=\S)", r"\1\n\n", text)


def main() -> None:
    """Print the page."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(checks_page(load_rules()))


if __name__ == "__main__":
    main()
