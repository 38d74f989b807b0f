"""A whole small site, made anew for a test, and the ways to build it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pelican.settings import read_settings

from plugins.build.article import Article, distil
from plugins.build.edition import Edition
from plugins.build.generator import EditionGenerator
from plugins.build.kinds import Made, Sheet
from plugins.build.pages import Spec, every_page
from plugins.build.portal import Portal, Summary
from plugins.build.problems import ContentErrors
from plugins.build.render import Renderer
from plugins.build.source import Job, parse
from plugins.build.view import View

ROOT = Path(__file__).parents[2]
THEME = Path(__file__).parent / "theme"
NOW = "2026-11-20T09:00:00+08:00"

SITE = """\
[site]
name = "明川县人民政府门户网站"
short_name = "明川县政府网"
host = "www.mingchuan.example"
id_code = "9999990001"
icp = "明ICP备1号"
police_no = "明公网安备1号"
owner = "明川县人民政府办公室"
contact = "0000-5550100"
office_hours = "工作日"
timezone = "Asia/Shanghai"
demo_now = "2026-11-20T09:00:00+08:00"
"""


def document(id: str = "tzgg-1", **fields: str) -> str:
    """A sound article; ``fields`` change, add or (empty) remove header lines, ``body`` is the text."""
    body = fields.pop("body", "正文。\n")
    header = {
        "id": id,
        "title": "关于公开的通知",
        "published": "2026-10-15 09:30",
        "source": "明川县财政局",
        "publisher": "czj",
        **fields,
    }
    lines = [f"{key}: {value}" for key, value in header.items() if value]
    return "\n".join(["---", *lines, "---", "", body])


def article(path: str = "tzgg/a.md", year: int = 2026, **fields: str) -> Article:
    """The record of a sound document at this path."""
    source = parse(Job(Path("nowhere"), path, f"content/{path}", year), document(**fields).encode())
    assert not source.problems, source.problems
    found = distil(source)
    assert found is not None
    return found


FILES: dict[str, str | bytes] = {
    "site.toml": SITE,
    "units.csv": "id,name,short_name,org_code,kind,parent,contact\nczj,明川县财政局,县财政局,,部门,,\n",
    "towns.csv": "id,name,unit,order\nqingxi,清溪镇,czj,1\n",
    "people.csv": "id,name,unit,roles,key,from,to\nbj,编辑岗,czj,editor,,2026-01-01,\n",
    "tzgg/column.toml": 'id = "tzgg"\nname = "通知公告"\ntype = "政策文件"\norder = 10\n',
    "tzgg/tzgg-1.md": document("tzgg-1"),
    "zwgk/column.toml": 'id = "zwgk"\nname = "政务公开"\nunit = "czj"\norder = 20\n',
    "zwgk/gfxwj/column.toml": 'id = "gfxwj"\nname = "规范性文件"\n',
    "villages/column.toml": 'id = "villages"\nname = "村务公开"\ntype = "信息公开目录"\norder = 30\n',
    "villages/villages.csv": "id,name,kind,town,lng,lat,datum,contact,board\nliulin,柳林村,村,qingxi,,,,,\n",
    "villages/catalogue.toml": '[[item]]\nsection = "财务"\nid = "cwsz"\nname = "财务收支"\nrhythm = "quarterly"\n',
}


def registered(files: Mapping[str, str | bytes | None]) -> dict[str, str]:
    """The register that the index numbers of these documents ask for, as an archive brings them; the first of equal
    ones stands in it."""
    rows: dict[str, str] = {}
    for data in files.values():
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data or ""
        number, id_ = (re.search(rf"^{key}: (\S+)$", text, re.MULTILINE) for key in ("index_no", "id"))
        if number and id_:
            rows.setdefault(number[1], f"{number[1]},{id_[1]},czj,,,2026-01-01 00:00,imported\n")
    head = "index_no,id,unit,year,serial,registered,origin\n"
    return {"_registry/index-numbers.csv": head + "".join(rows[number] for number in sorted(rows))} if rows else {}


def write_site(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write FILES and ``files`` (None leaves one out) below ``folder``/content; return that folder."""
    content = folder / "content"
    wanted = {**FILES, **(files or {})}
    for path, data in {**registered(wanted), **wanted}.items():
        if data is not None:
            file = content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data.encode() if isinstance(data, str) else data)
    return content


def portal(content: Path, output: Path, **settings: object) -> Portal:
    """The Portal of pelicanconf.py over a test's folders."""
    overrides = {"PATH": str(content), "OUTPUT_PATH": str(output), "THEME": str(THEME), **settings}
    made: Portal = Portal(read_settings(str(ROOT / "pelicanconf.py"), override=overrides))
    return made


def build(folder: Path, files: Mapping[str, str | bytes | None] | None = None, **settings: object) -> Summary:
    """Write a site and build it into ``folder``/output, in this process."""
    return portal(write_site(folder, files), folder / "output", **settings).build()


def problems(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """The lines that a build of a site with these files would report; empty when it is sound."""
    found = portal(write_site(folder, files), folder / "output").check()
    assert not (folder / "output").exists()
    return [str(problem) for problem in found]


def refused(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> str:
    """The report of a build that must not succeed."""
    try:
        build(folder, files)
    except ContentErrors as error:
        return str(error)
    raise AssertionError("the build succeeded")


def checked(
    folder: Path, files: Mapping[str, str | bytes | None] | None = None, **settings: object
) -> EditionGenerator:
    """The generator of a sound site that has been read and judged by every plugin, and not yet written."""
    ready = portal(write_site(folder, files), folder / "output", **settings)
    assert [str(problem) for problem in ready.check()] == []
    assert ready._generator is not None
    return ready._generator


def edition(folder: Path, files: Mapping[str, str | bytes | None] | None = None, **settings: object) -> Edition:
    """The Edition of a sound site."""
    return checked(folder, files, **settings).edition


def specs(generator: EditionGenerator) -> list[Spec]:
    """Every page there is to be: the site's own, then those of the plugins."""
    return [*every_page(generator.edition.contents, generator.fronts), *generator.specs]


def made(
    folder: Path, files: Mapping[str, str | bytes | None] | None = None, **settings: object
) -> dict[str, tuple[Made, tuple[str, ...]]]:
    """What the function of each page of a site returns, by path, and the facts it read; parts that pages share are
    rendered by the theme, the pages themselves are not."""
    generator = checked(folder, files, **settings)
    renderer = Renderer(generator.edition, generator.env, generator.kinds)
    found: dict[str, tuple[Made, tuple[str, ...]]] = {}
    for path, name, argument in specs(generator):
        kind = renderer.kinds[name]
        view = View(generator.edition.contents, kind, renderer.fragments)
        generator.edition.making = path
        try:
            result = kind.make(view, argument)
        finally:
            generator.edition.making = ""
            view.close()
        assert path not in found
        found[path] = (result, tuple(view.reads))
    return found


def sheets(folder: Path, files: Mapping[str, str | bytes | None] | None = None, **settings: object) -> dict[str, Sheet]:
    """The Sheet of each page of a site that has a template, by path."""
    return {path: result for path, (result, _) in made(folder, files, **settings).items() if isinstance(result, Sheet)}


def desk(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``desk`` as an editor does."""
    return subprocess.run(
        [Path(sys.executable).parent / "desk", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
