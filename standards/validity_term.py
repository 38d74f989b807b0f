"""How long a 规范性文件 is in force where nobody wrote it down, from a dated rule file; and the last day of a term."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from standards.rulefile import RuleError, load_rules

CHECK = "validity/term"


@dataclass(frozen=True)
class TermRule:
    """One edition of the rule; see the head of ``standards/rules/validity-term-2010.toml`` for its words."""

    clause: str
    types: tuple[str, ...]
    number_marks: tuple[str, ...]
    exempt_words: tuple[str, ...]
    usual: int
    terms: tuple[tuple[tuple[str, ...], int], ...]

    def is_normative(self, type: str, title: str, doc_no: str, unified_no: str) -> bool:
        """Whether a document is a 行政规范性文件 with provisions of its own: not one that only repeals or amends."""
        if type not in self.types or any(word in title for word in self.exempt_words):
            return False
        return bool(unified_no) or any(mark in doc_no for mark in self.number_marks)

    def months(self, type: str, title: str, doc_no: str, unified_no: str) -> int:
        """Months of a document's term; 0 where the rule does not name its class, or it has none of its own."""
        if not self.is_normative(type, title, doc_no, unified_no):
            return 0
        return next((months for words, months in self.terms if any(word in title for word in words)), self.usual)


@cache
def load_term_rule(id: str) -> TermRule:
    """The rule of that id. Raises RuleError where there is none, or it says nothing of terms."""
    found = load_rules(id).checks.get(CHECK)
    if found is None:
        raise RuleError(f"规则文件“{id}”没有规定有效期。请选有 {CHECK} 的规则文件")
    said = found.params
    try:
        terms = tuple((tuple(map(str, term["words"])), int(term["months"])) for term in said["terms"])
        types, marks, exempt = (tuple(map(str, said[key])) for key in ("types", "number_marks", "exempt_words"))
        return TermRule(found.clauses[0] if found.clauses else "", types, marks, exempt, int(said["months"]), terms)
    except (KeyError, TypeError, ValueError) as error:
        raise RuleError(f"规则文件“{id}”的 {CHECK} 写法不对（{error}）。请对照 validity-term-2010.toml") from None


def last_day(first: str, months: int) -> str:
    """The last day (YYYY-MM-DD) of a term of so many months that begins on ``first``."""
    begun = date.fromisoformat(first)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    if year > 9999:
        return "9999-12-31"
    day = min(begun.day, monthrange(year, month + 1)[1])
    end = date(year, month + 1, day)
    # A term that begins on the 31st ends with a shorter month's last day.
    return (end if day < begun.day else end - timedelta(days=1)).isoformat()
