"""services/guide_elements

## What it does
Reads the service guides and asks for the ten elements (事项名称, 设定依据, 申请条件, 办理材料, 办理地点, 办理机构,
收费标准, 办理时间, 联系电话, 办理流程) by the names people use for them, in tables, headings, lists and behind tabs.
不收费 is an answer; 办结时限 is not 办理时间. Then, in what the materials say: words that leave open what to bring, no
word on original or copy, a form nobody can fetch, a policy named without its text. All guides are read; the clause
takes points for a sample, which the coverage names. ``review``: guides that lead to another platform, to an
attachment or a picture, and all that depends on reading rather than on a label.

## Why it matters
Five guides that lack four elements each fail the whole site; each missing element takes half a point, vague wording
two.

## Bad
    办理材料：身份证、根据有关法律法规规定应提交的其他材料

## Instead
    All ten elements, each material by name, original or copy, number, and the form to download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.checks._page_hit import page_hit
from auditor.checks._sample import draw, drawn_note
from auditor.checks._survey import pages_of
from auditor.checks.services._elements import missing_elements
from auditor.checks.services._materials import unclear_materials, unfetched_form
from auditor.facts.vocabularies import GUIDE, values_by_name
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site

MANY = 4
"""Elements missing from which a guide counts towards the veto."""


_POLICY = re.compile(r"《([^》]{4,60}(?:办法|通知|意见|方案|规定|细则|规程)(?:[（(][^）)]*[)）])?)》")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each guide that lacks elements, and for each kind of unclear word in one."""
    lost = {page.url: missing_elements(page) for page in pages_of(site, "guide")}
    if not lost:
        return
    sure = [url for url, (missing, _) in lost.items() if len(missing) >= MANY]
    veto = len(sure) >= params["veto_guides"] or (len(lost) < params["veto_guides"] and len(sure) == len(lost))
    sample = draw(lost, params["sample"], params["seed"])
    forms = draw(lost, params["form_sample"], params["seed"])
    for page in pages_of(site, "guide"):
        scored = (params["guide_clause"],) if page.url in sample else ()
        missing, doubtful = lost[page.url]
        if missing or doubtful:
            clauses = (*((params["veto_clause"],) if veto and page.url in sure else ()), *scored)
            yield _lacks(page, missing, doubtful, clauses)
        yield from unclear_materials(page, scored)
        yield from unfetched_form(page, (params["form_clause"],) if page.url in forms else ())
        yield from _policies(page, scored)
    yield drawn_note("办事指南", site, list(lost), sample, params["seed"])
    yield NotRun(what="办事指南的电话能否打通、内容是否准确", why="要拨打电话、对照实际办理情况，请人工核实")


def _lacks(page: PageFacts, missing: tuple[str, ...], doubtful: tuple[str, ...], clauses: tuple[str, ...]) -> Hit:
    lost = missing or doubtful
    what = f"办事指南缺少 {len(lost)} 类要素：{'、'.join(lost)}"
    if not missing:
        what += "；可能用了别的说法，或者在附件、图片、办事平台上，请核实"
    elif doubtful:
        what += f"；另有{'、'.join(doubtful)}可能用了别的说法，请核实"
    return page_hit(
        page,
        reason="missing-many" if len(lost) >= MANY else "missing",
        target="、".join(lost),
        message=what,
        verdict="fail" if missing else "review",
        clauses=clauses,
    )


def _policies(page: PageFacts, clauses: tuple[str, ...]) -> Iterator[Hit]:
    linked = [link.text for link in page.links if link.tag == "a" and link.text]
    for value in values_by_name(GUIDE, page).get("设定依据", ()):
        for found in _POLICY.finditer(value.text):
            name = found[1]
            quoted = re.match(
                r"[^《]{0,30}(?:第.{1,6}条|规定|明确)[^《]{0,10}[：:“,，].{16}", value.text[found.end() :], re.S
            )
            if quoted or any(name[:12] in text or (len(text) > 8 and text.strip("《》") in name) for text in linked):
                continue
            yield page_hit(
                page,
                reason="policy",
                target=name,
                message=f"依据中提到《{name}》，没有给出原文或链接",
                verdict="review",
                clauses=clauses,
                evidence=f"《{name}》",
                locator=value.locator,
            )
            return


CHECK = Check(
    id="services/guide_elements",
    title="办事指南要素不全或者表述不清",
    severity="P2",
    remedy="请补齐十类要素，逐项写明材料名称、原件或复印件和份数，附上表格，不要写“其他材料”",
    scope="site",
    check=check,
)
