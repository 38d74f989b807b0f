"""解读比例: what counts, what is missing, and what ``desk status`` says of it."""

from __future__ import annotations

from datetime import date

from plugins.policies.explained import Explained, Share, Unexplained, explained
from tests.plugins.policies.county import COUNTY, policy
from tests.plugins.small_site import desk, edition, write_site

FILES = {
    **COUNTY,
    "zwgk/gfxwj/p-4.md": policy(4, publisher="xzf", published="2026-11-16 09:00", written="2026-11-13"),
    "zwgk/gfxwj/p-5.md": policy(5, doc_no="明政办发〔2026〕5号"),
    "zwgk/gfxwj/p-6.md": policy(6, title="关于废止部分文件的决定"),
    "zwgk/gfxwj/p-7.md": policy(7, doc_no="", unified_no="MCFS-2026-0007"),
}


def test_the_share_is_of_normative_documents_in_force(tmp_path):
    """p-3 is repealed, p-5 an ordinary document, p-6 has no provisions of its own; p-7 counts by its 统一编号."""
    found = explained(edition(tmp_path, FILES), date(2026, 11, 20))
    assert found.whole == Share("全站", 1, 4)
    assert found.units == (Share("明川县人民政府", 0, 2), Share("明川县财政局", 1, 2))
    assert [(gap.path, gap.days) for gap in found.missing] == [
        ("zwgk/gfxwj/p-4.md", 4), ("zwgk/gfxwj/p-7.md", 104), ("zwgk/gfxwj/p-2.md", 262),
    ]  # fmt: skip
    assert found.missing[0] == Unexplained(
        "zwgk/gfxwj/p-4.md", "关于第4件事的通知", "明政办规〔2026〕4号", "明川县人民政府", 4
    )


def test_an_interpretation_that_is_not_public_explains_nothing(tmp_path):
    """A draft, and one that waits for its hour."""
    files = {
        **FILES,
        "tzgg/r-1.md": FILES["tzgg/r-1.md"].replace("---\n\n", "status: draft\n---\n\n", 1),
        "tzgg/r-2.md": FILES["tzgg/r-2.md"].replace("published: 2026-10-15", "published: 2026-12-15"),
    }
    found = explained(edition(tmp_path, files), date(2026, 11, 20))
    assert found.whole == Share("全站", 0, 4)


def test_a_site_without_such_documents_has_no_share(tmp_path):
    """And no line in the report."""
    assert explained(edition(tmp_path), date(2026, 11, 20)) == Explained(None, (), ())
    done = desk("status", "--content", write_site(tmp_path))
    assert done.returncode == 0
    assert "解读" not in done.stdout


def test_desk_status_lists_what_is_missing(tmp_path):
    """The share, units, then each document with its file and its days."""
    done = desk("status", "--content", write_site(tmp_path, FILES), "--now", "2026-11-20T09:00:00+08:00")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("政策解读"))
    assert lines[at : at + 7] == [
        "政策解读：现行有效的行政规范性文件已解读 1/4，25.0%（国办秘函〔2019〕19号“解读比例”）",
        "  明川县人民政府 0/2，0.0%",
        "  明川县财政局 1/2，50.0%",
        "没有解读 3 件，请起草单位补写；解读应与文件同步组织、同步审签、同步部署",
        "  关于第4件事的通知（zwgk/gfxwj/p-4.md） 明川县人民政府，已发布 4 天",
        "  关于第7件事的通知（zwgk/gfxwj/p-7.md） 明川县财政局，已发布 104 天",
        "  关于第2件事的通知（zwgk/gfxwj/p-2.md） 明川县人民政府，已发布 262 天",
    ]
