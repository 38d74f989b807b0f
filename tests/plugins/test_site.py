"""site.toml and the people behind the site."""

from __future__ import annotations

import pytest

from plugins.build.edition import read_edition
from plugins.build.moments import decide_now
from plugins.build.problems import CannotRun
from plugins.site import parse_now
from tests.plugins.small_site import NOW, SITE, problems, write_site

CASES = {
    "unknown": (SITE + 'hots = "x"\n', "content/site.toml:13: 不认识的字段“hots”。是不是想写“host”？"),
    "missing": (SITE.replace("icp =", "# icp ="), "content/site.toml:1: 缺少“icp”。请写成 icp = \"……\""),
    "number": (SITE.replace('"9999990001"', "9999990001"), "content/site.toml:5: “id_code”应是文字。请写成 id_code = \"……\""),
    "host": (
        SITE.replace("www.mingchuan.example", "明川"),
        "content/site.toml:4: 域名“明川”不对。请只写域名，例如 www.mingchuan.example",
    ),
    "clock": (
        SITE.replace("2026-11-20T09", "today"),
        "content/site.toml:12: “today:00:00+08:00”不是时间。请写成 2026-11-20T09:00:00+08:00，正式网站请删去这一行",
    ),
    "zone": (
        SITE.replace("Asia/Shanghai", "UTC"),
        "content/site.toml:11: 时区“UTC”不能用。请写 timezone = \"Asia/Shanghai\"",
    ),
    "half an address": (
        SITE.replace('"www.mingchuan.example"', '"http://[::1"'),
        "content/site.toml:4: 域名“http://[::1”不对。请只写域名，例如 www.mingchuan.example",
    ),
    "no table": ("name = 1\n", "content/site.toml:1: 没有 [site] 一节。请在第一行写 [site]，下面逐行写网站信息"),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_faulty_site_is_told(tmp_path, case):
    """One case, one line."""
    text, expected = CASES[case]
    assert problems(tmp_path, {"site.toml": text}) == [expected]


def test_offices_refer_to_units_that_exist(tmp_path):
    """Parents, towns, people."""
    files = {
        "units.csv": "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政局,县财政局,,部门,xzf,\n",
        "towns.csv": "id,name,unit,order\nqingxi,清溪镇,qxz,one\n",
        "people.csv": "id,name,unit,roles,key,from,to\nbj,编辑岗,czjj,editor,,,\n",
    }
    assert problems(tmp_path, files) == [
        "content/people.csv:2:3: 没有单位“czjj”。是不是想写“czj”？请写 units.csv 里的单位 id",
        "content/towns.csv:2:3: 没有单位“qxz”。请写 units.csv 里的单位 id",
        "content/towns.csv:2:4: “order”应是数字，现在是“one”。请写 1、2、3……",
        "content/units.csv:2:6: 没有单位“xzf”。请写 units.csv 里的单位 id",
    ]


def test_the_moment_of_a_build(tmp_path):
    """Asked for, else the demo's, else (and in production) the real clock; +08:00 where no zone is given."""
    site = read_edition(write_site(tmp_path), "", production=False, workers=1).site
    assert decide_now("", site, production=False).isoformat() == NOW
    assert decide_now("2026-01-02", site, production=True).isoformat() == "2026-01-02T00:00:00+08:00"
    assert decide_now("2026-01-02T00:00:00Z", site, production=True).isoformat() == "2026-01-02T08:00:00+08:00"
    assert decide_now("", site, production=True).isoformat() != NOW
    assert parse_now("soon") is None
    assert parse_now("0001-01-01T00:00:00+09:00") is None
    assert parse_now("9999-12-31T23:00:00-09:00") is None
    with pytest.raises(CannotRun, match="soon"):
        decide_now("soon", site, production=False)


def test_a_host_may_be_written_with_its_scheme(tmp_path):
    """Templates and canonical addresses see the bare name."""
    content = write_site(tmp_path, {"site.toml": SITE.replace('"www.ming', '"https://www.ming')})
    edition = read_edition(content, "", production=False, workers=1)
    assert not edition.problems
    assert edition.site.host == "www.mingchuan.example"
    assert edition.site.absolute("/a/") == "https://www.mingchuan.example/a/"
