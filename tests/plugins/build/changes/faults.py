"""What nobody may publish."""

from __future__ import annotations

import posixpath

from tests.plugins.build.changes.registry import DAY, fault, is_public, some
from tests.plugins.build.county import FIRST_DAY, County, nth


@fault
def dead_link(county: County, a: int, b: int) -> None:
    some(county, a).blocks.append(("p", "[无](no-such.md)"))


@fault
def dead_anchor(county: County, a: int, b: int) -> None:
    document, target = some(county, a), some(county, b)
    way = posixpath.relpath(target.path, document.folder)
    document.blocks.append(("p", f"[无]({way}#nowhere)"))


@fault
def unknown_field(county: County, a: int, b: int) -> None:
    some(county, a).fields["titel"] = "x"


@fault
def no_publisher(county: County, a: int, b: int) -> None:
    some(county, a).fields["publisher"] = ""


@fault
def unknown_unit(county: County, a: int, b: int) -> None:
    some(county, a).fields["publisher"] = "nobody"


@fault
def double_id(county: County, a: int, b: int) -> None:
    others = [document for document in county.documents.values() if document is not some(county, a)]
    some(county, a).fields["id"] = nth(others, b).fields["id"]


@fault
def unknown_village(county: County, a: int, b: int) -> None:
    rows = county.tables["villages/villages"]
    used = [row for row in rows if any(d.folder == f"villages/{row['id']}" for d in county.documents.values())]
    if used:
        rows.remove(nth(used, a))
    else:
        unknown_field(county, a, b)


@fault
def broken_table(county: County, a: int, b: int) -> None:
    county.broken["content/units.csv"] = b"id,name\nczj,x,y\n"


@fault
def broken_column(county: County, a: int, b: int) -> None:
    county.broken[f"content/{nth(sorted(county.columns), a)}/column.toml"] = b"id = x\n"


@fault
def no_site(county: County, a: int, b: int) -> None:
    county.broken["content/site.toml"] = None


@fault
def broken_bytes(county: County, a: int, b: int) -> None:
    county.broken[f"content/{some(county, a).path}"] = b"\xff\xfe\x00half"


@fault
def broken_picture(county: County, a: int, b: int) -> None:
    county.raw["media/broken.png"] = b"\x89PNG\r\n\x1a\nhalf"
    document = next(found for found in county.documents.values() if is_public(county, found))
    document.blocks.append(("picture", "media/broken.png"))


@fault
def private_number(county: County, a: int, b: int) -> None:
    """A resident's number with a sound check digit, in a document or in a table."""
    if b % 2:
        county.tables["units"][0]["contact"] = "11010519491231002X"
    else:
        document = next(found for found in county.documents.values() if is_public(county, found))
        document.blocks.append(("p", "身份证号 11010519491231002X"))


@fault
def broken_template(county: County, a: int, b: int) -> None:
    name = ("base", "column", "home", "article")[b % 4]
    county.broken[f"{county.theme_folder.name}/templates/{name}.html"] = (b"{% if %}", b"{{ nobody.name }}")[a % 2]


@fault
def missing_template(county: County, a: int, b: int) -> None:
    county.columns[nth(sorted(county.columns), a)]["template"] = "nowhere.html"


@fault
def repeal_in_a_circle(county: County, a: int, b: int) -> None:
    """Two of one day repeal each other."""
    if "zwgk/gfxwj" not in county.columns:
        unknown_field(county, a, b)
        return
    one, other = county.add_policy(FIRST_DAY - 900 * DAY), county.add_policy(FIRST_DAY - 900 * DAY)
    one.refs, other.refs = {"repeals": [other.key]}, {"amends": [one.key]}
    county.now = max(county.now, FIRST_DAY - 800 * DAY)


@fault
def clean_up_of_nobody(county: County, a: int, b: int) -> None:
    """A row for an id that is none, or a result that is none."""
    document = next(found for found in county.documents.values() if is_public(county, found))
    document.findings = []
    document.fields["cleanup"] = "data/nobody.csv"
    row = ("d-nobody,,废止,", "明政办规〔1999〕9号,,作废,")[b % 2]
    county.raw["data/nobody.csv"] = f"文件,名称,清理结果,说明\n{row}\n".encode()


@fault
def stated_otherwise(county: County, a: int, b: int) -> None:
    """失效 by its own word, 废止 by another's."""
    if "zwgk/gfxwj" not in county.columns:
        unknown_field(county, a, b)
        return
    old, new = county.add_policy(FIRST_DAY - 900 * DAY), county.add_policy(FIRST_DAY - 890 * DAY)
    old.fields["validity"] = "失效"
    new.refs = {"repeals": [old.key]}
    county.now = max(county.now, FIRST_DAY - 800 * DAY)
