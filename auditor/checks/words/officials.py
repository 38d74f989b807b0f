"""words/officials

## What it does
Holds the names and posts of a page against the roster given by ``words.roster``: somebody called by a post that he or
she never had, or did not have on the day the page was published; a name beside a post of the roster that is one
character off the name of who held it. Always ``review``. Pages without a date are asked about wrong characters only.
Sentences that speak of another time (时任, 原, 任命, 免去, another year) or of another place (邻川县县长) are left
alone. Without a roster nothing is checked, and the report says so; the site's own pages of leaders are no roster,
since they do not say from when to when.

## Why it matters
A leader's name written wrong is what the inspectors call 严重表述错误; a post of yesterday on a page of today is read
by everybody who knows better.

## Bad
    <p>县长张名华主持召开会议。</p>     where the roster says 张明华,县长

## Instead
    <p>县长张明华主持召开会议。</p>
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from auditor.facts.evidence import excerpt
from auditor.model import Check, Hit, PageFacts, Params, TextBlock
from standards.roster import Term
from standards.words.characters import homophones

OTHER_TIME = re.compile(
    r"时任|历任|曾任|曾|原|前任|任命|任免|免去|免职|辞去|提名|拟任|当选|候选|接替|卸任|不再担任|离任|退休|同名|生平|简历"
)
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
PLACE = re.compile(r"[\u4e00-\u9fff]{2,3}[省市县区州镇乡旗]\Z")
RANK = re.compile(r"(?:常务|第一)?副\Z|代理?\Z")
SENTENCE = re.compile(r"[。！？；\n]")
NAME_ENDS = re.compile(
    r"\Z|[^\u4e00-\u9fff]|同志|一行|先生|女士|主持|出席|调研|率|带|在|到|赴|指出|强调|讲话|作|来|表示|要求|介绍|会见|参加|检查|深入|"
    r"前往|宣布|为|与|和|及|以|对|就|向|致|说|还|并|参|陪|督|走|听|接|签|代表|分别|实地|专题|组织|召|看望|慰问|任|等|的|一|先后|随|实"
)
NAME_BEGINS = re.compile(r"(?:\A|[^\u4e00-\u9fff]|[和与及由请对向让])\Z")
BARE = re.compile(r"(?:常务)?副?(?:书记|主任|主席|局长)\Z")
"""Posts that every village and office has: of the roster's only where no other body stands before them."""
SHORT = re.compile(r"(?:常务)?副?(?:书记|[省市县区镇乡州]长|主任|主席|局长)\Z")
RANK_BEFORE = re.compile(r"(?:常务|第一)?副|代理?")
NEAR = 16
"""Characters beside a name or a post in which a word may stand that speaks of another time."""


@dataclass(frozen=True, slots=True)
class _Roster:
    """A roster ready to search with: ``names`` and ``posts`` to what they are in ``words``."""

    terms: dict[str, tuple[Term, ...]]
    posts: tuple[str, ...]
    holders: dict[str, tuple[Term, ...]]
    words: tuple[str, ...]
    search: AhoCorasick


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Something to ask about: where, where the name stands in it, its code, about whom, and what is said."""

    start: int
    end: int
    about: tuple[int, int]
    reason: str
    target: str
    said: str


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each post somebody had not, and for each name that is one character off. ``params``: roster,
    which the user's settings fill with (name, post, since, until)."""
    if not params["roster"]:
        return
    roster = _ready(tuple(Term(*row) for row in params["roster"]))
    day = facts.published()[:10]
    ours = facts.meta("SiteName") + facts.title + "".join(roster.posts)
    for block in facts.blocks:
        if block.kind not in {"text", "title", "meta"} or block.quote:
            continue
        told: set[tuple[int, int]] = set()
        found = roster.search.find_matches_as_indexes(block.text, overlapping=True)
        for place, start, end in sorted(found, key=lambda one: one[1] - one[2]):
            word = roster.words[place]
            if word in roster.terms:
                doubt = _wrong_post(roster, block.text, (start, end), day, ours) if day else None
            else:
                doubt = _wrong_name(roster, block.text, (start, end), day or now.date().isoformat(), ours)
            if doubt and doubt.about not in told:
                told.add(doubt.about)
                yield _hit(facts, block, doubt)


def _wrong_post(roster: _Roster, text: str, span: tuple[int, int], day: str, ours: str) -> _Doubt | None:
    """Of a name with a post beside it that its bearer had not that day."""
    start, end = span
    name = text[start:end]
    beside = [place for place in (_post_before(roster, text, start), _post_after(roster, text, end)) if place]
    for first, last in beside:
        post = text[first:last]
        if any(_same(term.post, post) and term.holds(day) for term in roster.terms[name]):
            return None
    if not beside or _other_matter(text, min(start, beside[0][0]), max(end, beside[0][1]), day, ours):
        return None
    first, last = beside[0]
    post = text[first:last]
    once = [term for term in roster.terms[name] if _same(term.post, post)]
    when = "，".join(f"{term.since or '起始不详'}至{term.until or '今'}" for term in once)
    why = f"名册中{name}任{post}的时间是{when}" if once else f"名册中{name}没有担任过{post}"
    said = f"“{name}”与“{post}”请核对：{why}，本页发布于 {day}"
    return _Doubt(min(first, start), max(last, end), span, "post", f"{name} {post}", said)


def _wrong_name(roster: _Roster, text: str, span: tuple[int, int], day: str, ours: str) -> _Doubt | None:
    """Of a post beside which stands almost the name of who held it."""
    start, end = span
    rank = RANK.search(text, max(0, start - 4), start)
    begins = rank.start() if rank else start
    post = text[begins:end]
    if _of_another_body(text, begins, post):
        return None
    terms = [term for term in roster.holders[text[start:end]] if _same(term.post, post)]
    alone = len({term.name for term in terms if term.holds(day)}) == 1 and "副" not in post
    for term in terms:
        size = len(term.name)
        after, before = text[end : end + size], text[max(0, start - size) : start]
        for name, at, bounded in (
            (after, end, size > 2 or NAME_ENDS.match(text, end + size)),
            (before, start - size, NAME_BEGINS.search(text[max(0, start - size - 2) : start - size])),
        ):
            if not bounded or name in roster.terms or len(name) != size:
                continue
            wrong = [pair for pair in zip(name, term.name, strict=True) if pair[0] != pair[1]]
            if len(wrong) != 1 or not (_alike(*wrong[0]) or (alone and term.holds(day) and name[0] == term.name[0])):
                continue
            if _other_matter(text, min(at, start), max(end, at + size), day, ours):
                continue
            said = f"“{name}”请核对：名册中的{post}是“{term.name}”，只差一个字"
            return _Doubt(at, at + size, (at, at + size), "name", name, said)
    return None


def _post_before(roster: _Roster, text: str, at: int) -> tuple[int, int] | None:
    post = max((post for post in roster.posts if text.endswith(post, 0, at)), key=len, default="")
    if not post:
        return None
    rank = RANK.search(text, max(0, at - len(post) - 4), at - len(post))
    begins = rank.start() if rank else at - len(post)
    return None if _of_another_body(text, begins, text[begins:at]) else (begins, at)


def _post_after(roster: _Roster, text: str, at: int) -> tuple[int, int] | None:
    rank = RANK_BEFORE.match(text, at)
    for begin in (at, rank.end() if rank else at):
        if post := max((post for post in roster.posts if text.startswith(post, begin)), key=len, default=""):
            return at, begin + len(post)
    return None


def _of_another_body(text: str, at: int, post: str) -> bool:
    """Whether a bare 书记 or 主任 stands behind the name of something: 村党支部书记, 局党委书记."""
    return BARE.match(post) is not None and re.search(r"[\u4e00-\u9fff]\Z", text[max(0, at - 1) : at]) is not None


def _same(held: str, written: str) -> bool:
    """Whether two ways of writing a post may mean the same: 县长 and 明川县人民政府县长, but not 副县长."""
    longer, shorter = (held, written) if len(held) >= len(written) else (written, held)
    return longer.endswith(shorter) and not RANK.search(longer[: len(longer) - len(shorter)])


def _other_matter(text: str, start: int, end: int, day: str, ours: str) -> bool:
    """Whether the sentence speaks of another time or another place."""
    if OTHER_TIME.search(text, max(0, start - NEAR), end + NEAR):
        return True
    begins = max((match.end() for match in SENTENCE.finditer(text, max(0, start - 200), start)), default=0)
    if any(year[0] != day[:4] for year in YEAR.finditer(text, max(begins, start - 200), end)):
        return True
    place = PLACE.search(text[max(0, start - 4) : start])
    return place is not None and place[0] not in ours and place[0][1:] not in ours


def _alike(one: str, other: str) -> bool:
    return other in homophones().get(one, "")


@lru_cache(4)
def _ready(terms: tuple[Term, ...]) -> _Roster:
    by_name: dict[str, tuple[Term, ...]] = {}
    by_post: dict[str, tuple[Term, ...]] = {}
    for term in terms:
        by_name[term.name] = (*by_name.get(term.name, ()), term)
    posts = {term.post for term in terms}
    # 明川县人民政府县长 is written 县长 as well.
    posts |= {short[0] for post in posts if (short := SHORT.search(post))}
    for post in posts:
        by_post[post] = tuple(term for term in terms if _same(term.post, post))
    words = (*by_name, *(post for post in sorted(posts) if post not in by_name))
    return _Roster(by_name, tuple(sorted(posts)), by_post, words, AhoCorasick(words))


def _hit(facts: PageFacts, block: TextBlock, doubt: _Doubt) -> Hit:
    evidence, mark = excerpt(block.text, doubt.start, doubt.end)
    return Hit(
        url=facts.url,
        message=doubt.said,
        evidence=evidence,
        mark=mark,
        verdict="review",
        reason=doubt.reason,
        target=doubt.target,
        region=block.region,
        locator=block.locator,
    )


CHECK = Check(
    id="words/officials",
    title="领导姓名、职务与名册不符",
    severity="P1",
    remedy="请与组织人事部门核对姓名和职务：写错的立即改正；名册漏列或过时的，请补正名册",
    scope="page",
    check=check,
)
