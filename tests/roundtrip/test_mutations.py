"""Break the built pages in one place for each check, and see exactly that finding more.

Run this file as a program (``python -m tests.roundtrip.test_mutations``) to print the table: check, mutation, finding.
"""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from auditor.checks import load_checks
from deploy.nginx import nginx
from tests.conftest import BIN, CANONICAL, DEMO_NOW, ROOT
from tests.roundtrip.expected import expected, found
from tests.standards.documents.maker import archive, ofd, pdf, photo, word


class Mutation(NamedTuple):
    """``edit`` changes the text of the one page that ``page`` (a glob in the output) finds first; with ``file`` (a name
    and its bytes) that page links to an attachment, and the finding is the attachment's."""

    check: str
    says: str
    page: str
    edit: Callable[[str], str]
    file: tuple[str, bytes] = ("", b"")


ARTICLE = "yw/*/*.html"
EARLIER = "yw/2026-10/yw-20261021-01.html"
OTHER = "http://www.other.example"
"""Another site: on loopback where external links are asked, else nowhere."""

NOT_IN_PAGES = {
    "links/certificate", "interaction/channel", "services/none", "structure/standing_columns", "identity/ipv6",
    "identity/https", "security/headers",
}  # fmt: skip
"""What no page can break: the farm's own authority wakes the first (tests/auditor/farm), a host's answers the last three
(tests/auditor/crawl/test_probes.py and their fixtures); the others ask for what a whole site does not have."""


def body(html: str) -> Callable[[str], str]:
    """Put a piece of HTML at the beginning of the article's body."""
    return lambda page: re.sub(r'(<[^>]*data-gk="body"[^>]*>)', lambda m: m[1] + html, page, count=1)


def attached(check: str, says: str, name: str, data: bytes) -> Mutation:
    """An attachment more."""
    return Mutation(check, says, ARTICLE, body(f'<p><a href="/files/{name}">{name}</a></p>'), (name, data))


def without(pattern: str) -> Callable[[str], str]:
    """Take out what a pattern finds, wherever it stands."""
    return lambda page: re.sub(pattern, "", page, flags=re.S)


def years_back(page: str) -> str:
    """Make every date of a page one year older."""
    return re.sub(r"20(\d\d)(-\d\d-\d\d)", lambda m: f"20{int(m[1]) - 1:02}{m[2]}", page)


def retold(of: str) -> Callable[[str], str]:
    """Give a page the paragraphs of another one of the site."""
    return lambda page: body(f"{{paragraphs of {of}}}")(without("<p>.*?</p>")(page))


def again(page: str) -> str:
    """Make of a page another one's double: title and text."""
    title = f"{{title of {EARLIER}}}"
    page = re.sub(r"<title>.*?</title>", f"<title>{title}</title>", page, count=1, flags=re.S)
    page = re.sub(r'(<meta name="ArticleTitle" content=")[^"]*', rf"\1{title}", page, count=1)
    return retold(EARLIER)(page)


def part_of(part: str, page: str) -> str:
    """The title of a page, or the paragraphs of its text."""
    if part == "title":
        return re.search(r'<meta name="ArticleTitle" content="([^"]*)"', page)[1]
    return "".join(re.findall(r"<p>.*?</p>", page[page.index('data-gk="body"') :], flags=re.S))


def last_year(page: str) -> str:
    """Leave of the home page its frame and three rows of last year."""
    rows = "".join(
        f'<li data-gk="list-item"><a href="/yw/">县政府召开第{n}次常务会议研究民生工作</a><time datetime="2025-11-0{n}">2025-11-0{n}'
        "</time></li>"
        for n in (3, 2, 1)
    )
    return re.sub(r"(<main[^>]*>).*(</main>)", rf'\1<h1>首页</h1><ul data-gk="list">{rows}</ul>\2', page, flags=re.S)


LONG = "为切实做好冬季取暖安全工作,各村要逐户排查煤炉、烟道和电热毯使用情况,发现隐患当场登记、当场整改,并于每周五下午下班前将排查台账报送镇应急管理办公室备查。"

MUTATIONS = [
    Mutation("links/dead_page", "正文多一个指向不存在页面的链接", ARTICLE, body('<p><a href="/zwgk/no.html">相关通知</a></p>')),
    Mutation("links/dead_asset", "正文多一张不存在的图片", ARTICLE, body('<p><img src="/files/no.png" alt="现场"></p>')),
    Mutation("links/dead_anchor", "正文多一个无处可去的锚点", ARTICLE, body('<p><a href="#no-such-place">见第三部分</a></p>')),
    Mutation("links/dead_external", "正文多一个已失效的外部链接", ARTICLE, body(f'<p><a href="{OTHER}/gone.html">省级通知</a></p>')),
    Mutation("links/malformed_address", "正文的电话链接里写了“转801”", ARTICLE,
             body('<p><a href="tel:0712-5223344转801">咨询电话</a></p>')),
    Mutation("links/private_address", "正文多一个指向内网的链接", ARTICLE, body('<p><a href="http://oa-server/tz/1.html">通知</a></p>')),
    Mutation("links/mixed_content", "正文用 http 引用一个脚本", ARTICLE, body('<script src="http://www.gov.cn/js/nav.js"></script>')),
    Mutation("links/hidden_link", "正文藏了一个赌博网站的链接", ARTICLE,
             body(f'<div style="position:absolute;left:-9999px"><a href="{OTHER}/">真人百家乐</a></div>')),
    Mutation("links/foreign_host", "正文多一个名单之外的网站", ARTICLE, body('<p><a href="https://shop.test/">办公用品</a></p>')),
    Mutation("links/mismatched_text", "正文一个链接的文字是另一份文件的标题", ARTICLE,
             body('<p><a href="{article}">农村集体经济组织财务收支公开表格样式</a></p>')),
    Mutation("freshness/stale_column", "“其他政策文件”全部日期提前一年", "zwgk/zfxxgk/fdzdgknr/qtwj/index.html", years_back),
    Mutation("freshness/stale_home", "首页的信息全部换成去年的", "index.html", last_year),
    Mutation("freshness/empty_column", "“其他政策文件”列表清空", "zwgk/zfxxgk/fdzdgknr/qtwj/index.html", without(r'<li[^>]*data-gk="list-item".*?</li>')),
    Mutation("freshness/late_publication", "成文日期提前三个月", "zwgk/zfxxgk/fdzdgknr/gfxwj/2026-11/*.html",
             lambda page: re.sub(r"(成文日期</th><td>)[\d-]+", r"\g<1>2026-08-03", page)),
    Mutation("freshness/published_twice", "一篇要闻换成上月一篇的标题和正文", "yw/2026-11/*.html", again),
    Mutation("freshness/suspicious_date", "“明川要闻”列表的时间全部改成同一分钟", "yw/index.html",
             lambda page: re.sub(r'datetime="[^"]*"', 'datetime="2026-11-18T10:00:00+08:00"', page)),
    Mutation("freshness/village_rhythm", "白羊村的日期和季度都改成去年的", "villages/baiyang/index.html",
             lambda page: re.sub(r'(datetime="|>)2026(-|年)', r"\g<1>2025\2", page).replace("（2026年", "（2025年")),
    Mutation("freshness/missing_report", "年报列表去掉 2025 年的各份报告", "zwgk/zfxxgk/nb/index.html",
             without(r'<li[^>]*data-gk="list-item"(?:(?!</li>).)*2025年政府信息公开(?:(?!</li>).)*</li>')),
    Mutation("freshness/same_report", "2025 年年报的文字换成 2024 年的", "zwgk/zfxxgk/nb/2026-03/*.html",
             retold("zwgk/zfxxgk/nb/2025-03/nb-20250321-01.html")),
    Mutation("words/wrong_wording", "正文写“一如继往”", ARTICLE, body("<p>我们将一如继往做好服务。</p>")),
    Mutation("words/placeholder", "正文留下“XX镇”", ARTICLE, body("<p>会议通报了XX镇的做法。</p>")),
    Mutation("words/punctuation", "标点连用“、。”", ARTICLE, body("<p>整治重点包括占道经营、乱停乱放、。</p>")),
    Mutation("words/missing_ordinal", "序号从“二、”跳到“四、”", ARTICLE, body("<p>一、排查</p><p>二、整改</p><p>四、回访</p>")),
    Mutation("words/repeated_paragraph", "同一段落出现两次", ARTICLE, body(f"<p>{LONG}</p><p>{LONG}</p>")),
    Mutation("words/date_after_signature", "截止日期晚于落款日期", ARTICLE,
             body("<p>截至2024年4月29日,已办结12件。</p><p>明川县人民政府办公室</p><p>2024年4月28日</p>")),
    Mutation("words/sum_mismatch", "分项之和不等于总数", ARTICLE, body("<p>共检查企业300家,其中工业企业180家、商贸企业150家。</p>")),
    Mutation("privacy/resident_id", "正文写出完整身份证号(标准示例号)", ARTICLE, body("<p>联系人证件号11010519491231002X。</p>")),
    Mutation("privacy/bank_card", "正文写出完整银行卡号", ARTICLE, body("<p>补贴打入农户一卡通,卡号6222000000000000004。</p>")),
    Mutation("privacy/contact", "正文写出来信人的手机号", ARTICLE, body("<p>来信人联系电话13800000001,反映路灯损坏。</p>")),
    Mutation("privacy/person_list", "补贴名单带手机号一列", ARTICLE,
             body("<table><tr><th>姓名</th><th>联系电话</th><th>补贴金额</th></tr>"
                  "<tr><td>何守田</td><td>13800000001</td><td>150</td></tr></table>")),
    Mutation("privacy/vehicle_plate", "正文写出车主和车牌号", ARTICLE, body("<p>车主何守田驾驶鄂R12345小型客车违停。</p>")),
    Mutation("words/officials", "正文把县长的名字写错一个字", ARTICLE, body("<p>县长张名华主持召开会议。</p>")),
    attached("attachments/damaged", "附件只传了一半", "sqb.docx", word()[:9000]),
    attached("attachments/encrypted", "附件加了密码", "ysb.pdf", pdf("secret", password="1234")),
    attached("attachments/scanned", "附件有一页是扫描图片", "tz.pdf", pdf("text enough to read", "")),
    attached("attachments/hidden_content", "附件里留着批注", "tz.docx", word(comment="电话另附", listed=False)),
    attached("attachments/author_data", "附件属性里写着作者", "gg.ofd", ofd("公告", author="李守田")),
    attached("attachments/photo_place", "照片带着拍摄地点", "zf.jpg", photo(gps=True)),
    attached("attachments/program", "压缩包里有伪装的程序", "md.zip", archive(md__pdf__exe=b"MZ")),
    attached("attachments/dead_link", "附件里的链接已失效", "zn.pdf", pdf("text enough to read", link=CANONICAL + "/no.html")),
    Mutation("interaction/letters", "一封来信删去“答复单位”一行", "hdjl/lxhf/2026-10/*-20261028-01.html",
             without(r"<tr>\s*<th[^>]*>答复单位</th>.*?</tr>")),
    Mutation("interaction/consultations", "征集公告不再提供网上提交", "hdjl/zjdc/yjzj/2026-09/*.html",
             without("通过网站“互动交流”在线提交意见，也可以")),
    Mutation("services/guide_elements", "办事指南的材料写“法律法规规定的其他材料”", "bsfw/2026-08/*.html",
             lambda page: page.replace("高龄津贴申请表</td>", "法律法规规定的其他材料</td>")),
    Mutation("structure/interpretation_link", "一篇解读不再链接到文件", "zcjd/2026-11/*.html",
             lambda page: re.sub(r'<a [^>]*href="/zwgk/zfxxgk/[^"]*\d\.html"[^>]*>(.*?)</a>', r"\1", page)),
    Mutation("structure/annual_report", "年报的规范性文件现行有效数多一件", "zwgk/zfxxgk/nb/2026-03/*.html",
             lambda page: page.replace("<td>45</td>", "<td>46</td>")),
    Mutation("structure/catalogue_items", "正文放一份目录，有一个事项没有页面", ARTICLE,
             body('<table><tr><th>公开事项</th><th>公开依据</th><th>公开情况</th></tr>'
                  '<tr><td>学区划分</td><td>条例第二十条</td><td><a href="/tzgg/">通知公告栏目</a></td></tr>'
                  '<tr><td>招生结果</td><td>条例第二十条</td><td>暂无信息</td></tr></table>')),
    Mutation("villages/completeness", "青石村删去财务公开", "villages/qingshi/index.html",
             lambda page: re.sub("财务|收支|账目|资金", "其他", page)),
    # Of articles the browser opens a sample; the home page it opens always.
    Mutation("accessibility/axe", "首页多一张没有替代文字的图片", "index.html",
             lambda page: page.replace("</main>", '<p><img src="/theme/favicon.svg"></p></main>')),
    Mutation("identity/meta_tags", "删去 PubDate 标签", ARTICLE, without(r'<meta name="PubDate"[^>]*>')),
]  # fmt: skip


def swap(before: str, after: str) -> Callable[[str], str]:
    """Put other words in place of some."""
    return lambda page: page.replace(before, after)


LISTING = """<html><head><title>Index of /yw/</title></head><body><h1>Index of /yw/</h1><hr><pre><a href="../">../</a>
<a href="/yw/">yw/</a></pre></body></html>"""

TOGETHER = [
    Mutation("identity/site_name", "SiteName 是别的名称", ARTICLE, swap('"SiteName" content="明川县', '"SiteName" content="秀川县')),
    Mutation("identity/domain_name", "SiteDomain 是别的域名", ARTICLE, swap('"SiteDomain" content="www.', '"SiteDomain" content="old.')),
    Mutation("identity/site_code", "页脚的标识码错一位", ARTICLE, swap("<dd>9999990001", "<dd>9999990010")),
    Mutation("identity/footer_parts", "页脚没有公安机关备案", ARTICLE, without(r"<div><dt>公安机关备案.*?</div>")),
    Mutation("identity/find_errors", "页脚没有找错入口", ARTICLE, without(r"<li><a[^>]*find-errors.*?</li>")),
    Mutation("security/stack_trace", "正文显示程序出错信息", ARTICLE,
             body("<p>Fatal error: Call to undefined function show() in /www/show.php on line 57</p>")),
    Mutation("security/third_party_script", "正文加载外站脚本", ARTICLE, body('<script src="https://cdn.widgets.test/x.js"></script>')),
    Mutation("security/leaked_file", "正文链接数据库备份", ARTICLE, body('<p><a href="/files/site.sql">数据</a></p>')),
    Mutation("security/leaked_version", "generator 写出版本", ARTICLE,
             swap("<title>", '<meta name="generator" content="SomeCMS 4.0.2"><title>')),
    Mutation("security/directory_listing", "页面换成服务器的目录列表", ARTICLE, lambda page: LISTING),
    Mutation("identity/not_found_page", "404 页面没有一个链接", "404.html", without(r'<a\b[^>]*>')),
    Mutation("identity/platform_parts", "全站不写“依申请公开”", "**/*.html", swap("申请公开", "申请查阅")),
    Mutation("structure/compatibility", "页面放一个 Flash 动画", ARTICLE,
             swap("</main>", '<object classid="clsid:D27CDB6E-AE6D-11cf-96B8-444553540000"></object></main>')),
    Mutation("structure/site_search", "搜索目录是空的", "search/*.json", lambda index: "[]"),
]  # fmt: skip
"""Each on a page of its own, and all of them in one audit: what they wake is told apart by check and address."""


@contextmanager
def gone() -> Iterator[str]:
    """Another site, on loopback, where nothing is found: the base address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def only_this_host(site: Path) -> None:
    """The county's few links to real hosts would leave the machine."""
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'href="https://(?!www\.mingchuan)[^"]*"', 'href="/"', text), encoding="utf-8")


class Served(NamedTuple):
    """The built site before nginx, and what an audit of it kept: the next one reads only what was broken."""

    site: Path
    address: str
    kept: Path


@contextmanager
def serve(output: Path, folder: Path) -> Iterator[Served]:
    """A copy of the built site, served and audited once."""
    site, first = folder / "site", folder / "first"
    shutil.copytree(output, site)
    (site / "files").mkdir(exist_ok=True)
    with nginx(site) as served:
        audit(served, folder, "[links]\nexternal = false\n", "--no-browser", "--state", first)
        yield Served(site, served, first / "crawl.sqlite")


def audit(served: str, folder: Path, config: str, *more: str | Path) -> list[dict]:
    """Audit the served copy; the findings."""
    folder.mkdir(exist_ok=True)
    (folder / "audit.toml").write_text(config, encoding="utf-8")
    command = [BIN / "auditor", "audit", CANONICAL, "--as", f"{CANONICAL}={served}", "--now", DEMO_NOW, *more]
    command += ["--config", folder / "audit.toml", "--out", folder / "out", "--quiet", "--allow-private"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads((folder / "out/report.json").read_text(encoding="utf-8"))["findings"]


@contextmanager
def broken(mutation: Mutation, site: Path) -> Iterator[str]:
    """Break the site in one place, and mend it again. Gives the address that the finding will be of."""
    page, *others = sorted(site.glob(mutation.page))
    stamp, before = page.stat(), page.read_bytes()
    text = re.sub(
        r"\{(paragraphs|title) of ([^}]*)\}",
        lambda m: part_of(m[1], (site / m[2]).read_text(encoding="utf-8")),
        mutation.edit(before.decode()),
    )
    after = text.replace("{article}", "/" + others[0].relative_to(site).as_posix() if others else "").encode()
    assert after != before, "the mutation changed nothing"
    name, data = mutation.file
    page.write_bytes(after)
    try:
        if name:
            (site / "files" / name).write_bytes(data)
        yield f"{CANONICAL}/files/{name}" if name else address_of(page, site)
    finally:
        page.write_bytes(before)
        os.utime(page, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # for nginx it is the version that was kept
        if name:
            (site / "files" / name).unlink()


def run(mutation: Mutation, served: Served, folder: Path) -> tuple[str, list[dict]]:
    """Break the site, audit it, mend it. Returns the address that was broken and the findings that are new."""
    known = '[".cn", ".com", ".example"]' if mutation.check == "links/foreign_host" else "[]"
    config = f"[links]\nexternal = false\nknown_hosts = {known}\n"
    folder.mkdir(exist_ok=True)
    if mutation.check == "words/officials":
        roster = folder / "leaders.csv"
        roster.write_text("姓名,职务,任职,离任\n张明华,县长,2021-08-01,\n", encoding="utf-8")
        config += f'[words]\nroster = "{roster}"\n'
    (folder / "state").mkdir()
    shutil.copy(served.kept, folder / "state")
    browser = () if mutation.check == "accessibility/axe" else ("--no-browser",)
    with broken(mutation, served.site) as address:
        findings = audit(served.address, folder, config, "--state", folder / "state", *browser)
    return address, new_ones(findings)


def run_outside(mutation: Mutation, output: Path, folder: Path) -> tuple[str, list[dict]]:
    """The same where other hosts are asked: all links out of the county lead to one on loopback."""
    site = folder / "site"
    shutil.copytree(output, site)
    only_this_host(site)
    with gone() as other, nginx(site) as address, broken(mutation, site) as page:
        findings = audit(address, folder, "", "--as", f"{OTHER}={other}", "--no-browser")
    # The 找错 entry was turned to this host like every other link out.
    return page, [finding for finding in new_ones(findings) if finding["check"] != "identity/find_errors"]


def new_ones(findings: list[dict]) -> list[dict]:
    """The findings that the whole site does not have."""
    assert set(expected()) <= set(found(findings))
    return [finding for finding in findings if found([finding])[0] not in expected()]


def address_of(page: Path, site: Path) -> str:
    """Where a page of the served copy stands."""
    return f"{CANONICAL}/{page.relative_to(site).as_posix()}".removesuffix("index.html")


@pytest.fixture(scope="module")
def served(demo_output, tmp_path_factory):
    """The built site, served and audited once for all of them."""
    with serve(demo_output, tmp_path_factory.mktemp("mutations")) as once:
        yield once


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.check)
def test_a_broken_page_gives_exactly_that_finding(mutation, served, demo_output, tmp_path):
    """One mutation, one finding, of that check, on that page; what is not broken is as the audit before found it."""
    outside = mutation.check == "links/dead_external"
    address, new = run_outside(mutation, demo_output, tmp_path) if outside else run(mutation, served, tmp_path)
    assert [(f["check"], f["url"]) for f in new] == [(mutation.check, address)], new


@pytest.mark.browser
def test_many_broken_pages_give_each_its_finding(demo_output, tmp_path):
    """In one audit; the listing of a folder has no tags of the site either, and another name is none of the head's."""
    site = tmp_path / "site"
    shutil.copytree(demo_output, site)
    (site / "files/site.sql").write_text("-- nothing", encoding="utf-8")
    articles = iter(sorted(site.glob(ARTICLE)))
    wanted = set()
    for mutation in TOGETHER:
        pages = [next(articles)] if mutation.page == ARTICLE else sorted(site.glob(mutation.page))
        before = [page.read_text(encoding="utf-8") for page in pages]
        after = [mutation.edit(text) for text in before]
        assert before != after, mutation.says
        for page, text in zip(pages, after, strict=True):
            page.write_text(text, encoding="utf-8")
        wanted.add((mutation.check, address_of(pages[0], site) if mutation.page == ARTICLE else ""))
    with nginx(site) as served:
        new = new_ones(audit(served, tmp_path, "[links]\nexternal = false\n[browser]\nsample = 1\n"))
    on_pages = {check for check, address in wanted if address}
    said = {(f["check"], f["url"] if f["check"] in on_pages else "") for f in new}
    listing = next(address for check, address in wanted if check == "security/directory_listing")
    assert [f["url"] for f in new if f["check"] == "identity/meta_tags"] == [listing]
    renamed = next(address for check, address in wanted if check == "identity/site_name")
    assert [f["url"] for f in new if f["check"] == "identity/other_name"] == [renamed]
    assert said - {("identity/meta_tags", ""), ("identity/other_name", "")} == wanted, new


def test_every_check_has_its_mutation():
    """A check that no mutation can wake might be asleep."""
    assert {m.check for m in (*MUTATIONS, *TOGETHER)} | {"identity/other_name"} | NOT_IN_PAGES == {
        check.id for check in load_checks()
    }


def table() -> None:
    """Print check, mutation and finding for all mutations of a fresh build."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        subprocess.run([BIN / "desk", "build", "--output", output], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        print("| check | mutation | finding |\n|---|---|---|")
        with serve(output, Path(folder) / "served") as served:
            for number, mutation in enumerate(MUTATIONS):
                outside = mutation.check == "links/dead_external"
                place = Path(folder) / str(number)
                _, new = run_outside(mutation, output, place) if outside else run(mutation, served, place)
                told = "; ".join(f"{f['verdict']} {f['message']}" for f in new)
                print(f"| {mutation.check} | {mutation.says} | {told} |")


if __name__ == "__main__":
    table()
    sys.exit(0)
