"""What editors are told of disclosure tables by ``desk``."""

from __future__ import annotations

import json

from tests.plugins.records.tables import penalties, penalty
from tests.plugins.small_site import NOW, desk, write_site


def test_check_judges_a_table_that_is_named(tmp_path):
    """Errors with their cells, what is only doubtful as a reminder; another column is not told of."""
    late = penalty(1, 公示日期="2026-11-12", 备注="联系人手机13800138000")
    wrong = penalty(2, 处罚类别="罚金", 违法事实="截止目前没有改正。", 备注="")
    content = write_site(tmp_path, penalties(late, wrong))
    done = desk("check", content / "cf/a.csv", "--content", content, "--now", NOW, "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    told = {(one["line"], one["column"], one["level"]): one["what"] for one in json.loads(done.stdout)}
    assert "不能写“罚金”" in told[3, 8, "error"]
    assert "个工作日，期限是 7 个" in told[2, 14, "notice"]
    assert told[2, 15, "notice"] == "手机号码 138******** 可能是个人号码"
    assert any("截止目前" in what or "截至目前" in what for what in told.values())
    assert desk("check", content / "tzgg", "--content", content, "--now", NOW).returncode == 0


def test_status_lists_what_was_published_late(tmp_path):
    """And how many rows there are; the newest one keeps the column's rhythm."""
    content = write_site(tmp_path, penalties(penalty(1, 公示日期="2026-11-12"), penalty(2)))
    done = desk("status", "--content", content, "--now", NOW)
    assert done.returncode == 0, done.stderr
    assert (
        "公示表 1 个栏目，公开 2 条，请核对 1 处\n  content/cf/a.csv:2:14: 2026-10-12 的信息 2026-11-12 才公开"
        in done.stdout
    )
