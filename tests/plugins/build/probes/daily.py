"""A themed page with a block that depends on the day of the build: how many days are left until one thing or another."""

from __future__ import annotations

from datetime import date
from typing import Any

from pelican import signals

from plugins.build.frame import page_values
from plugins.build.kinds import Kind, Sheet
from plugins.build.records import Crumb
from plugins.build.view import View
from tests.plugins.build.probes import note

PAGE = "countdown.html"
TEMPLATE = b"""{% extends "base.html" %}
{% block main %}<p>{{ days }}</p>{% endblock %}
"""
"""What the theme has to have under the name of the page."""


def offer(generator: Any) -> None:
    """Receiver: the page."""

    def make(view: View, _: None) -> Sheet:
        note(generator, PAGE)
        crumbs = (Crumb("首页", "/"), Crumb("倒计时", f"/{PAGE}"))
        days = (date(2027, 1, 1) - view.day).days
        return Sheet(PAGE, {**page_values(view, "other", "倒计时", f"/{PAGE}", (), crumbs), "days": days})

    generator.add_pages(Kind("countdown", make, frozenset({"day", "site", "nav", "template"})), [(PAGE, None)])


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
