"""accessibility/axe

## What it does
Takes what axe-core said of the pages that a browser opened: a violation is ``fail``, an “incomplete” (axe cannot
tell) is ``review``. Elements of one rule and one shape (the same selector but for counting and numbers) are one
finding over all pages, since they come from one template. A page the browser could not judge is coverage.
Automation finds about a third of the kinds of barriers: no finding here does not mean that a page is accessible.

## Why it matters
无障碍环境建设法 asks sites paid for by the state to be usable with a screen reader, a keyboard, a larger print.
Critical keeps people out of the page (P1), serious makes them struggle (P2), moderate and minor annoy (P3).

## Bad
    <img src="/images/tu1.jpg">

## Instead
    <img src="/images/tu1.jpg" alt="工作人员在便民服务大厅为群众办理业务">
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.model import AxeNode, AxeResult, Check, Hit, Locator, Params, Severity, Site

SEVERITY: dict[str, Severity] = {"critical": "P1", "serious": "P2", "moderate": "P3", "minor": "P3"}

_CRITERION = re.compile(r"wcag(\d)(\d)(\d{1,2})")
_COUNTING = re.compile(r":nth-[a-z-]+\([^)]*\)|:(?:first|last|only)-(?:child|of-type)")
_VALUE = re.compile(r"\[([\w:-]+)[$^*~|]?=(?:\"[^\"]*\"|'[^']*'|[^\]]*)\]")
_OPENING = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_CLASS = re.compile(r"\sclass=(?:\"([^\"]*)\"|'([^']*)')")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each page, rule and shape of element that axe-core reports."""
    for page in site.browser():
        for result in () if page.error else page.results:
            shapes: set[str] = set()
            for node in result.nodes:
                if (shape := _shape(node)) not in shapes:
                    shapes.add(shape)
                    yield _hit(page.url, result, node, shape)


def _hit(url: str, result: AxeResult, node: AxeNode, shape: str) -> Hit:
    violated = result.outcome == "violation"
    criteria = [".".join(found.groups()) for tag in result.tags if (found := _CRITERION.fullmatch(tag))]
    basis = f"{result.rule}，WCAG {'、'.join(criteria)}" if criteria else f"{result.rule}，最佳实践"
    return Hit(
        url=url,
        message=f"{result.help}（{basis}）" + ("" if violated else "；程序无法断定，请人工核实"),
        evidence=node.html,
        verdict="fail" if violated else "review",
        reason=result.rule,
        target=f"{node.frame} {node.selector}".strip(),
        locator=Locator(selector=node.selector),
        severity=SEVERITY.get(result.impact, "P3"),
        # What axe cannot tell, a person looks at once for the rule, not once for each shape of element.
        cause=f"{result.rule} {shape if violated else 'incomplete'}",
    )


def _shape(node: AxeNode) -> str:
    """What elements of one template have in common: frame, path without counting, tag and classes without numbers."""
    path = _VALUE.sub(r"[\1]", _COUNTING.sub("", node.selector))
    element = ""
    if opening := _OPENING.match(node.html.strip()):
        classes = _CLASS.search(opening[2])
        element = ".".join([opening[1].lower(), *sorted((classes[1] or classes[2] or "").split() if classes else ())])
    return re.sub(r"(?<!\bh)\d+", "0", f"{node.frame} {path} {element}")


CHECK = Check(
    id="accessibility/axe",
    title="无障碍访问问题",
    severity="P2",
    remedy="请由网站开发维护单位按提示修改页面模板或正文；改后用键盘和读屏软件再试一次",
    scope="site",
    check=check,
    needs=("browser",),
)
