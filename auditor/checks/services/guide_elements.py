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
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks._page_hit import page_hit
from auditor.checks._sample import draw, drawn_note
from auditor.checks._survey import pages_of
from auditor.checks.links.dead_page import ATTACHMENTS
from auditor.facts.kinds import GUIDE, headline, values_by_name
from auditor.facts.labels import Value
from auditor.model import Check, Hit, NotRun, PageFacts, Params, Site

ELEMENTS = (
    "事项名称",
    "设定依据",
    "申请条件",
    "办理材料",
    "办理地点",
    "办理机构",
    "收费标准",
    "办理时间",
    "联系电话",
    "办理流程",
)
MANY = 4
"""Elements missing from which a guide counts towards the veto."""

_SAID = {
    "收费标准": re.compile(r"不收费|不收取|免费|收费"),
    "办理时间": re.compile(
        r"工作日.{0,12}\d|(?:周|星期)[一二三四五]至|[上下]午\s*\d|办理时间|节假日除外|时间.{0,3}地[点址]"
        r"|地[点址].{0,3}时间|\d[:：]\d\d\s*[—\-－~至]"
    ),
    "办理地点": re.compile(r"地[点址]|窗口|大厅|服务中心"),
    "联系电话": re.compile(r"电话|热线|\d{3,4}-\d{7,8}|12345"),
    "设定依据": re.compile(r"(?:依据|根据|按照)[^。]{0,12}《"),
    "办理流程": re.compile(r"流程|步骤|程序"),
    "办理机构": re.compile(r"(?:局|委员会|厅|中心|政府|大队|办公室)[^。\n]{0,6}(?:受理|办理|审核|审批|负责|实施)"),
}  # fmt: skip
"""An element said without a label of its own."""

_HINTS = {
    "设定依据": re.compile("依据|法"),
    "申请条件": re.compile("条件|对象|范围|谁|人能|人群"),
    "办理材料": re.compile("材料|资料|带什么|准备|证件"),
    "办理地点": re.compile("地|哪|址|窗口"),
    "办理机构": re.compile("单位|部门|机构|机关|找谁"),
    "收费标准": re.compile("费|钱"),
    "办理时间": re.compile("时间|时候|何时"),
    "联系电话": re.compile("电话|咨询|联系|热线"),
    "办理流程": re.compile("流程|步骤|程序|怎么|怎样|如何|方法"),
}
"""What a label that nobody foresaw has in common with the element it may stand for."""

_PAIRS = (2, 4)
"""Cells of a table's row that is labels and values side by side."""

LABEL = 8
"""Characters of a cell that is a label."""

_LABEL = re.compile(r"[^\W\d]{2,8}\s*[：:]")
_LABEL_TAGS = frozenset({"dt", "th", "h2", "h3", "h4", "strong"})
_OTHER_LABELS = re.compile("时限|期限|监督|投诉|发布|来源|作者|编辑|审核|材料名称|形式|份数|本页")
"""Labels of something else, though they share a word with an element."""

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
_POLICY = re.compile(r"《([^》]{4,60}(?:办法|通知|意见|方案|规定|细则|规程)(?:[（(][^）)]*[)）])?)》")
_OUT = re.compile(r"办事指南|在线办理|网上办理|立即办理|查看详情|政务服务网|办事入口|一网通办")


def check(site: Site, params: Params, now: datetime) -> Iterator[Hit | NotRun]:
    """Yield a hit for each guide that lacks elements, and for each kind of unclear word in one."""
    lost = {page.url: _missing(page) for page in pages_of(site, "guide")}
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
        yield from _materials(page, scored)
        yield from _form(page, (params["form_clause"],) if page.url in forms else ())
        yield from _policies(page, scored)
    yield drawn_note("办事指南", site, list(lost), sample, params["seed"])
    yield NotRun(what="办事指南的电话能否打通、内容是否准确", why="要拨打电话、对照实际办理情况，请人工核实")


def _missing(page: PageFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elements that are missing, and those that may be there: elsewhere, or by a name of their own."""
    found = values_by_name(GUIDE, page)
    short = [b.text for b in (*page.blocks, *page.folded) if b.region in ("main", "aside", "nav") and len(b.text) <= 24]
    text = _text(page)
    lost = [
        name
        for name in ELEMENTS
        if not (
            any(value.text or value.bare for value in found.get(name, ()))
            or (name == "事项名称" and headline(page))
            or (name not in found and name in _SAID and _SAID[name].search(text))
            or (name not in found and any(word in block for block in short for word in _words(name)))
        )
    ]
    if _elsewhere(page):
        return (), tuple(lost)
    labels = " ".join(_unknown_labels(page))
    doubtful = tuple(name for name in lost if name in _HINTS and _HINTS[name].search(labels))
    return tuple(name for name in lost if name not in doubtful), doubtful


def _unknown_labels(page: PageFacts) -> Iterator[str]:
    """What looks like a label and is none of those we know."""
    cells = [cell for table in page.tables for row in table.rows if len(row) in _PAIRS for cell in row[::2]]
    yield from (cell for cell in cells if 2 <= len(cell) <= LABEL and not GUIDE.find(cell))
    for block in (*page.blocks, *page.folded):
        if block.region != "main" or block.kind != "text":
            continue
        labels = _LABEL.findall(block.text[:1000])
        if block.tag in _LABEL_TAGS and len(block.text) <= 14:
            labels.append(block.text)
        yield from (label for label in labels if not GUIDE.find(label) and not _OTHER_LABELS.search(label))


def _words(name: str) -> tuple[str, ...]:
    """Names of an element that cannot stand in a short line by chance."""
    return (name, *(word for word in (f"{name[-2:]}" if name in ("设定依据", "申请条件", "办理材料") else "",) if word))


def _text(page: PageFacts) -> str:
    return "\n".join(
        block.text
        for block in (*page.blocks, *page.folded)
        if block.region == "main" and block.kind in ("text", "alt") and block.tag not in ("h1", "title")
    )


def _elsewhere(page: PageFacts) -> bool:
    """Whether the guide may go on behind a link to another platform, in an attachment, a frame or a picture."""
    host = urlsplit(page.url).hostname
    pictures = 0
    for link in page.links:
        if link.region != "main" or not link.url:
            continue
        parts = urlsplit(link.url)
        if link.tag in ("iframe", "frame", "embed", "object"):
            return True
        if link.tag == "a" and splitext(parts.path)[1].lower() in ATTACHMENTS and not re.search("表", link.text):
            return True
        if link.tag == "a" and parts.hostname != host and _OUT.search(link.text):
            return True
        pictures += link.tag == "img"
    return pictures > 0 and len(_text(page)) < 200


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


def _papers(page: PageFacts) -> list[Value]:
    return [value for value in values_by_name(GUIDE, page).get("办理材料", ()) if value.text]


def _materials(page: PageFacts, clauses: tuple[str, ...]) -> Iterator[Hit]:
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


def _form(page: PageFacts, clauses: tuple[str, ...]) -> Iterator[Hit]:
    text = "\n".join(value.text for value in _papers(page))
    found = _FORM.search(text)
    if not found or _FETCHED.search(_text(page)):
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


def _around(text: str, span: tuple[int, int]) -> str:
    return text[max(span[0] - 20, 0) : span[1] + 20].replace("\n", " ").strip()


CHECK = Check(
    id="services/guide_elements",
    title="办事指南要素不全或者表述不清",
    severity="P2",
    remedy="请补齐十类要素，逐项写明材料名称、原件或复印件和份数，附上表格，不要写“其他材料”",
    scope="site",
    check=check,
)
