"""What a service guide says of its materials: words that leave them open, their form, the sheets to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks._page_hit import page_hit
from auditor.checks.links.dead_page import ATTACHMENTS
from auditor.checks.services._elements import text_of
from auditor.facts.labels import Value
from auditor.facts.vocabularies import GUIDE, values_by_name
from auditor.model import Hit, PageFacts

_VAGUE = re.compile(
    r"(?:法律|法规|规章|规定|要求|需要|应当|认为|有关|相关|必要)[^。；;，\n]{0,14}其[他它](?:相关|有关|必要|证明|申请|的)*(?:材料|资料|文件)"
    r"|(?:^|[\n、；;，。.\d])\s*其[他它](?:相关|有关|必要|需要|需|应当|应|提供|提交|补充|证明|的)+(?:材料|资料|文件)"
    r"|(?:^|[\n、；;])\s*其[他它](?:材料|资料)\s*(?=$|[\n。；;])"
    r"|(?:视情况|酌情|按需)(?:提供|提交|补充)[^。；\n]{0,8}(?:材料|资料)"
)
_FORMAT = re.compile(
    r"原件|复印|\d\s*份|[一二两三四五]份|电子|纸质|扫描|出示|查验|核验|填写|照片|无需|不需|免提交|免于提交|材料形式|份数"
)
_NO_PAPERS = re.compile(r"^\W*(?:无|无需.{0,8}|不需要.{0,8}|免.{0,6})\W*$")
_FORM = re.compile(r"(?:申请|登记|申报|审批|审核|备案|信息|报名|推荐)表|申请书")
_FETCHED = re.compile(
    r"下载|样表|空白?表|现场填写|现场领取|窗口.{0,6}(?:提供|领取|填写|打印)|在线填写|网上填写|系统.{0,4}生成|自动生成|附件|免填|由.{0,12}提供"
)


def _papers(page: PageFacts) -> list[Value]:
    return [value for value in values_by_name(GUIDE, page).get("办理材料", ()) if value.text]


def unclear_materials(page: PageFacts, clauses: tuple[str, ...]) -> Iterator[Hit]:
    """Yield a hit for words that leave open what to bring, and one where nothing says original, copy or number."""
    papers = _papers(page)
    for value in papers:
        if found := _VAGUE.search(value.text):
            words = found[0].strip(" \n、；;，。.")
            message = f"办理材料写着“{words}”，办事人不知道要带什么"
            yield page_hit(
                page,
                reason="vague",
                target=words,
                message=message,
                clauses=clauses,
                evidence=_around(value.text, found.span()),
                locator=value.locator,
            )
            break
    text = "\n".join(value.text for value in papers)
    heads = " ".join(head for table in page.tables for head in table.heads if head)
    if len(text) >= 4 and not _FORMAT.search(text + heads) and not _NO_PAPERS.match(text):
        yield page_hit(
            page,
            reason="format",
            target="材料格式",
            message="办理材料没有写明原件还是复印件、纸质还是电子、多少份",
            verdict="review",
            clauses=clauses,
            evidence=text.replace("\n", " ")[:60],
            locator=papers[0].locator,
        )


def unfetched_form(page: PageFacts, clauses: tuple[str, ...]) -> Iterator[Hit]:
    """Yield a hit for a form that must be handed in and can be fetched nowhere."""
    text = "\n".join(value.text for value in _papers(page))
    found = _FORM.search(text)
    if not found or _FETCHED.search(text_of(page)):
        return
    links = [link for link in page.links if link.region == "main" and link.role == "page"]
    if any(_FORM.search(link.text) or splitext(urlsplit(link.url).path)[1].lower() in ATTACHMENTS for link in links):
        return
    name = re.split(r"[\W\d]", text[max(found.start() - 8, 0) : found.end()])[-1]
    yield page_hit(
        page,
        reason="form",
        target=name,
        message=f"办事要交“{name}”，页面上没有表格可以下载，也没有说到哪里领取",
        verdict="review",
        clauses=clauses,
        evidence=name,
        locator=_papers(page)[0].locator,
    )


def _around(text: str, span: tuple[int, int]) -> str:
    return text[max(span[0] - 20, 0) : span[1] + 20].replace("\n", " ").strip()
