"""``python -m auditor.checks`` prints docs/checks.md: every check as its module and the rule file describe it."""

from __future__ import annotations

import inspect
import re
import sys
from itertools import groupby

from auditor.checks import load_checks
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

SCOPES = {"page": "each page by itself", "site": "the site as a whole"}
NEEDS = {
    "links": "the verdicts of links",
    "columns": "the columns found",
    "browser": "a browser",
    "search": "a browser",
}


def checks_page(rules: RuleFile) -> str:
    """The text of docs/checks.md."""
    parts = [HEAD.format(id=rules.id, edition=rules.edition)]
    for family, checks in groupby(load_checks(), key=lambda check: check.family):
        parts.append(f"## {family}\n")
        parts.extend(_section(check, rules.checks.get(check.id, CheckRule())) for check in checks)
    return "\n".join(parts)


def _section(check: Check, rule: CheckRule) -> str:
    needs = " and ".join(NEEDS[need] for need in check.needs)
    module = inspect.cleandoc(sys.modules[f"auditor.checks.{check.id.replace('/', '.')}"].__doc__ or "")
    sections = re.sub(r"(?m)^## (.+)\n", r"**\1**\n\n", module.partition("\n")[2].strip())
    return (
        f"### {check.id}\n\n{check.title}\n\n"
        f"- severity: {check.severity}\n"
        f"- looks at: {SCOPES[check.scope]}{f'; needs {needs}' if needs else ''}\n"
        f"- clauses: {'; '.join(rule.clauses) or 'none'}\n"
        f"- remedy: {check.remedy}\n\n{_spaced(sections)}\n"
    )


def _spaced(text: str) -> str:
    """An empty line around indented examples, which Markdown otherwise takes for the paragraph's next line."""
    return re.sub(r"(?m)^( {4}.*)\n(?=\S)", r"\1\n\n", text)


def main() -> None:
    """Print the page."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(checks_page(load_rules()))


if __name__ == "__main__":
    main()
