"""Where a document belongs, and numbers that may not stand twice."""

from __future__ import annotations

import pytest

from tests.plugins.small_site import document, problems

POLICY = {
    "type": "policy",
    "index_no": "009990020/2026-00001",
    "written": "2026-10-12",
    "topic": "其他",
    "validity": "有效",
}
CASES = {
    "unit": (
        {"tzgg/a.md": document("a", publisher="县财政厅")},
        "content/tzgg/a.md:6: 没有单位“县财政厅”。是不是想写“县财政局”？请写 units.csv 里的单位 id 或名称",
    ),
    "root": (
        {"a.md": document("a")},
        "content/a.md: 文档不在任何栏目里。请把它移到所属栏目的目录里",
    ),
    "id": (
        {"tzgg/a.md": document("tzgg-1")},
        "content/tzgg/tzgg-1.md:2: 编号“tzgg-1”已经用在 content/tzgg/a.md:2。编号不能重复，请核对后改正其中一个",
    ),
    "id of a list page": (
        {"tzgg/a.md": document("page-12")},
        "content/tzgg/a.md:2: 编号“page-12”是列表页用的。请换一个编号",
    ),
    "id of a column's page": (
        {"tzgg/a.md": document("index")},
        "content/tzgg/a.md:2: 编号“index”是列表页用的。请换一个编号",
    ),
    "doc number": (
        {"tzgg/a.md": document("a", doc_no="明财〔2026〕1号"), "tzgg/b.md": document("b", doc_no="明财〔2026〕1号")},
        "content/tzgg/b.md:7: 发文字号“明财〔2026〕1号”已经用在 content/tzgg/a.md:7。"
        "发文字号不能重复，请核对后改正其中一个",
    ),
    "village affair elsewhere": (
        {"tzgg/a.md": document("a", type="village_affair", section="财务", item="cwsz")},
        "content/tzgg/a.md:7: 村务公开文档不在村的目录里。请把它移到 villages/村编号/ 目录里，或改用别的类型",
    ),
    "no such village": (
        {"villages/liulni/a.md": document("a", section="财务", item="cwsz")},
        "content/villages/liulni/a.md: villages.csv 里没有村“liulni”。是不是想写“liulin”？"
        "村的文档放在 villages/村编号/ 目录里，编号见 villages.csv",
    ),
    "article in a village": (
        {"villages/liulin/a.md": document("a", type="article")},
        "content/villages/liulin/a.md:7: 类型不是村务公开。村的目录里只放村务公开，请写 type: village_affair",
    ),
    "no such item": (
        {"villages/liulin/a.md": document("a", section="财务", item="cwzs")},
        "content/villages/liulin/a.md:8: 没有公开事项“cwzs”。是不是想写“cwsz”？请写 catalogue.toml 里的事项 id",
    ),
    "wrong section": (
        {"villages/liulin/a.md": document("a", section="村务", item="cwsz")},
        "content/villages/liulin/a.md:7: 事项“财务收支”属于财务，不属于村务。请改成 section: 财务",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_document_in_the_wrong_place_is_told(tmp_path, case):
    """One case, one line."""
    files, expected = CASES[case]
    assert problems(tmp_path, files) == [expected]
