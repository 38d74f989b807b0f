"""The page that stands where a document stood that is no longer public: that it is gone, since when, whom to ask."""

from __future__ import annotations

from plugins.build.frame import page_values, trail_crumbs
from plugins.build.kinds import Sheet
from plugins.build.records import Crumb, GoneView
from plugins.build.view import View
from plugins.withdrawal import WITHDRAWN


def make_gone(view: View, path: str) -> Sheet:
    """The page in place of the document at ``path``. Nothing of its fields but what ``Gone`` may say is here."""
    gone = view.gone(path)
    unit = view.unit(gone.publisher)
    heading = "该信息已撤回" if gone.word == WITHDRAWN else "该信息已到期下线"
    column = view.column(gone.column)
    crumbs = (*trail_crumbs(view, gone.column), Crumb(heading, gone.url))
    shown = GoneView(
        heading=heading,
        title=gone.title,
        at=gone.at,
        reason=gone.reason,
        unit_name=unit.name if unit else "",
        contact=(unit.contact if unit else "") or view.site.contact,
        column_name=column.name,
        column_url=column.url,
    )
    return Sheet("gone.html", {**page_values(view, "other", heading, gone.url, (), crumbs), "gone": shown})
