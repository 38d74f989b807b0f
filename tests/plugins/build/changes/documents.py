"""What editors do to one document: its text, its fields, whether it is to be seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.plugins.build.changes.registry import DAY, change, some, unbind_from
from tests.plugins.build.county import County, nth


@change
def nothing(county: County, a: int, b: int) -> None:
    pass


@change
def edit_body(county: County, a: int, b: int) -> None:
    some(county, a).blocks.append(("p", f"补充第{county.new_key()}段[^1]。\n\n[^1]: 注{b % 10}"))


@change
def edit_same_size(county: County, a: int, b: int) -> None:
    """Not a byte more or less: only the digit at the end of the first paragraph."""
    document = some(county, a)
    text = document.blocks[0][1]
    document.blocks[0] = ("p", f"{text[:-2]}{(int(text[-2]) + 1 + b % 9) % 10}。")


@change
def shorten_body(county: County, a: int, b: int) -> None:
    document = some(county, a)
    del document.blocks[1 + b % 3 :]


@change
def add_heading(county: County, a: int, b: int) -> None:
    """Three of them make a table of contents."""
    document = some(county, a)
    document.blocks += [("h", f"第{county.new_key()}节", f"s{county.last_key}") for _ in range(1 + b % 3)]


@change
def edit_title(county: County, a: int, b: int) -> None:
    some(county, a).fields["title"] = f"关于第{county.new_key()}号事项的&<新>通知"


@change
def edit_summary(county: County, a: int, b: int) -> None:
    some(county, a).fields["summary"] = "" if b % 3 == 0 else f"摘要第{county.new_key()}版"


@change
def edit_keywords(county: County, a: int, b: int) -> None:
    some(county, a).fields["keywords"] = f"[公开, 词{county.new_key()}]"


@change
def edit_people(county: County, a: int, b: int) -> None:
    fields = some(county, a).fields
    fields["editor"] = ("bj", "", "自由撰稿人")[b % 3]
    fields["author"] = f"作者{county.new_key()}"


@change
def edit_publisher(county: County, a: int, b: int) -> None:
    """By id, by name or by short name: whatever the table calls it today."""
    unit = nth(county.tables["units"], b)
    some(county, a).fields["publisher"] = (unit["id"], unit["name"], unit["short_name"])[a % 3]


@change
def edit_source(county: County, a: int, b: int) -> None:
    some(county, a).fields["source"] = f"来源{county.new_key()}"


@change
def change_id(county: County, a: int, b: int) -> None:
    some(county, a).fields["id"] = f"n-{county.new_key()}"


@change
def redate(county: County, a: int, b: int) -> None:
    """Another day, month or year: another place in its list, and most often another address."""
    document = some(county, a)
    before = datetime.fromisoformat(document.fields["published"])
    moved = before + (DAY, -DAY, -31 * DAY, -366 * DAY, timedelta(minutes=1))[b % 5]
    document.fields["published"] = f"{min(moved, county.now):%Y-%m-%d %H:%M}"


@change
def same_minute(county: County, a: int, b: int) -> None:
    """A tie, which the path decides."""
    some(county, a).fields["published"] = some(county, b).fields["published"]


@change
def change_validity(county: County, a: int, b: int) -> None:
    policy = nth(county.policies(), a)
    if policy:
        policy.fields["validity"] = ("有效", "修改", "失效", "废止")[b % 4]


@change
def change_type(county: County, a: int, b: int) -> None:
    """An article becomes a notice that runs, ran or will run, or a notice becomes an article."""
    document = nth([d for d in county.ordinary() if d.fields.get("type") in (None, "public_notice")], a)
    if document is None:
        return
    for key in ("type", "channel", "notice_from", "notice_to"):
        document.fields.pop(key, None)
    if b % 4:
        first = county.now + (b % 4 - 2) * DAY
        document.fields |= {
            "type": "public_notice",
            "channel": "县民政局",
            "notice_from": f"{first:%Y-%m-%d}",
            "notice_to": f"{first + b % 3 * DAY:%Y-%m-%d}",
        }


@change
def set_status(county: County, a: int, b: int) -> None:
    document = some(county, a)
    document.fields["status"] = ("published", "draft", "withdrawn")[b % 3]
    if b % 3 == 1:
        unbind_from(county, document)


@change
def publish_all(county: County, a: int, b: int) -> None:
    for document in county.documents.values():
        document.fields.pop("status", None)
        document.fields.pop("expires", None)


@change
def set_expiry(county: County, a: int, b: int) -> None:
    """What leads to it goes on where it had been public: to the page that explains."""
    document = some(county, a)
    moments = ("", f"{county.now + DAY:%Y-%m-%d}", f"{county.now - DAY:%Y-%m-%d}", f"{county.now:%Y-%m-%d %H:%M}")
    document.fields["expires"] = moments[b % 4]
    if moments[b % 4] and moments[b % 4] <= document.fields["published"]:
        unbind_from(county, document)


@change
def set_future(county: County, a: int, b: int) -> None:
    document = some(county, a)
    unbind_from(county, document)
    document.fields["published"] = f"{county.now + (timedelta(minutes=1), DAY, 20 * DAY)[b % 3]:%Y-%m-%d %H:%M}"
