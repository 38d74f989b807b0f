"""The records that travel from a crawl to a report. Frozen, typed, MessagePack and JSON as they stand.

``crawl`` makes responses, ``facts`` makes PageFacts, ``checks`` make Hits of them, ``findings`` joins Hits into
Findings, ``reports`` print a Report. Nothing here fetches, parses or decides. One module a subject; everybody takes
them from here.
"""

from auditor.model.browser import AxeNode, AxeResult, BrowserFacts, SearchTrial, TitleTrial
from auditor.model.check import Check, Family, Hit, NotRun, Params, Severity, Verdict
from auditor.model.file import FileFacts, Hidden, Unread
from auditor.model.link import LinkState, LinkVerdict
from auditor.model.page import (
    EDITION,
    Dated,
    Hop,
    ItemList,
    Link,
    ListItem,
    Locator,
    Meta,
    Obsolete,
    ObsoleteKind,
    PageFacts,
    PageHead,
    PageKind,
    Region,
    Table,
    TextBlock,
)
from auditor.model.report import Coverage, Finding, Report, Rules, SiteName, Tool
from auditor.model.score import Answer, Outcome, Row, Sample, Score, ScoreItem, Standing, Watched
from auditor.model.site import ANCHORED, NOWHERE, Column, Listed, Probe, Site

__all__ = [
    "ANCHORED",
    "EDITION",
    "NOWHERE",
    "Answer",
    "AxeNode",
    "AxeResult",
    "BrowserFacts",
    "Check",
    "Column",
    "Coverage",
    "Dated",
    "Family",
    "FileFacts",
    "Finding",
    "Hidden",
    "Hit",
    "Hop",
    "ItemList",
    "Link",
    "LinkState",
    "LinkVerdict",
    "ListItem",
    "Listed",
    "Locator",
    "Meta",
    "NotRun",
    "Obsolete",
    "ObsoleteKind",
    "Outcome",
    "PageFacts",
    "PageHead",
    "PageKind",
    "Params",
    "Probe",
    "Region",
    "Report",
    "Row",
    "Rules",
    "Sample",
    "Score",
    "ScoreItem",
    "SearchTrial",
    "Severity",
    "Site",
    "SiteName",
    "Standing",
    "Table",
    "TextBlock",
    "TitleTrial",
    "Tool",
    "Unread",
    "Verdict",
    "Watched",
]
