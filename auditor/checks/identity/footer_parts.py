"""identity/footer_parts

## What it does
Looks at the foot of home, column and content pages for the six parts of 网站标识: 党政机关网站标识, 网站标识码,
ICP备案编号, 公安机关备案标识, 网站主办单位, 联系方式. What scripts write (conac's mark, ``document.write``) counts as
there. One finding for each part, with all pages that lack it. ``review`` where the part may stand in a picture without
words, a frame or a script file, and for pages that show none of the six (they may be campaign pages). Viewers, pages of
no known kind, redirecting pages and other hosts are silent.

## Why it matters
The inspection takes half a point for each part that is not on all pages; by them a reader tells a government's site
from an imitation, and finds whom to ask.

## Bad
    <div class="footer">版权所有 明川县人民政府</div>

## Instead
    <footer>主办单位：明川县人民政府办公室　联系方式：0000-5550100　网站标识码：9999990001
    明ICP备99990001号-1　明公网安备99999902000001号　党政机关网站标识</footer>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.identity._foot import NAMES, is_judged, is_stub, read_foot
from auditor.model import Check, Hit, PageFacts, Params


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each part that the page's foot lacks, or one for a page that shows none."""
    if not is_judged(facts) or is_stub(facts):
        return
    foot = read_foot(facts)
    missing = [part for part in NAMES if part not in foot.shown]
    scripts = any(link.tag == "script" and link.attribute == "src" for link in facts.links)
    if len(missing) == len(NAMES) and (foot.why or scripts or facts.kind != "home"):
        why = foot.why or "专题页、独立页面或由脚本写入的请核对"
        yield Hit(
            url=facts.url,
            message=f"页面底部没有看到网站标识的任何一项（{why}），请人工核实",
            evidence="、".join(NAMES.values()),
            verdict="review",
            reason="none",
            region="footer",
            cause=f"none:{foot.why}",
        )
        return
    for part in missing:
        unsure = part in foot.unsure
        yield Hit(
            url=facts.url,
            message=f"页面底部没有看到{NAMES[part]}（{foot.why}），请人工核实"
            if unsure
            else f"页面底部缺少{NAMES[part]}",
            evidence=NAMES[part],
            verdict="review" if unsure else "fail",
            reason=part,
            target=NAMES[part],
            region="footer",
            cause=f"{'unsure' if unsure else 'missing'}:{part}",
        )


CHECK = Check(
    id="identity/footer_parts",
    title="页面底部网站标识不全",
    severity="P2",
    remedy="请在全站页脚模板中补齐所列标识，并核对所有页面都引用了同一页脚",
    scope="page",
    check=check,
    own_host=True,
)
