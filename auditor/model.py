"""The records that travel from a crawl to a report. Frozen, typed, MessagePack and JSON as they stand.

``crawl`` makes responses, ``facts`` makes PageFacts, ``checks`` make Hits of them, ``findings`` joins Hits into
Findings, ``reports`` print a Report. Nothing here fetches, parses or decides. Records of which a page has hundreds are
packed without the names of their fields.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

EDITION = "4"
"""Of the records that a crawl keeps on disk: raised when PageFacts, LinkState or what they hold say more than before,
so that a crawl kept by an older version is never read as if it had looked for what it did not know."""

Verdict = Literal["fail", "review"]
Severity = Literal["P0", "P1", "P2", "P3"]
Family = Literal[
    "links", "freshness", "words", "privacy", "accessibility", "identity",
    "interaction", "services", "villages", "security", "attachments", "structure",
]  # fmt: skip
Region = Literal["header", "nav", "main", "aside", "footer"]
PageKind = Literal["home", "column", "content", "other"]
LinkVerdict = Literal["ok", "redirected", "broken", "suspect", "blocked", "skipped"]


class Locator(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where in a document: 1-based source line and column, and a CSS selector that finds the element."""

    line: int | None = None
    column: int | None = None
    selector: str = ""


class Hop(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One redirect that was followed."""

    url: str
    status: int
    location: str


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A reference from a page to something else.

    ``url`` is absolute, normalised, canonical host, without fragment; empty where the reference has no fetchable
    target (mailto:, tel:, javascript:, malformed), and then ``scheme`` or ``problem`` says why. ``role`` is
    ``page`` (a, area, iframe, form get, meta refresh), ``asset`` (img, script, stylesheet, media, icon, srcset,
    CSS url) or ``meta`` (canonical, alternate).
    """

    url: str
    raw: str
    role: Literal["page", "asset", "meta"]
    tag: str
    attribute: str
    fragment: str = ""
    scheme: str = ""
    problem: str = ""
    text: str = ""
    rel: str = ""
    region: Region = "main"
    locator: Locator = Locator()
    concealed: str = ""
    """How a link to another host is kept from the reader's eyes (see ``facts.concealed``); empty where it is seen."""
    via: Literal["", "script", "data", "feed", "header", "file"] = ""
    """Where else than in an attribute of its own it was found: in a script or an on… attribute, in a data-… attribute
    that only scripts read, in an HTTP header, in an attachment; ``feed`` marks a ``link`` to Atom or RSS."""


class Meta(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A ``<meta name content>``; ``name`` as written."""

    name: str
    content: str
    locator: Locator = Locator()


class TextBlock(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A run of visible text that a reader sees as one block (paragraph, cell, heading, list item, title, alt).

    ``text`` is white-space folded. ``kind`` is ``text`` for visible text, or ``title``, ``alt``, ``meta``,
    ``attribute`` for text a reader hears or searches. ``quote`` is true inside blockquote or q.
    """

    text: str
    tag: str
    kind: Literal["text", "title", "alt", "meta", "attribute"] = "text"
    region: Region = "main"
    quote: bool = False
    locator: Locator = Locator()


class Table(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A data table: ``heads`` are the column heads (folded text, maybe empty), ``rows`` the body cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    region: Region = "main"
    locator: Locator = Locator()


class Dated(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """A date found on a page. ``value`` is ISO 8601 (date or minute). ``source`` says how it was found:

    ``meta`` (PubDate), ``time`` (<time datetime>), ``label`` (发布时间:…), ``text`` or ``url``.
    """

    value: str
    source: Literal["meta", "time", "label", "text", "url"]
    label: str = ""


class ListItem(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One row of a list of documents. ``date`` is ISO 8601 or empty where the row shows none."""

    title: str
    url: str
    date: str = ""
    pinned: bool = False
    day: str = ""
    """What the row shows in place of a full date, for the check's clock to read: ``11-20``, ``2026-11``, ``3天前``."""


class ItemList(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A list of documents on a page, found by ``data-gk="list"`` or by its repeated shape.

    ``name`` is the heading it stands under. ``declared`` is true when a hook said that this is a list, so that an
    empty one is known to be a list at all. ``scripted`` is true when a script looks likely to fill it.
    """

    name: str
    items: tuple[ListItem, ...]
    declared: bool = False
    scripted: bool = False
    region: Region = "main"
    locator: Locator = Locator()


ObsoleteKind = Literal["flash", "silverlight", "java", "activex", "media-player", "vml", "bgsound", "frameset"]


class Obsolete(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """Something on a page that browsers do not run any more and that nothing stands in for (``facts.obsolete``).
    ``name`` is what it would play, as written, or empty."""

    kind: ObsoleteKind
    name: str = ""
    region: Region = "main"
    locator: Locator = Locator()


class PageHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself, without what stands on it: read in a third of the time. Canonical host throughout."""

    url: str
    status: int
    kind: PageKind
    requested: str = ""
    """The address asked for, where redirects led elsewhere."""
    redirects: tuple[Hop, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Response headers in order, names in lower case."""
    content_type: str = ""
    charset: str = ""
    declared: str = ""
    """The encoding it claims, where the bytes are in ``charset`` instead: readers see rubbish."""
    size: int = 0
    digest: str = ""
    """blake2b of the body as received, 32 hex digits."""
    skeleton: str = ""
    """Digest of the tag structure without text: pages of one template share it."""
    lang: str = ""
    title: str = ""
    canonical: str = ""
    metas: tuple[Meta, ...] = ()
    dates: tuple[Dated, ...] = ()
    hooks: tuple[str, ...] = ()
    """The data-gk values on the page."""
    depth: int = 0
    truncated: str = ""
    """Why the body was not read whole, or empty."""
    rendered: Literal["", "whole", "part"] = ""
    """Whether these are the facts of the document that its scripts left behind in a browser. ``part``: they did not get
    all that they asked for, or did not come to rest, so that what is missing may only be late. Lines and columns are
    then unknown; size, digest and charset are of the body as received."""
    policy: str = ""
    """What the page's own ``<meta http-equiv="Content-Security-Policy">`` say, joined; the header is in headers."""

    def meta(self, name: str) -> str:
        """The content of the first meta of that name, whatever its case, stripped; empty when absent."""
        wanted = name.lower()
        return next((m.content.strip() for m in self.metas if m.name.lower() == wanted), "")

    def published(self) -> str:
        """The page's own publication date as ISO 8601, best source first; empty when it shows none."""
        for source in ("meta", "time", "label"):
            for dated in self.dates:
                if dated.source == source:
                    return dated.value
        return ""


class PageFacts(PageHead, frozen=True, kw_only=True):
    """Everything a check may ask about one page."""

    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """Every id and a[name], for fragment checks."""
    blocks: tuple[TextBlock, ...] = ()
    tables: tuple[Table, ...] = ()
    lists: tuple[ItemList, ...] = ()
    pictures: tuple[str, ...] = ()
    """Addresses of the pictures in the body that may have something to say: no icons, no drawings of the layout."""
    folded: tuple[TextBlock, ...] = ()
    """Text of the middle of the page that is not painted as the page stands: the tabs behind the first one. Readers
    see it after a click; wording checks do not ask for it."""
    written: str = ""
    """The markup that stands in strings of its scripts, unescaped and cut: what they would write into the page."""
    site_codes: tuple[str, ...] = ()
    """The site code as the 找错 script is given it (``sitecode="…"``)."""
    obsolete: tuple[Obsolete, ...] = ()


class Unread(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Why an attachment, or some of it, was not read: a code (``damaged``, ``truncated``, ``encrypted``, ``scan``,
    ``old-format``, ``archive``, ``too-large``, ``unknown``, ``killed``, ``failed``), what to tell, what to do; both in
    Chinese."""

    code: str
    what: str
    cure: str


class Hidden(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something in an attachment that nobody sees who opens it: why not, where first, how it begins, how many such
    pieces there are."""

    why: str
    place: str
    text: str
    number: int


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a check may ask about one attachment. Its passages are blocks whose locator's selector says in words
    where they stand (第3页, 工作表“名单”B7, 批注); those of ``kind`` ``attribute`` nobody sees who opens the file."""

    url: str
    """As the site's pages link to it."""
    name: str = ""
    """What it is called when it is saved: by Content-Disposition, else by its address; decoded."""
    kind: str = ""
    """What its bytes are: pdf, docx, xlsx, pptx, ofd, doc, xls, ppt, csv, text, picture, zip, …; empty: unknown."""
    content_type: str = ""
    size: int = 0
    """Bytes that arrived."""
    digest: str = ""
    """blake2b of them, 32 hex digits."""
    truncated: str = ""
    """Why not all of it arrived, as of a page; or empty."""
    fault: str = ""
    """The reason code of its link's verdict where that already says what is wrong with the file."""
    parts: int = 0
    """Pages or sheets."""
    blocks: tuple[TextBlock, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    """What the file says of itself (作者, 最后修改人, 单位, 模板, 拍摄地点): names and values."""
    hidden: tuple[Hidden, ...] = ()
    names: tuple[str, ...] = ()
    """The files in an archive."""
    changes: int = 0
    """Tracked changes that are still open."""
    pictures: int = 0
    """Pictures in it that nobody has read."""
    unread: tuple[Unread, ...] = ()


class LinkState(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one address when it was asked for: the run-wide verdict of a link target."""

    url: str
    verdict: LinkVerdict
    reason: str
    """A closed set of codes: ok, not-found, gone, dns, refused, timeout, tls, server-error, too-many-redirects,
    redirect-loop, forbidden, rate-limited, challenge, robots, out-of-budget, private-address, switched-off, …"""
    status: int = 0
    final_url: str = ""
    redirects: tuple[Hop, ...] = ()
    content_type: str = ""
    anchors: tuple[str, ...] | None = None
    """Ids of the target where it is an HTML page that was read whole; None when unknown."""
    detail: str = ""
    expires: str = ""
    """When the certificate it was answered under runs out, ISO 8601; empty without TLS or when unknown."""


class AxeNode(msgspec.Struct, frozen=True, kw_only=True):
    """One element an axe rule speaks of."""

    selector: str
    html: str
    summary: str
    frame: str = ""


class AxeResult(msgspec.Struct, frozen=True, kw_only=True):
    """One axe rule's outcome on one page; ``outcome`` is ``violation`` or ``incomplete``."""

    rule: str
    outcome: Literal["violation", "incomplete"]
    impact: str
    help: str
    tags: tuple[str, ...]
    nodes: tuple[AxeNode, ...]


class BrowserFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What Chromium and axe-core said of one page; ``error`` where the page could not be judged."""

    url: str
    engine: str
    results: tuple[AxeResult, ...] = ()
    error: str = ""


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """One question to the site's host that no page asks, put once a crawl (see ``crawl.probes``).

    ``not-found`` asks for an address that nobody has written, ``plain-http`` for the home page by http where it is
    read by https, ``secure-http`` the other way round, ``ipv6`` asks the resolver for the host's AAAA record.
    """

    kind: Literal["not-found", "plain-http", "secure-http", "ipv6"]
    url: str
    outcome: str = "ok"
    """A reason code as of LinkState; for ``ipv6`` found or none."""
    status: int = 0
    final_url: str = ""
    hops: tuple[Hop, ...] = ()
    page: PageFacts | None = None
    """What was shown, of ``not-found`` only."""
    why: str = ""
    """In Chinese, why it was not asked or tells nothing; empty where it may be judged."""


class TitleTrial(msgspec.Struct, frozen=True, kw_only=True):
    """One title typed into the site's search."""

    title: str
    url: str
    found: bool | None = None
    """Whether it stood on the first page of results; None where that cannot be told."""
    why: str = ""
    """In Chinese, why it cannot."""


class SearchTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the site's search in Chromium (see ``browser.site_search``)."""

    entry: Literal["form", "link", "elsewhere", "barred", "none"]
    """The home page has a field to type in, only a link, a search that leads to another host or that robots.txt keeps
    from us, or nothing of it."""
    url: str = ""
    """Where the search led, canonical."""
    trials: tuple[TitleTrial, ...] = ()
    classified: bool | None = None
    """Whether results can be narrowed by kind; None where no result was seen."""
    seed: int = 0


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the site as seen from outside: its pages, its items, the newest date among them."""

    name: str
    url: str
    type: str = ""
    """ColumnType as the page declares it, or empty."""
    items: tuple[ListItem, ...] = ()
    """The items of all its list pages, in the order listed; child columns' items are not among them."""
    children: tuple[str, ...] = ()
    """Addresses of child columns."""
    declared: bool = False
    scripted: bool = False
    archived: bool = False
    locator: Locator = Locator()


class Listed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What a column listed on a day: the oldest date among its rows, and digests of their addresses (``listed.py``)."""

    on: str
    oldest: str
    urls: tuple[str, ...] = ()


ANCHORED = "#"
"""In place of an address in ``Site.pages``: links to a place within a page."""

NOWHERE = "?"
"""In place of an address in ``Site.pages``: references that lead nowhere a reader could go (malformed, file:)."""


class Site(Protocol):
    """What one crawl saw. Pages come one at a time: a site does not fit in memory."""

    url: str
    """Canonical address of the home page."""

    def pages(self, linking_to: Collection[str] | None = None) -> Iterator[PageFacts]:
        """Every HTML page that was fetched with status 200, in the order of addresses.

        A check that looks at some links only says so with ``linking_to``: addresses (or ANCHORED, NOWHERE). Pages
        without any of them may then be left out, which spares unpacking them.
        """

    def heads(self) -> Iterator[PageHead]:
        """The same pages in the same order, without what stands on them."""

    def page(self, url: str) -> PageFacts | None:
        """One page of ``pages`` by its address."""

    def failed(self) -> frozenset[str]:
        """The addresses whose verdict is broken or suspect."""

    def sheets(self) -> Iterator[PageFacts]:
        """The style sheets of the site that its pages use, as facts of which only address and links are filled."""

    def files(self) -> Iterator[FileFacts]:
        """The attachments that were read, in the order of addresses."""

    def columns(self) -> tuple[Column, ...]:
        """The columns found, in the order of addresses."""

    def listed_before(self, url: str) -> Listed | None:
        """What the column of this address listed on an earlier day, under ``--state``; None where nobody looked."""

    def link(self, url: str) -> LinkState | None:
        """The verdict of a link target (without fragment); None when it was never asked for."""

    def browser(self) -> Iterator[BrowserFacts]:
        """What the browser said of the sampled pages."""

    def probe(self, kind: str) -> Probe | None:
        """What the host answered to a question of its own; None where it was not asked."""

    def search(self) -> SearchTrial | None:
        """What came of the site's search; None where it was not tried."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place where a check found something. Evidence may hold secrets: it is masked on becoming a Finding."""

    url: str
    message: str
    """One Chinese sentence: what is wrong here."""
    evidence: str = ""
    """The text or markup that shows it, about 20 characters either side."""
    mark: tuple[int, int] | None = None
    """Start and end of the guilty part within ``evidence``."""
    verdict: Verdict = "fail"
    reason: str = ""
    """A short code that tells kinds of hits of one check apart (not-found, missing, …)."""
    target: str = ""
    """The address or name the hit is about, where it is not the page itself."""
    region: Region = "main"
    locator: Locator = Locator()
    severity: Severity | None = None
    """Where it differs from the check's."""
    cause: str = ""
    """Hits of one check with the same non-empty cause are one finding, wherever they stand."""
    remedy: str = ""
    """Where it differs from the check's."""
    clauses: tuple[str, ...] | None = None
    """Where only some of the check's clauses are touched, or none; None means all of them."""


class NotRun(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was left out, and why. A report that does not say this says too much."""

    what: str
    why: str


Params = dict[str, Any]
"""A check's thresholds, from the rule file's ``[checks."family/name"]`` table."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be wrong. ``check`` is pure: facts in, hits out, no I/O, no clock of its own.

    A check of a site may also give a NotRun between its hits: what it drew, what it could not tell. Coverage has it.
    """

    id: str
    """``family/name``, the module's place below auditor/checks."""
    title: str
    """Chinese, as the report heads its findings."""
    severity: Severity
    remedy: str
    """Chinese: what the site's editor does now."""
    scope: Literal["page", "file", "site"]
    check: Callable[..., Iterable[Hit | NotRun]]
    """``check(facts: PageFacts, params, now)`` for a page, ``check(file: FileFacts, params, now)`` for an attachment,
    ``check(site: Site, params, now)`` for a site."""
    needs: tuple[Literal["links", "columns", "browser", "search"], ...] = ()
    """Parts of a Site it reads; when one was not made, the check is listed under *not run*."""
    left_out: Callable[..., Iterable[NotRun]] | None = None
    """``left_out(site: Site, params, now)``: what of the site it did not judge and why, for the report's coverage."""
    by_target: bool = False
    """Hits of one page about one target are one finding, whatever words lead there: it is mended at its target."""
    own_host: bool = False
    """It speaks of the site itself: pages of other hosts that were read along are sites of their own."""

    @property
    def family(self) -> str:
        """The first part of the id."""
        return self.id.partition("/")[0]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One cause, as the report and the ledger know it. Evidence is masked. Fields as interfaces.md names them."""

    fingerprint: str
    check: str
    family: str
    title: str
    verdict: Verdict
    severity: Severity
    clauses: tuple[str, ...]
    url: str
    target: str
    reason: str
    locator: Locator
    evidence: str
    mark: tuple[int, int] | None
    message: str
    remedy: str
    occurrences: int
    pages: tuple[str, ...]
    reach: int
    """On how many pages it stands; ``pages`` names the first twenty."""
    state: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    column_path: tuple[str, ...] = ()
    """Names of the columns its pages have in common, outermost first; empty when unknown or when they share none."""
    page_title: str = ""
    """What the page at ``url`` calls itself."""
    published: str = ""
    """That page's publication date as ISO 8601, or empty."""
    drawn: tuple[str, ...] = ()
    """Those of its pages that were drawn for a sample of the score sheet."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What a run saw and what it did not."""

    pages_found: int
    pages_fetched: int
    pages_judged: int
    pages_in_browser: int
    links_checked: int
    sample_seed: int
    by_check: dict[str, int]
    not_run: tuple[NotRun, ...] = ()
    cut: tuple[NotRun, ...] = ()
    pages_rendered: int = 0
    """Pages judged as their scripts left them in a browser."""
    files_read: int = 0
    """Attachments; how much of each was read, and why not all, is in ``not_run``."""


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the report."""

    name: str
    version: str


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition of which rule file it was judged by."""

    id: str
    edition: str


class SiteName(msgspec.Struct, frozen=True, kw_only=True):
    """The site a report is about, as the site itself says."""

    url: str
    canonical: str
    name: str
    id_code: str


Standing = Literal["合格", "扣分", "加分", "不加分", "疑似", "不合格", "待人工", "未检", "不适用"]
"""How a row or an item of the score sheet stands. 不合格 only where a person has confirmed a veto."""

Outcome = Literal["合格", "疑似不合格（待人工核实）", "不合格"]


class ScoreItem(msgspec.Struct, frozen=True, kw_only=True):
    """One 评分细则 of the sheet: what it took or brought, between which bounds, and on what evidence."""

    code: str
    text: str
    status: Standing
    low: float
    high: float
    """Points taken (of a bonus: brought) at least and at most; equal where it is decided. 0 for vetoes."""
    count: int
    """How often it was counted: causes, pages, or what a person answered."""
    decides: str
    finding_fingerprints: tuple[str, ...] = ()
    """The findings that its points hang on."""
    review_fingerprints: tuple[str, ...] = ()
    """Findings that only leave it open."""
    answer: str = ""
    """What a person said, in words; empty where nobody did."""
    by: str = ""
    on: str = ""
    note: str = ""
    """Why it stands so, where that is not plain."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the score sheet. ``points`` is what it took (of a bonus: brought); None while that is open."""

    clause: str
    title: str
    points: float | None
    cap: float | None
    status: Standing
    finding_fingerprints: tuple[str, ...]
    code: str = ""
    part: str = ""
    group: str = ""
    sample: str = ""
    low: float = 0.0
    high: float = 0.0
    items: tuple[ScoreItem, ...] = ()


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Pages drawn for one item of the score sheet: ``pages`` of ``found`` of that kind, by the ``seed``."""

    item: str
    kind: PageKind
    number: int
    """How many the clause wants."""
    found: int
    seed: int
    pages: tuple[str, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said to one item of the questionnaire: how often it is so (0: it is not)."""

    code: str
    times: int
    by: str = ""
    on: str = ""
    samples: tuple[str, ...] = ()
    note: str = ""
    fingerprints: tuple[str, ...] = ()
    """Of a veto: the findings that the person looked at."""


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """What a monitoring of availability came to for the site (see ``watch.records.Availability``)."""

    fingerprint: str
    state: str
    opened: int
    failed: int
    share: float | None
    since: str
    until: str


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """The score, and what it was made of besides findings and coverage, so that it can be made again."""

    status: Literal["partial", "complete"] | None
    qualified: Outcome | None
    """None: not everything is decided."""
    total: float | None
    min: float | None
    max: float | None
    veto: tuple[ScoreItem, ...]
    """The vetoes that may be touched."""
    deductions: tuple[ScoreItem, ...]
    bonus: tuple[ScoreItem, ...]
    """The items that took, or brought, points."""
    base_min: float | None = None
    base_max: float | None = None
    """Of the points between ``min`` and ``max``, those without the bonus."""
    kind: str = "portal"
    kind_title: str = ""
    why: tuple[str, ...] = ()
    """Why it is not complete, and what else a reader must know."""
    samples: tuple[Sample, ...] = ()
    answers: tuple[Answer, ...] = ()
    watched: Watched | None = None
    notes: tuple[str, ...] = ()
    """What is to be said of the answers and the monitoring; said in ``why`` too."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of one audit: report.json, schema_version 1."""

    schema_version: int
    tool: Tool
    rules: Rules
    now: datetime
    site: SiteName
    started: datetime
    finished: datetime
    coverage: Coverage
    score: Score | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
