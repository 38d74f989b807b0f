"""Pages of one template share a digest."""

from __future__ import annotations

from tests.auditor.facts.reading import facts

PAGE = (
    "<header class=h><nav class=n><ul>{nav}</ul></nav></header><main><div class=body data-gk=body>{body}</div></main>"
)


def skeleton(nav: str, body: str) -> str:
    """The digest of a page."""
    return facts(PAGE.format(nav=nav, body=body)).skeleton


def test_text_numbers_and_states_do_not_matter():
    """Other words, more rows, another current item, other markup in the body: the same template."""
    one = skeleton("<li class=item-1><a href=1>a</a><li class='item-2 active'><a href=2>b</a>", "<p>甲")
    other = skeleton(
        "<li class=item-1><a href=1>x</a><li class=item-2><a>y</a><li class=item-33>z", "<table><tr><td class=q>乙"
    )
    assert one == other


def test_structure_matters():
    """Another class or part is another template."""
    assert skeleton("<li class=item>", "") != skeleton("<li class=entry>", "")
    assert facts("<div class=a><form>").skeleton != facts("<div class=a>").skeleton
