"""Attachments of a crawl: asked for whole, once, by the same request that gives their link its verdict.

Which they are: what the site's pages link to on its own hosts under the name of a document, an archive or a picture,
and what answers as one under any other name. What the bounds leave out is checked as a link all the same, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

import msgspec

from auditor.crawl.file_readers import FileReaders, FileReading
from auditor.crawl.frontier import Frontier
from auditor.crawl.kept_files import FileMemory
from auditor.crawl.links import judge_file
from auditor.crawl.reading import Method, digest_of
from auditor.crawl.response import Response, Validators
from auditor.crawl.same import told_again
from auditor.crawl.source import Source
from auditor.crawl.target import Options
from auditor.model import LinkState, NotRun
from standards.documents.eyes import find_reader

_FAULT = "wrong-bytes"
"""What the verdict on a link may say of a file that is read all the same."""
_FINE = frozenset(("ok", "moved-permanently", "moved-temporarily", _FAULT))
NOT_READ = NotRun(what="附件内容", why="按设置（crawl.attachments）没有读取附件，只检查能不能打开")

_WHY = {
    "encrypted": "加了密码，里面的内容没有检查",
    "old-format": "是老格式（.doc、.xls、.ppt、.wps、.et、.rtf），只查了整串的身份证号码，其余内容没有检查",
    "damaged": "有损坏，读不出来的部分没有检查",
    "truncated": "不完整，读不出来的部分没有检查",
    "scan": "有整页是图片的（未识别），图片上的文字没有检查",
    "archive": "是打不开的压缩包（RAR、7z 等）或层数太多，里面的文件没有检查",
    "unknown": "格式不认识，内容没有检查",
    "killed": "读取时用的时间或内存太多，没有检查完；可能是恶意构造的文件，请由专人查看",
    "failed": "本程序读它时出错，内容没有检查；请由专人查看，并把文件发给本程序的维护者",
    "too-large": "内容太多，后面的部分没有检查",
    "timeout": "没有在时限内传完，内容没有检查",
    "short-body": "服务器没有传完，内容没有检查",
    "bad-encoding": "传输的压缩格式有误，内容没有检查",
}


class FileVisit(msgspec.Struct):
    """What became of one link target: written down in one transaction. ``reading`` where it is an attachment."""

    link: LinkState
    received: int = 0
    answer: Response | None = None
    reading: FileReading | None = None
    kept: tuple[str, ...] | None = None
    """Where an earlier run's reading still holds, the addresses it leads to."""


Ask = Callable[[str, LinkState | None], FileVisit]


class Attachments:
    """Asks for attachments, and has them read. ``asker`` and ``write`` are the main thread's, the rest any thread's."""

    def __init__(self, source: Source, frontier: Frontier, method: Method, options: Options) -> None:
        self._source, self._frontier, self._method, self._options = source, frontier, method, options
        self._eyes = find_reader() if options.attachments and options.read_pictures else None
        self._stamp = " ".join([method.facts_stamp, self._eyes.version] if self._eyes else [method.facts_stamp])
        self.readers = FileReaders(method, options.processes, eyes=self._eyes)
        self.lead_on = False
        """Whether links were found that were not asked yet; for the crawl to take back."""

    def want(self, urls: Iterable[str]) -> None:
        """Note which of the addresses that a page links to are attachments of the site."""
        if self._options.attachments:
            self._frontier.files.want(filter(self._source.is_attachment, urls))

    def show(self, urls: Collection[str]) -> None:
        """Note the pictures that are part of what a page says; they are read like attachments where there are eyes."""
        self._frontier.files.show(urls)
        if self._eyes is not None:
            self.want(urls)

    def asker(self, url: str) -> Ask:
        """How to ask for a link target: whole where it is an attachment and the bounds allow it."""
        files = self._frontier.files
        if not self._options.attachments or not files.is_wanted(url):
            return self._check
        number, size = files.read()
        if number >= self._options.most_files or size >= self._options.most_file_bytes:
            files.leave(url)
            return self._check
        return partial(self._visit, memory=files.memory(url, self._stamp))

    def write(self, visit: FileVisit) -> None:
        """Inside of a transaction: keep what was made of an attachment, and queue what it links to."""
        files, url = self._frontier.files, visit.link.url
        leads = visit.kept or ()
        if visit.reading is not None and visit.answer is not None:
            leads = visit.reading.links
            files.keep(visit.answer, visit.link, visit.reading, self._stamp, self._method.file_stamp)
        elif visit.kept is not None:
            files.keep_on(url, visit.link)
        before = self._frontier.targets.found
        self._frontier.targets.add(leads)
        self.lead_on = self.lead_on or self._frontier.targets.found > before

    def read(self, answer: Response, link: LinkState) -> FileReading | None:
        """What is made of an answer that is an attachment; None where its link says that it is none."""
        if link.reason not in _FINE or answer.status != 200:
            return None
        return self.readers.read(answer, link.reason if link.reason == _FAULT else "")

    def told(self) -> Iterator[NotRun]:
        """The coverage's lines: what was not read of attachments and pictures, and why."""
        if not self._options.attachments:
            yield NOT_READ
        for code, number, example in self._frontier.files.noticed():
            yield NotRun(what=f"附件 {number} 个（如 {example}）", why=_WHY[code])
        if self._options.read_pictures and self._eyes is None:
            why = "本机没有装 tesseract-ocr 和它的简体中文（chi_sim），或没有读取附件"
            yield NotRun(what="图片识别（crawl.read_pictures）", why=why)
        number, example = self._frontier.files.left()
        if number:
            most = f"{self._options.most_files} 个、共 {self._options.most_file_bytes // 1_000_000} MB"
            yield NotRun(what=f"附件 {number} 个（如 {example}）", why=f"已到附件上限（{most}），没有读取内容")
        shown, inside = self._frontier.files.pictures()
        if shown + inside:
            where = f"网页上 {shown} 张、附件里 {inside} 张"
            yield NotRun(
                what=f"图片未检 {shown + inside} 张（{where}）",
                why="图片上的文字没有识别，有没有个人信息、错误表述不得而知",
            )

    def close(self) -> None:
        """Leave no process behind."""
        self.readers.close()

    def _check(self, url: str, before: LinkState | None) -> FileVisit:
        return FileVisit(self._source.check(url, before))

    def _visit(self, url: str, before: LinkState | None, memory: FileMemory | None) -> FileVisit:
        unless = memory.validators if memory and self._options.revalidate else Validators()
        answer = self._source.file(url, before, unless)
        if isinstance(answer, Response) and answer.status == 304:
            if memory is not None and told_again(answer, memory.response):
                return FileVisit(memory.link, kept=memory.links)
            answer = self._source.file(url, before)
        if isinstance(answer, LinkState):
            return FileVisit(answer)
        visit = FileVisit(judge_file(answer, before), answer.received, answer)
        if memory and memory.link.reason == visit.link.reason and self._is_same(answer, memory):
            visit.kept = memory.links
        else:
            visit.reading = self.read(answer, visit.link)
        return visit

    @staticmethod
    def _is_same(answer: Response, memory: FileMemory) -> bool:
        named = "content-disposition"
        return (
            digest_of(answer.body) == memory.digest
            and answer.truncated == memory.response.truncated
            and answer.header(named) == memory.response.header(named)
        )
