"""政务地图 of whole small sites: what is read, refused, shown, and made again."""

from __future__ import annotations

import csv
import io
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.build.edition import Contents
from plugins.build.scan import scan
from plugins.service_map.pages import map_page
from plugins.service_map.reading import read_map
from tests.plugins.small_site import FILES, build, document, edition, problems, sheets, tree

HEAD = "编号,名称,类别,乡镇,地址,电话,经度,纬度,办公时间,链接\n"
ROW = "zw-01,县政务服务中心,政务服务,清溪镇,清溪镇迎宾大道16号,0000-5550301,115.44,26.68,工作日 8:30—12:00,\n"
COLUMN = 'id = "dt"\nname = "政务地图"\ntemplate = "map.html"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 900"><path d="M0 0h9v9z"/></svg>\n'
MAP = """\
datum = "CGCS2000"
[map]
kind = "示意图"
image = "tu.svg"
bounds = [115.20, 26.50, 115.60, 26.80]
"""
VILLAGES = (
    "id,name,kind,town,lng,lat,datum,contact,board\n"
    "liulin,柳林村,村,qingxi,115.30,26.60,CGCS2000,0000-5550202,文化广场\nshan,山口村,村,qingxi,,,,,\n"
)


def site(**files: str | bytes | None) -> dict[str, str | bytes | None]:
    """A site with a map; names of ``files`` are those in its folder, with ``__`` for the dot."""
    own = {f"dt/{name.replace('__', '.')}": data for name, data in files.items()}
    return {
        "villages/villages.csv": VILLAGES,
        "dt/column.toml": COLUMN,
        "dt/map.toml": MAP,
        "dt/tu.svg": SVG,
        "dt/fuwu.csv": HEAD + ROW,
        **own,
    }


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The Contents of a sound site with a map, read once."""
    return edition(tmp_path_factory.mktemp("ready"), site()).contents


def faults(ready: Contents, **files: str | bytes | None) -> list[str]:
    """What a build would report of the map, were these the files in its folder; the rest of the site is as it was."""
    folder = ready.tree.root / "dt"
    for file in folder.iterdir():
        file.unlink()
    for path, data in site(**files).items():
        if path.startswith("dt/") and data is not None:
            (ready.tree.root / path).write_bytes(data.encode() if isinstance(data, str) else data)
    _, found = read_map(replace(ready, tree=scan(ready.tree.root)), "dt")
    return [str(problem) for problem in sorted(found)]


def collection(*features: object, **more: object) -> str:
    """A FeatureCollection as text."""
    return json.dumps({"type": "FeatureCollection", "features": features, **more}, ensure_ascii=False)


def feature(*coordinates: float, geometry: object = None, **properties: object) -> dict[str, object]:
    """A feature with the words it needs."""
    point = {"type": "Point", "coordinates": coordinates}
    words = {"编号": "bn-01", "名称": "人民广场", "类别": "避难场所", **properties}
    return {"type": "Feature", "geometry": geometry or point, "properties": words}


def test_a_map_lists_its_points_by_town_villages_last(tmp_path):
    """With where each stands on the base map, in pixels."""
    shown = sheets(tmp_path, site(bn__geojson=collection(feature(115.20, 26.80, 乡镇=""))))["dt/index.html"]
    page = shown.values["map"]
    assert [(group.name, [entry.name for entry in group.entries]) for group in page.groups] == [
        ("全县", ["人民广场"]),
        ("清溪镇", ["县政务服务中心", "柳林村", "山口村"]),
    ]
    spots = {entry.anchor: entry.spot for group in page.groups for entry in group.entries}
    assert spots == {"point-bn-01": "0 0", "point-zw-01": "720 360", "village-liulin": "300 600", "village-shan": ""}
    assert (page.total, page.placed, page.datum) == (4, 3, "CGCS2000")
    assert dict(page.kinds) == {"政务服务": 1, "避难场所": 1, "村": 2}


def test_numbers_can_be_called_and_ways_be_found(tmp_path):
    """tel: of each number, geo: in the order of RFC 5870, and the site's own way to a point."""
    way = 'navigation = "https://map.example/to?x={lng}&y={lat}&n={name}"\n'
    row = ROW.replace("0000-5550301", "0000-5550301、（0000）5550302转8")
    files = site(map__toml=way + MAP, fuwu__csv=HEAD + row)
    entry = sheets(tmp_path, files)["dt/index.html"].values["map"].groups[0].entries[0]
    assert [call for _, call in entry.phones] == ["tel:0000-5550301", "tel:00005550302;ext=8"]
    assert entry.geo == "geo:26.680000,115.440000"
    assert entry.way.startswith("https://map.example/to?x=115.44&y=26.68&n=%E5%8E%BF")


def test_a_point_that_is_an_office_takes_its_full_name_and_number(tmp_path):
    """From units.csv, where the cell is empty."""
    units = "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政局,县财政局,,部门,,0000-5550105\n"
    files = site(fuwu__csv=HEAD + "dw-1,县财政局,部门窗口,,,,115.3,26.6,,\n") | {"units.csv": units}
    entry = sheets(tmp_path, files)["dt/index.html"].values["map"].groups[0].entries[0]
    assert (entry.name, entry.phones[0][0]) == ("明川县财政局", "0000-5550105")


def test_a_link_leads_to_a_document_a_page_or_another_site(tmp_path):
    """And a dead one is told with its row."""
    rows = [ROW.replace("zw-01,县", f"zw-{n},第{n}").strip() + link for n, link in enumerate(
        ["tzgg/tzgg-1.md", "/zwgk/", "https://www.gov.cn/"])]  # fmt: skip
    shown = sheets(tmp_path, site(fuwu__csv=HEAD + "\n".join(rows) + "\n"))["dt/index.html"].values["map"]
    entries = [entry for entry in shown.groups[0].entries if not entry.village]
    assert [entry.url for entry in entries] == ["/tzgg/2026-10/tzgg-1.html", "/zwgk/", "https://www.gov.cn/"]
    found = problems(tmp_path / "dead", site(fuwu__csv=HEAD + ROW.strip() + "/zwgk/nothing/\n"))
    assert found == [found[0]]
    assert found[0].startswith("content/dt/fuwu.csv:2:10: 链接“/zwgk/nothing/”指向的网页不存在")


def test_a_village_leads_to_its_entry_and_one_without_a_place_does_not(tmp_path):
    """And without a map nobody does."""
    shown = sheets(tmp_path, site())
    assert shown["villages/liulin/index.html"].values["village"].on_map == "/dt/#village-liulin"
    assert shown["villages/shan/index.html"].values["village"].on_map == ""
    plain = sheets(tmp_path / "plain", {"villages/villages.csv": VILLAGES})
    assert plain["villages/liulin/index.html"].values["village"].on_map == ""


def test_documents_may_link_to_the_map_and_its_files(tmp_path):
    """All its addresses are known."""
    body = "见[地图](/dt/#point-zw-01)、[表格](/dt/points.csv)、[数据](/dt/points.geojson)。\n"
    assert problems(tmp_path, site() | {"tzgg/tzgg-1.md": document(body=body)}) == []


def test_what_can_be_downloaded_says_its_datum_and_is_read_again(tmp_path):
    """The same points come out of what went out."""
    build(tmp_path, site())
    text = (tmp_path / "output/dt/points.geojson").read_text(encoding="utf-8")
    data = json.loads(text)
    assert data["datum"] == "CGCS2000"
    assert [found["geometry"] and found["geometry"]["coordinates"] for found in data["features"]] == [
        [115.44, 26.68], [115.3, 26.6], None]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO((tmp_path / "output/dt/points.csv").read_text(encoding="utf-8-sig"))))
    assert [(row["名称"], row["坐标系"]) for row in rows][:2] == [
        ("县政务服务中心", "CGCS2000"),
        ("柳林村", "CGCS2000"),
    ]
    again = site(fuwu__csv=None, hui__geojson=text, map__toml="villages = false\n" + MAP)
    build(tmp_path / "again", again)
    assert (tmp_path / "again/output/dt/points.geojson").read_text(encoding="utf-8") == text


def test_the_base_map_is_published_byte_for_byte(tmp_path):
    """At any width, with whatever it carries: a standard map is never touched."""
    from tests.plugins.pictures.painted import jpeg

    data = jpeg(1700, 1200)
    standard = MAP.replace("示意图", "标准地图").replace("tu.svg", "tu.jpg") + 'approval = "赣S(2024)012号"\n'
    build(tmp_path, site(tu__jpg=data, map__toml=standard))
    assert (tmp_path / "output/dt/tu.jpg").read_bytes() == data
    base = sheets(tmp_path / "s", site(tu__jpg=data, map__toml=standard))["dt/index.html"].values["map"].base
    assert (base.width, base.height, base.approval) == (1700, 1200, "赣S(2024)012号")


def test_without_a_base_map_there_is_a_list_and_no_script_of_others(tmp_path):
    """And with one there is Leaflet, from the site itself."""
    build(tmp_path, site(map__toml='datum = "CGCS2000"\n'))
    assert not (tmp_path / "output/theme/vendor/leaflet").exists()
    build(tmp_path / "with", site())
    assert (tmp_path / "with/output/theme/vendor/leaflet/leaflet.js").is_file()


BAD_ROWS = {
    "经度纬度写反了": (HEAD + ROW.replace("115.44,26.68", "26.68,115.44"), "content/dt/fuwu.csv:2:7: 经度纬度写反了"),
    "a word": (HEAD + ROW.replace("115.44", "约115"), "content/dt/fuwu.csv:2:7: 经度“约115”不是数字"),
    "degrees, minutes, seconds": (HEAD + ROW.replace("26.68", "26°40′48″"), ":2:8: 纬度“26°40′48″”是度分秒的写法。请写成十进制的度：26.680000"),
    "outside of the picture": (HEAD + ROW.replace("115.44", "116.44"), "在底图的范围之外"),
    "an unknown town": (HEAD + ROW.replace(",清溪镇,", ",清西镇,"), "没有乡镇“清西镇”。是不是想写“清溪镇”？"),
    "an id that is no address": (HEAD + ROW.replace("zw-01", "政务一"), ":2:1: 编号“政务一”不能用"),
    "a number that is none": (HEAD + ROW.replace("0000-5550301", "见官网"), ":2:6: 电话“见官网”不对"),
    "a row twice": (HEAD + ROW + ROW, "编号“zw-01”与第2行重复"),
    "a place twice": (HEAD + ROW + ROW.replace("zw-01", "zw-02"), "点位“县政务服务中心”与第2行重复"),
    "no kind": (HEAD + ROW.replace("政务服务,", ",", 1), "“类别”没有填"),
    "an unknown head": (HEAD.replace("地址", "地点名") + ROW, "不认识的列“地点名”"),
    "a shifted datum of a row": (HEAD.strip() + ",坐标系\n" + ROW.strip() + ",GCJ-02\n", "坐标系“GCJ-02”是互联网地图的偏移坐标"),
    "nothing": (HEAD, "表里没有点位"),
    "a resident's number": (HEAD + ROW.replace("工作日 8:30—12:00", "联系人 11010519491231002X"), "居民身份证号码"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "told"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_told_with_its_place(ready, table, told):
    """File, row, column where there is one; the other points are judged all the same."""
    found = faults(ready, fuwu__csv=table)
    assert len(found) == 1
    assert told in found[0]


BAD_FILES = {
    "a polygon": (collection(feature(geometry={"type": "Polygon", "coordinates": []})), "第1个要素：是线或面（Polygon），不能发布，网站不画界线"),
    "a line": (collection(feature(geometry={"type": "LineString", "coordinates": []})), "第1个要素：是线或面（LineString）"),
    "many points in one": (collection(feature(geometry={"type": "MultiPoint", "coordinates": []})), "不是单个的点（MultiPoint）"),
    "swapped": (collection(feature(26.6, 115.3)), "第1个要素：经度纬度写反了"),
    "words for numbers": (collection(feature(geometry={"type": "Point", "coordinates": ["a", 1]})), "第1个要素：坐标不是数字"),
    "a number of four hundred digits": (collection(feature(10**400, 26.6)), "第1个要素：经度"),
    "the web's datum": (collection(feature(115.3, 26.6), datum="BD-09"), "坐标系“BD-09”是互联网地图的偏移坐标"),
    "another crs": (collection(feature(115.3, 26.6), crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "文件写的坐标系是“EPSG:3857”"),
    "half a file": (collection(feature(115.3, 26.6))[:-9], "content/dt/bn.geojson:1:"),
    "no collection": ('{"type": "Feature"}', "不是 GeoJSON 的要素集合"),
    "a list": ("[]", "不是 GeoJSON 的要素集合"),
    "no feature": (collection(3), "第1个要素：不是要素（Feature）"),
    "empty": (collection(), "没有点位"),
    "no name": (collection(feature(115.3, 26.6, 名称=None)), "第1个要素：“名称”没有填"),
    "a strange property": (collection(feature(115.3, 26.6, 办公时问="x")), "不认识的属性“办公时问”。是不是想写“办公时间”？"),
    "a list for a word": (collection(feature(115.3, 26.6, 地址=[1])), "第1个要素：“地址”不是文字"),
    "a crowd of brackets": ("[" * 100_000, "JSON 嵌套太深"),
    "not UTF-8": (collection(feature(115.3, 26.6)).encode("gb18030"), "看起来是 GB18030"),
    "thirty megabytes": (b" " * (30 * 1024 * 1024), "文件太大（30 MB），没有读取"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "told"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_geojson_is_told_with_its_feature(ready, data, told):
    """And never ends in a traceback."""
    found = faults(ready, bn__geojson=data)
    assert len(found) == 1
    assert "content/dt/bn.geojson" in found[0]
    assert told in found[0]


BAD_SETTINGS = {
    "no datum": (MAP.replace('datum = "CGCS2000"\n', ""), "没有写明坐标系"),
    "another datum": (MAP.replace("CGCS2000", "火星坐标"), "content/dt/map.toml:1: 坐标系“火星坐标”是互联网地图的偏移坐标"),
    "an unknown key": ("dautm = 1\n" + MAP, "不认识的字段“dautm”。是不是想写“datum”？"),
    "an unknown kind": (MAP.replace("示意图", "卫星图"), "底图的种类“卫星图”不对"),
    "a sketch with an approval": (MAP + 'approval = "GS(2024)0001号"\n', "示意图不能写审图号"),
    "a standard map without one": (MAP.replace("示意图", "标准地图"), "标准地图没有写审图号"),
    "a free number": (MAP.replace("示意图", "标准地图") + 'approval = "已审核"\n', "审图号“已审核”的写法不对"),
    "no bounds": (MAP.replace("bounds", "#"), "没有写底图四边的经纬度"),
    "bounds swapped": (MAP.replace("115.20, 26.50, 115.60, 26.80", "26.50, 115.20, 26.80, 115.60"), "经度纬度写反了"),
    "bounds upside down": (MAP.replace("26.50, 115.60, 26.80", "26.80, 115.60, 26.50"), "南边要小于北边"),
    "no picture": (MAP.replace("tu.svg", "wu.png"), "底图文件 content/dt/wu.png 不存在"),
    "a picture elsewhere": (MAP.replace("tu.svg", "../media/tu.svg"), "底图文件“../media/tu.svg”不能用"),
    "a way without a point": ('navigation = "https://map.example/"\n' + MAP, "导航网址不对"),
    "a way in the clear": ('navigation = "http://map.example/{lng},{lat}"\n' + MAP, "导航网址不对"),
    "broken": ("[map\n", "content/dt/map.toml:1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD_SETTINGS.values(), ids=BAD_SETTINGS)
def test_bad_settings_are_told_with_their_line(ready, text, told):
    """What is read of them still judges the points."""
    found = faults(ready, map__toml=text)
    assert found
    assert any(told in line for line in found)
    assert all(line.startswith("content/dt/") or "villages" in line for line in found)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("<p>不是图</p>", "内容不是 SVG 图片"),
        ("<svg", "不是完整的 SVG 图片"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script/></svg>', "SVG 图片里有 <script>"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG 图片没有写大小"),
        (b"\x89PNG\r\n\x1a\nrest", "内容不是 SVG 图片，而是 png"),
        (b" " * (11 * 1024 * 1024), "底图太大（11 MB）"),
    ],
)
def test_a_base_map_that_is_no_picture_is_refused(ready, data, told):
    """A drawing with a script among them: it is published as it is."""
    found = faults(ready, tu__svg=data)
    assert any(told in line for line in found), found


def test_half_a_photograph_is_refused(ready):
    """It would be published byte for byte."""
    from tests.plugins.pictures.painted import jpeg

    found = faults(ready, tu__jpg=jpeg(300, 200)[:2000], map__toml=MAP.replace("tu.svg", "tu.jpg"))
    assert found == ["content/dt/tu.jpg: 图片打不开，可能没有传完或已经损坏。请从原来的地方重新复制或导出"]


def test_all_that_is_wrong_stands_in_one_report(tmp_path):
    """Settings, both kinds of files and the villages."""
    bad = VILLAGES.replace("115.30,26.60", "26.60,115.30")
    files = site(map__toml=MAP.replace("示意图", "图"), fuwu__csv=HEAD + ROW.replace("26.68", "x"),
                 bn__geojson=collection(feature(26.6, 115.3)))  # fmt: skip
    found = problems(tmp_path, files | {"villages/villages.csv": bad})
    assert [line.partition(":")[0] for line in found] == [
        "content/dt/bn.geojson", "content/dt/fuwu.csv", "content/dt/map.toml", "content/villages/villages.csv"]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("115.30,26.60,", "content/villages/villages.csv:2:7: 没有写明坐标系"),
        ("115.30,26.60,GCJ-02", "content/villages/villages.csv:2:7: 坐标系“GCJ-02”"),
        ("115.30,,CGCS2000", "content/villages/villages.csv:2:6: 纬度没有填"),
        ("26.60,115.30,CGCS2000", "content/villages/villages.csv:2:5: 经度纬度写反了"),
    ],
)
def test_a_village_s_place_is_judged_with_or_without_a_map(tmp_path, row, told):
    """villages.csv is wrong wherever it is read."""
    text = VILLAGES.replace("115.30,26.60,CGCS2000", row)
    assert [line[: len(told)] for line in problems(tmp_path, {"villages/villages.csv": text})] == [told]


def test_the_search_finds_service_points(tmp_path):
    """By name, kind and town; villages have pages of their own, and a hidden map is not told of."""
    build(tmp_path, site())
    (entry,) = json.loads((tmp_path / "output/search/records.json").read_text(encoding="utf-8"))
    assert entry == {"t": "县政务服务中心（政务服务，清溪镇）", "u": "/dt/#point-zw-01", "d": "", "c": "政务地图"}
    build(tmp_path, site() | {"dt/column.toml": COLUMN + "hidden = true\n"})
    assert json.loads((tmp_path / "output/search/records.json").read_text(encoding="utf-8")) == []


def test_a_column_below_a_map_is_a_plain_one(tmp_path):
    """It has the template by inheritance."""
    shown = sheets(tmp_path, site() | {"dt/xx/column.toml": 'id = "dtxx"\nname = "测绘信息"\n'})
    assert shown["dt/xx/index.html"].template == "column.html"


def test_a_change_writes_what_shows_it_and_equals_a_clean_build(tmp_path):
    """A new number writes the map and its two files; a village that moves, its own page as well."""
    files = site()
    build(tmp_path / "a", files)
    before = tree(tmp_path / "a/output")
    for change, expected in (
        (
            {"dt/fuwu.csv": HEAD + ROW.replace("县政务", "新政务")},
            {"dt/index.html", "dt/points.csv", "dt/points.geojson", "search/records.json"},
        ),
        ({"dt/fuwu.csv": HEAD + ROW.replace("县政务", "新政务").replace("5550301", "5550399")}, {"dt/index.html", "dt/points.csv", "dt/points.geojson"}),
        ({"dt/tu.svg": SVG.replace("h9", "h8")}, {"dt/tu.svg"}),
        ({"villages/villages.csv": VILLAGES.replace("115.30", "115.31")}, {"dt/index.html", "dt/points.csv", "dt/points.geojson"}),
        ({"dt/map.toml": MAP.replace("115.60", "115.65")}, {"dt/index.html"}),
        ({"dt/column.toml": COLUMN.replace("map.html", "column.html")}, None),
    ):  # fmt: skip
        files |= change
        build(tmp_path / "a", files)
        now = tree(tmp_path / "a/output")
        written = {path for path in now if before.get(path) != now[path] and path != "build-manifest.json"}
        assert expected is None or written == expected
        clean = tmp_path / f"clean-{len(list(tmp_path.iterdir()))}"
        build(clean, files)
        assert now == tree(clean / "output")
        before = now
    assert "dt/points.csv" not in before


def test_a_thousand_points_take_no_time(tmp_path):
    """708 villages and 300 points on one page."""
    villages = "".join(
        f"v{n},第{n}村,村,qingxi,{115.2 + n / 2000:.4f},26.6,CGCS2000,0000-5550000,公开栏\n" for n in range(708)
    )
    rows = "".join(
        f"p{n},服务点{n},政务服务,清溪镇,某路{n}号,0000-5550000,{115.2 + n / 1000:.4f},26.7,工作日,\n"
        for n in range(300)
    )
    head = FILES["villages/villages.csv"]
    assert isinstance(head, str)
    found = edition(
        tmp_path, site(fuwu__csv=HEAD + rows) | {"villages/villages.csv": head.splitlines()[0] + "\n" + villages}
    )
    began = time.perf_counter()
    read, faults = read_map(found.contents, "dt")
    page = map_page(read, found.contents.offices.towns)
    assert not faults
    assert page.total == 1008
    assert time.perf_counter() - began < 1


def test_a_site_without_a_map_loads_nothing_of_it():
    """Start-up of every build counts."""
    import subprocess
    import sys

    code = (
        "import pelicanconf, sys; import plugins.service_map.publish; print('plugins.service_map.pages' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout == "False\n"
