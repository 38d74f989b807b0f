"""When a page is still the one that was kept."""

from __future__ import annotations

import pytest

from auditor.crawl.response import Response, Validators
from auditor.crawl.same import same_version, told_again

KEPT = Response(
    url="u", final_url="u", status=200, headers=(("content-type", "text/html"), ("x-frame-options", "DENY"))
)


def answer(*headers: tuple[str, str], **other: object) -> Response:
    """An answer with other headers."""
    return Response(**{"url": "u", "final_url": "u", "status": 200, "headers": headers} | other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "each_time",
    [
        ("date", "today"), ("age", "3"), ("etag", '"x"'), ("last-modified", "now"), ("x-request-id", "7"),
        ("x-trace-id", "7"), ("traceid", "7"), ("x-cache-status", "HIT"), ("x-response-time", "3"), ("vary", "*"),
        ("content-length", "9"), ("content-encoding", "gzip"),
    ],
)  # fmt: skip
def test_what_a_server_writes_into_every_answer_is_no_change(each_time: tuple[str, str]) -> None:
    """The hour, the number of the request, how it was sent."""
    assert same_version(answer(*KEPT.headers, each_time), KEPT, "d", "d")


@pytest.mark.parametrize(
    "other",
    [
        answer(),
        answer(*KEPT.headers, ("content-security-policy", "x")),
        answer(("content-type", "text/html; charset=gbk"), ("x-frame-options", "DENY")),
        answer(*KEPT.headers, truncated="too-large"),
        answer(*KEPT.headers, status=203),
    ],
)
def test_whatever_facts_are_taken_of_is_one(other: Response) -> None:
    """A header more or less, another encoding, a body cut off."""
    assert not same_version(other, KEPT, "d", "d")


def test_another_body_is_another_page() -> None:
    """By its digest."""
    assert not same_version(KEPT, KEPT, "d", "e")


def test_of_a_cookie_only_the_value_and_the_hour_may_differ() -> None:
    """Its name and its flags are what is judged."""
    one = answer(("set-cookie", "id=1; Path=/; Expires=Mon, 1 Jun 2026; HttpOnly"))
    assert same_version(answer(("set-cookie", "id=2; Path=/; Expires=Tue, 2 Jun 2026; HttpOnly")), one, "d", "d")
    assert not same_version(answer(("set-cookie", "id=1; Path=/")), one, "d", "d")
    assert not same_version(answer(("set-cookie", "sid=1; Path=/; HttpOnly")), one, "d", "d")


def test_a_304_needs_not_repeat_all_but_must_not_contradict() -> None:
    """Servers leave out what they need not say."""
    assert told_again(answer(("date", "x"), status=304), KEPT)
    assert told_again(answer(("x-frame-options", "DENY"), status=304), KEPT)
    assert not told_again(answer(("x-frame-options", "SAMEORIGIN"), status=304), KEPT)
    assert not told_again(answer(("content-security-policy", "x"), status=304), KEPT)


@pytest.mark.parametrize(
    ("mine", "theirs", "denies"),
    [
        (Validators('"a"'), Validators('"a"'), False),
        (Validators('"a"'), Validators('W/"a"'), False),
        (Validators('"a"'), Validators('"b"'), True),
        (Validators('"a"', "Mon"), Validators('"a"', "Tue"), True),
        (Validators('"a"', "Mon"), Validators(), False),
        (Validators(), Validators('"b"', "Tue"), False),
    ],
)
def test_validators_deny_each_other_where_both_name_another(mine: Validators, theirs: Validators, denies: bool) -> None:
    """Silence denies nothing."""
    assert mine.deny(theirs) is denies
