"""What binds documents to each other, to old addresses, to files and pictures."""

from __future__ import annotations

import posixpath

from tests.plugins.build.changes.registry import change, is_public, raw_below, some
from tests.plugins.build.county import County, nth
from tests.plugins.build.founding import drawing, picture


@change
def bind(county: County, a: int, b: int) -> None:
    """One document repeals, amends or interprets a policy, of whatever year."""
    policy, document = nth(county.policies(), a), nth(county.ordinary(), b)
    if policy and policy is not document and is_public(county, policy):
        document.refs.setdefault(("repeals", "amends", "interprets")[a % 3], []).append(policy.key)


@change
def unbind(county: County, a: int, b: int) -> None:
    bound = nth([document for document in county.documents.values() if document.refs], a)
    if bound and bound.fields.get("type") != "interpretation":
        bound.refs = {}


@change
def link(county: County, a: int, b: int) -> None:
    """To another document, with or without an anchor, by path or by address; or to a column."""
    document, target = some(county, a), some(county, b)
    if target is not document and is_public(county, target):
        anchor = nth(target.anchors, b) or ""
        document.blocks.append(("link", target.key, anchor, a % 4))


@change
def link_column(county: County, a: int, b: int) -> None:
    some(county, a).blocks.append(("link", nth(county.folders(), b), "", 0))


@change
def unlink(county: County, a: int, b: int) -> None:
    linking = nth([d for d in county.documents.values() if any(block[0] == "link" for block in d.blocks)], a)
    if linking:
        linking.blocks = [block for block in linking.blocks if block[0] != "link"] or [("p", "正文 2。")]


@change
def rename_anchor(county: County, a: int, b: int) -> None:
    headed = nth([document for document in county.documents.values() if document.anchors], a)
    if headed:
        new = f"r{county.new_key()}"
        headed.blocks = [("h", block[1], f"{new}-{block[2]}") if block[0] == "h" else block for block in headed.blocks]


@change
def alias(county: County, a: int, b: int) -> None:
    """A new old address, or all of them gone; what was a file becomes a folder and back."""
    document = some(county, a)
    taken = {alias for other in county.documents.values() for alias in other.aliases}
    offered = ("/art/2.html", "/art/2.html/3.html", "/art/2.html/3.html/4.htm", f"/old/{county.new_key()}", "/old/two/")
    new = offered[b % 5]
    if b % 7 == 0:
        document.aliases = []
    elif not any(new == old or new.startswith(f"{old}/") or old.startswith(f"{new}/") for old in taken):
        document.aliases.append(new)


@change
def pass_alias(county: County, a: int, b: int) -> None:
    """An old address leads to another document from now on."""
    given = nth([document for document in county.documents.values() if document.aliases], a)
    if given:
        taker = some(county, b)
        given.aliases, taker.aliases = taker.aliases, given.aliases


@change
def attach(county: County, a: int, b: int) -> None:
    name = f"files/附件 {county.new_key()}.{('pdf', 'csv', 'docx')[b % 3]}"
    county.raw[name] = b"a,b\n" * (200 + b % 700)
    some(county, a).attachments.append(name)


@change
def attach_known(county: County, a: int, b: int) -> None:
    files = raw_below(county, "files/")
    document = some(county, a)
    if files and (name := nth(files, b)) not in document.attachments:
        document.attachments.append(name)


@change
def detach(county: County, a: int, b: int) -> None:
    holding = nth([document for document in county.documents.values() if document.attachments], a)
    if holding:
        holding.attachments.pop()


@change
def link_file(county: County, a: int, b: int) -> None:
    some(county, a).blocks.append(("file", nth(sorted(county.raw), b) or ""))


@change
def change_file(county: County, a: int, b: int) -> None:
    files = raw_below(county, "files/")
    if files:
        path = nth(files, a)
        county.raw[path] = b"c,d\n" * (1 + b % 900)


@change
def change_file_same_size(county: County, a: int, b: int) -> None:
    files = raw_below(county, "files/")
    if files:
        path = nth(files, a)
        county.raw[path] = bytes([97 + b % 26]) + county.raw[path][1:]


@change
def delete_file(county: County, a: int, b: int) -> None:
    if county.raw:
        del county.raw[nth(sorted(county.raw), a)]


@change
def show_picture(county: County, a: int, b: int) -> None:
    name = f"media/n-{county.new_key()}.{('jpg', 'svg')[b % 2]}"
    county.raw[name] = (picture, drawing)[b % 2](county.last_key % 90)
    some(county, a).blocks.append(("picture", name))


@change
def show_known_picture(county: County, a: int, b: int) -> None:
    pictures = raw_below(county, "media/")
    if pictures:
        some(county, a).blocks.insert(b % 2, ("p", "图前 3。") if b % 2 == 0 else ("picture", nth(pictures, b)))


@change
def change_picture(county: County, a: int, b: int) -> None:
    """Other pixels, or another size, or back to what it was."""
    pictures = raw_below(county, "media/")
    if pictures:
        path = nth(pictures, a)
        county.raw[path] = picture(b % 5, (600, 500, 300)[b % 3]) if path.endswith(".jpg") else drawing(b % 50)


@change
def rename_picture(county: County, a: int, b: int) -> None:
    pictures = raw_below(county, "media/")
    if pictures:
        old = nth(pictures, a)
        new = f"media/r-{county.new_key()}{posixpath.splitext(old)[1]}"
        county.raw[new] = county.raw.pop(old)
        for document in county.documents.values():
            document.blocks = [("picture", new) if b == ("picture", old) else b for b in document.blocks]
