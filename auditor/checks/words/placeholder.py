"""words/placeholder

## What it does
Looks for what stands in for text that never came: “XX区” in a finished text, lorem ipsum, “此处填写……”, headings and
titles like “测试”, and template code that reached the reader. Samples and forms (样表, 范本, 填写说明), table cells,
car plates and sentences that give an example may say XX. Where a text hides a name on purpose (cases, penalties,
letters) and where a script may still fill the page, the verdict is ``review``.

## Why it matters
A page that says “XX区人民政府” was copied from somewhere and read by nobody; bulletins quote it as 文不对题 or 敷衍.

## Bad
    <p>截至目前，XX区共编制数据资源目录216条。</p>

## Instead
    <p>截至目前，明川县共编制数据资源目录216条。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ahocorasick_rs import AhoCorasick, Implementation

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock, Verdict

CELLS = frozenset({"td", "th", "label", "input", "option", "select", "textarea", "pre", "code", "legend"})
HEADINGS = frozenset({"h1", "h2", "h3", "title"})

XX = re.compile(r"(?<![A-Za-z0-9×])[XxＸｘ×]{2,4}(?:省|市|区|县|镇|乡|村|街道|局|委|办|空间|平台|部门|单位)")
SAMPLE = re.compile(
    r"样表|样本|样张|模板|范本|范文|文本格式|示例|示范文本|填写|填报说明|文书|表样|申请表|承诺书|协议书|合同"
)
EXAMPLE = re.compile(r"[例比]如|样表|样本|样张|模板|范本|范文|车牌|号牌|样式|格式|示例|填写|形如")
HIDDEN = re.compile(r"案件|案情|本案|一案|诉讼|当事人|处罚|判决|裁定|举报|投诉|来信|信访|据报|据悉|网友|被告|原告|某")

UNFILLED = re.compile(
    r"(?<![\u4e00-\u9fff])(?:请?在?此处|在这里|这里)(?:填写|输入|插入|添加)(?:正文|内容|标题|文字|图片|摘要)(?!或|和|、|，也)"
    r"|[（(【\[](?:待补充|待填写|此处补充|内容待定|插入图片)[)）】\]]"
    r"|(?:正文内容|标题标题|测试内容|文字内容){2,}|\A(?:标题|测试|内容|文字){3,}[。.]?\Z"
    r"|\A这里?是一[条篇个段则]测试用?的?(?:新闻|信息|文章|稿件|内容|数据|页面|公告|通知|文字)"
)
LOREM = re.compile(r"lorem ipsum|dolor sit amet", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")
HINTS = ("xx", "ｘｘ", "××", "此处", "这里", "待补", "待填", "待定", "插入", "正文内容", "标题标题", "测试", "文字内容",
         "lorem", "dolor", "test", "{{", "${", "[object", "nan", "<%")  # fmt: skip
"""What every placeholder holds one of: most pages hold none, and a quick look says so."""
WRITTEN = {way for hint in HINTS for way in (hint, hint.upper(), hint.capitalize(), hint[:1] + hint[1:].upper())}
LOOK = AhoCorasick(sorted({*WRITTEN, "NaN"}), implementation=Implementation.DFA)
TESTING = re.compile(
    r"(?:测试|test)(?:标题|文章|内容|页面|栏目|数据|信息|稿件|新闻|一下)?[\d一二三四五六七八九十]*", re.IGNORECASE
)
TEMPLATE = re.compile(r"\{\{\s*[\w.|() ]+\s*\}\}|\$\{[\w.]+\}|\[object Object\]|NaN[-年](?:NaN[-月日]?)*|<%=?\s*\w")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of placeholder: its code, how sure it is, what is said of it, and how it looks."""

    reason: str
    verdict: Verdict
    what: str
    pattern: re.Pattern[str]


KINDS = (
    _Kind("unfilled", "fail", "是没有填写的占位文字", UNFILLED),
    _Kind("lorem", "fail", "是排版用的假文", LOREM),
    _Kind("template", "review", "像是没有替换的模板代码", TEMPLATE),
)
TESTED = _Kind("testing", "fail", "像是测试用的标题", TESTING)


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each placeholder in text, title and headings."""
    page = "\n".join([block.text for block in facts.blocks])
    if not LOOK.find_matches_as_indexes(page):
        return
    sample = bool(SAMPLE.search(facts.title)) or any(
        block.tag in HEADINGS and SAMPLE.search(block.text) for block in facts.blocks
    )
    for block in facts.blocks:
        if block.quote or block.tag in {"pre", "code"}:
            continue
        if not sample and block.tag not in CELLS and block.kind in {"text", "title"}:
            yield from _masked_names(facts, block)
        for kind in KINDS:
            for match in kind.pattern.finditer(block.text):
                yield _hit(facts, block, match.span(), kind)
        heading = block.tag in HEADINGS or (block.tag in {"a", "li"} and block.region == "main")
        # "test" heads an entry in many an English manual.
        chinese = "测试" in block.text or bool(HAN.search(facts.title))
        if heading and block.kind != "alt" and chinese and TESTING.fullmatch(block.text.strip()):
            yield _hit(facts, block, (0, len(block.text)), TESTED)


def _masked_names(facts: PageFacts, block: TextBlock) -> Iterator[Hit]:
    if EXAMPLE.search(block.text):
        return
    kind = _Kind("masked-name", "review" if HIDDEN.search(block.text) else "fail", "是没有填写的占位文字", XX)
    for match in XX.finditer(block.text):
        yield _hit(facts, block, match.span(), kind)


def _hit(facts: PageFacts, block: TextBlock, span: tuple[int, int], kind: _Kind) -> Hit:
    evidence, mark = excerpt(block.text, *span)
    found = block.text[slice(*span)]
    return Hit(
        url=facts.url,
        message=f"“{found}”{kind.what}",
        evidence=evidence,
        mark=mark,
        verdict=kind.verdict,
        reason=kind.reason,
        target=found,
        region=block.region,
        locator=block.locator,
    )


CHECK = Check(
    id="words/placeholder",
    title="占位文字没有替换",
    severity="P2",
    remedy="请填入真实的名称或内容；确为测试页面的，请下线并从列表中撤下",
    scope="page",
    check=check,
)
