"""``desk preview`` over the county, as an editor has it open: how long after saving does the page show what was saved.

Time runs from when the saved file stands under its name. ``news`` is when a page that listens as the preview's own
script does hears that it has to reload, ``shown`` when what it then asks for has come whole and holds the new words;
drawing it is the browser's affair and not counted. The preview starts with nothing kept from earlier, as always.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from pathlib import Path
from statistics import median
from typing import Any

from bench.build.cases import SENTENCE, TITLE, Edits
from bench.build.county import NOW
from bench.build.document import Document
from bench.build.engine import Engine
from bench.build.measure import descendants, pss, worked
from bench.build.open_page import OpenPage, PreviewFailed
from bench.build.running import Running, running
from bench.build.workplace import Workplace

TIMES = 7
PAUSE = 3.0
"""Seconds from a page's being shown to the next edit. An editor takes longer; the preview uses them to keep on disk
what it knows."""
START_WITHIN, SHOWN_WITHIN, END_WITHIN = 1200.0, 60.0, 20.0
"""Seconds after which a start, an edit, an end has failed."""

_ADDRESS = re.compile(rb"http://127\.0\.0\.1:(\d+)/")

Edit = Callable[[Edits, int], tuple[Document, str]]
"""The document as it is saved the n-th time, and words that only this one has."""


@dataclass(frozen=True)
class Sample:
    """Seconds from a saved file until the news came and until the page showed it."""

    news: float
    shown: float


@dataclass
class Preview:
    """What was measured, as far as it came. Seconds and bytes.

    ``start`` is from the command to the first page; ``samples`` lie under the name of their edit. ``peak_pss`` is the
    most that the process tree was seen to hold, ``rest_pss`` what it holds between two edits; ``others`` the cores
    that other programs used meanwhile. ``failed`` is empty where all went well.
    """

    start: float | None = None
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    peak_pss: int = 0
    rest_pss: int = 0
    others: float = 0.0
    failed: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the results file; ``seconds`` is what the aim is about, None where the run failed."""
        edits = {edit: _series(samples) for edit, samples in self.samples.items()}
        return {
            "seconds": None if self.failed else edits["body"]["shown"]["median"],
            "start": self.start,
            "edits": edits,
            "peak_pss": self.peak_pss,
            "rest_pss": self.rest_pss,
            "others": self.others,
            "failed": self.failed,
        }


def _series(samples: Sequence[Sample]) -> dict[str, Any]:
    series = {"news": [sample.news for sample in samples], "shown": [sample.shown for sample in samples]}
    return {name: {"median": median(each), "max": max(each), "samples": each} for name, each in series.items()}


def command() -> list[str]:
    """``desk preview`` in the folder it is run in, on any port that is free."""
    return [str(Path(sys.executable).with_name("desk")), "preview", "--port", "0", "--now", NOW, "--no-open"]


def measure_preview(place: Workplace, engine: Engine, asked: Sequence[str] = (), times: int = TIMES) -> Preview:
    """Start the preview over our tree, edit an article's body and another's title so many times each, and end it.

    ``asked`` is run in place of ``command()``. Afterwards the tree is what it was and no process is left, whatever
    happened. A preview that does not start, show or end in time is told in ``failed``.
    """
    folder, edits, made = place.folder(engine), Edits(place.corpus), Preview()
    busy, began = worked(), time.perf_counter()
    try:
        with running(asked or command(), folder) as desk:
            try:
                _measure(made, desk, folder, engine, edits, times)
            except (PreviewFailed, OSError, HTTPException, ValueError) as error:
                made.failed = _reason(str(error) or type(error).__name__, desk)
        made.peak_pss = desk.watch.peak
        made.others = max(0.0, worked() - busy - desk.watch.cpu()) / (time.perf_counter() - began)
    except OSError as error:
        made.failed = f"it cannot be started: {error}"
    finally:
        edits.restore(engine, folder)
    if made.failed:
        sys.stderr.write(f"preview  {made.failed}\n")
    return made


def _measure(made: Preview, desk: Running, folder: Path, engine: Engine, edits: Edits, times: int) -> None:
    """Fill in ``made``."""
    announced = desk.find(_ADDRESS, START_WITHIN)
    if announced is None:
        raise PreviewFailed(f"it told no address in {time.perf_counter() - desk.started:.1f} s")
    port = int(announced[1])
    for name, edit in EDITS.items():
        for number in range(1, times + 1):
            document, words = edit(edits, number)
            page = OpenPage(port, document.head.url, SHOWN_WITHIN)
            page.load()
            if made.start is None:
                made.start = time.perf_counter() - desk.started
                sys.stderr.write(f"preview  first page after {made.start:.2f} s\n")
            text, file = engine.text(document, edits.corpus), folder / engine.place(document)
            sample = _time(page, lambda text=text, file=file: _save(file, text), words)
            made.samples.setdefault(name, []).append(sample)
            sys.stderr.write(f"preview  {name:<6}news {sample.news:.3f} s, shown {sample.shown:.3f} s\n")
    time.sleep(PAUSE)
    made.rest_pss = pss(descendants(desk.process.pid))
    if desk.stop(END_WITHIN) != 0:
        raise PreviewFailed(f"it did not end well within {END_WITHIN:.0f} s of Ctrl-C")


def _time(page: OpenPage, save: Callable[[], float], words: str) -> Sample:
    """Save when the open page has heard how things stand and nothing more; wait until it shows the words."""
    time.sleep(PAUSE)
    with closing(page.news()) as news:
        next(news)
        page.load()
        saved = save()
        for heard, told in news:
            if told["trouble"]:
                raise PreviewFailed(" ".join([told["trouble"]["title"], *told["trouble"]["lines"][:1]]))
            if told["pages"] != page.state and words in page.load():
                return Sample(heard - saved, time.perf_counter() - saved)
            if time.perf_counter() - saved > SHOWN_WITHIN:
                break
    raise PreviewFailed(f"{page.url} does not show what was saved within {SHOWN_WITHIN:.0f} s")


def _save(file: Path, text: str) -> float:
    """Replace a file, as editors do; returns when that was done."""
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
        return time.perf_counter()
    finally:
        draft.unlink(missing_ok=True)


def _reword(edits: Edits, number: int) -> tuple[Document, str]:
    words = f"（第{number}次核对后补充一句说明。）"
    return replace(edits.reworded, body=edits.reworded.body.replace(SENTENCE, words, 1)), words


def _retitle(edits: Edits, number: int) -> tuple[Document, str]:
    words = f"{TITLE}之{number}"
    return replace(edits.retitled, title=words), words


EDITS: dict[str, Edit] = {"body": _reword, "title": _retitle}


def _reason(why: str, desk: Running) -> str:
    return ": ".join(filter(None, (why, desk.last_words())))
