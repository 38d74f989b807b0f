"""A page for each official document that says whether it is in force, or what repealed it, and when."""

from __future__ import annotations

import json
from typing import Any

from pelican import signals

from plugins.build.kinds import Kind
from plugins.build.view import View
from tests.plugins.build.probes import note


def offer(generator: Any) -> None:
    """Receiver: one page a policy, of whatever year."""

    def make(view: View, path: str) -> str:
        policy = view.article(path)
        note(generator, f"validity/{policy.id}.json")
        names = {policy.id, policy.doc_no} - {""}
        by = [other for other in view.related(path) if names.intersection(other.refs.get("repeals", ()))]
        said = [{"title": other.title, "url": other.url, "day": other.day} for other in by]
        return json.dumps({"title": policy.title, "repealed_by": said}, ensure_ascii=False) + "\n"

    policies = [article for article in generator.edition.articles if article.type == "policy"]
    pages = ((f"validity/{article.id}.json", article.path) for article in policies)
    generator.add_pages(Kind("validity", make, frozenset({"head", "related"})), pages)


def register() -> None:
    """Run when everything has been read."""
    signals.article_generator_finalized.connect(offer)
