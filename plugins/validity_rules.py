"""Which rule gives the documents of a column their term, and which columns are archived."""

from __future__ import annotations

from plugins.build.problems import Problem
from plugins.build.scan import Tree
from plugins.catalogue import Catalogue
from plugins.site import Site
from standards.rulefile import RuleError
from standards.validity_term import TermRule, load_term_rule

NONE = "无"
"""What a column writes to have no rule where the one above it has one."""


def term_rules(site: Site, catalogue: Catalogue, tree: Tree) -> tuple[dict[str, TermRule], list[Problem]]:
    """The rule of each column that has one: its own, that of a column above it, that of the site."""
    found: dict[str, TermRule] = {}
    problems: dict[str, Problem] = {}
    for path, column in catalogue.by_path.items():
        name = column.validity_term or site.validity_term
        if not name or name == NONE:
            continue
        try:
            found[path] = load_term_rule(name)
        except RuleError as error:
            what, _, cure = str(error).partition("。")
            # Columns come before those that inherit from them, so the first one is where it is written.
            shown = tree.shown(f"{path}/column.toml" if column.validity_term else "site.toml")
            problems.setdefault(name, Problem(shown, 0, 0, f"“validity_term”有误：{what}", cure))
    return found, list(problems.values())


def archived_columns(catalogue: Catalogue) -> dict[str, str]:
    """The columns that are archived or stand below one that is, with that one's name."""
    found: dict[str, str] = {}
    for path, trail in catalogue.trails.items():
        archived = [column.name for column in trail if column.archived]
        if archived:
            found[path] = archived[-1]
    return found
