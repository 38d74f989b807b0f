"""The ten elements of a service guide: which of them a page says, and which may stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import splitext
from urllib.parse import urlsplit

from auditor.checks.links.dead_page import ATTACHMENTS
from auditor.facts.headline import headline
from auditor.facts.vocabularies import GUIDE, values_by_name
from auditor.model import PageFacts

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

_OUT = re.compile(r"办事指南|在线办理|网上办理|立即办理|查看详情|政务服务网|办事入口|一网通办")


def missing_elements(page: PageFacts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The elements that are missing, and those that may be there: elsewhere, or by a name of their own."""
    found = values_by_name(GUIDE, page)
    short = [b.text for b in (*page.blocks, *page.folded) if b.region in ("main", "aside", "nav") and len(b.text) <= 24]
    text = text_of(page)
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
    return (name, name[-2:]) if name in ("设定依据", "申请条件", "办理材料") else (name,)


def text_of(page: PageFacts) -> str:
    """What a guide says besides its headline, what stands behind tabs and in pictures' words included."""
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
    return pictures > 0 and len(text_of(page)) < 200
