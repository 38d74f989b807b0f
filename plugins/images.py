"""Pictures of pages: those below media/ that a public document shows are judged at the gate, and published made fit.

A picture stands at the address of its file, its narrower versions below ``/media/~480/`` and ``/media/~960/``: a name
that begins with ``~`` is never one of content/, so that no file can be in their way. Attachments below files/ and data/
are published as they are, and therefore no picture of a body may lie there.
"""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican import signals

from plugins.build.edition import Edition
from plugins.build.forked import run_or_say
from plugins.build.kinds import Kind
from plugins.build.problems import CannotRun, Problem
from plugins.build.view import View
from plugins.links import file_url
from plugins.pictures.cache import Cache, key_of
from plugins.pictures.dress import Picture
from plugins.pictures.prepare import BYTE_LIMIT, KINDS, Fault, Prepared, Version, kind_of, prepare, too_many_bytes
from plugins.pictures.svg import read_svg

FOLDER = "media/"
DRAWING = ".svg"
ENDINGS = {DRAWING: "svg"} | {ending: kind for kind, endings in KINDS.items() for ending in endings}
NAMES = {"svg": "SVG"} | {kind: kind.upper() for kind in KINDS}
"""How editors are told of each kind."""
WORTH_A_POOL = 4
"""New pictures below which starting processes takes longer than the pictures."""
MOVE = "请移到 content/media/ 再引用：那里的图片会缩小，并清除拍摄时间、地点等信息"


@dataclass(frozen=True)
class Job:
    """A picture to judge: its file, its path below content/ (``shown``: as messages print it), its size, the cache."""

    file: Path
    path: str
    shown: str
    size: int
    cache: Cache


def is_picture(path: str) -> bool:
    """Whether a file below content/ is published by this plugin."""
    return path.startswith(FOLDER) and posixpath.splitext(path)[1].lower() in ENDINGS


def recollect(job: Job) -> Picture | tuple[Problem, ...] | None:
    """What can be said of a picture at once: a drawing, a fault, one that the cache remembers; None for the others."""
    data = _read(job.file, job.size)
    if isinstance(data, Fault):
        return _faulty(job, data)
    kind, ending = kind_of(data), posixpath.splitext(job.path)[1]
    said = ENDINGS.get(ending.lower())
    if kind in NAMES and kind != said:
        right = posixpath.basename(job.path).removesuffix(ending) + KINDS.get(kind, (DRAWING,))[0]
        what = f"扩展名是 {ending}，内容却是 {NAMES[kind]} 图片"
        return _faulty(job, Fault(what, f"请改名为 {right}，并改正引用它的文档"))
    if said == "svg":
        drawing = read_svg(data)
        found = tuple(Problem(job.shown, line, 0, what, cure) for line, what, cure in drawing.faults)
        return found or Picture(file_url(job.path), drawing.width, drawing.height, key=key_of(data))
    key = key_of(data)
    made = job.cache.recall(key)
    return picture_of(job.path, key, made) if made else None


def judge_file(job: Job) -> Picture | tuple[Problem, ...]:
    """One picture made, in any process: what pages need to know of it, or what is wrong. The bytes are in the cache."""
    data = _read(job.file, job.size)
    if isinstance(data, Fault):
        return _faulty(job, data)
    made = prepare(data)
    if isinstance(made, Fault):
        return _faulty(job, made)
    key = key_of(data)
    job.cache.keep(key, made)
    return picture_of(job.path, key, made)


def _faulty(job: Job, fault: Fault) -> tuple[Problem, ...]:
    return (Problem(job.shown, 0, 0, fault.what, fault.cure),)


def picture_of(path: str, key: str, made: Prepared) -> Picture:
    """A prepared picture as pages refer to it."""
    versions = list(files_of(path, made))
    widths = tuple((version.width, file_url(place)) for place, version in versions) if len(versions) > 1 else ()
    return Picture(file_url(path), made.whole.width, made.whole.height, widths, key)


def files_of(path: str, made: Prepared) -> Iterator[tuple[str, Version]]:
    """Each file to publish, below the output: the narrowest first, the picture itself last."""
    for version in made.smaller:
        yield f"{FOLDER}~{version.width}/{path.removeprefix(FOLDER)}", version
    yield path, made.whole


def _read(file: Path, size: int) -> bytes | Fault:
    """The bytes, unless there are too many; a pipe put in the place of the file must not hang the build."""
    if size > BYTE_LIMIT:
        return too_many_bytes(size)
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return Fault("不是普通文件（管道、设备或套接字）", "请删去它")
            return stream.read(BYTE_LIMIT + 1)
    except OSError as error:
        return Fault(f"文件读不了（{error.strerror}）", "请检查文件后重试")


def look_at_all(edition: Edition, cache: Cache, workers: int) -> tuple[dict[str, Picture], list[Problem]]:
    """The pictures that may be published, by address, and what is wrong with the others.

    ``workers`` is the number of processes (0: as many as pay); the result does not depend on it.
    """
    tree = edition.tree
    jobs = [
        Job(tree.root / path, path, tree.shown(path), size, cache)
        for path, size in edition.files.items()
        if is_picture(path)
    ]
    known = [recollect(job) for job in jobs]
    new = [job for job, at_once in zip(jobs, known, strict=True) if at_once is None]
    made = run_or_say(judge_file, new, workers or (os.cpu_count() or 1 if len(new) >= WORTH_A_POOL else 1))
    found = [next(made) if at_once is None else at_once for at_once in known]
    pictures = {picture.url: picture for picture in found if isinstance(picture, Picture)}
    users = _users(edition)
    problems = [
        replace(problem, what=problem.what + users.get(job.path, ""))
        for job, faults in zip(jobs, found, strict=True)
        if not isinstance(faults, Picture)
        for problem in faults
    ]
    return pictures, problems + misplaced(edition)


def _users(edition: Edition) -> dict[str, str]:
    """For each file the first document that shows it, as an addition to a message."""
    users: dict[str, str] = {}
    for article in sorted((a for a in edition.articles if a.links), key=lambda article: article.path):
        for link in article.links:
            if link.kind == "file":
                users.setdefault(link.target, f"（{edition.tree.shown(article.path)}:{link.line} 用到）")
    return users


def misplaced(edition: Edition) -> list[Problem]:
    """A problem for each picture shown in a body that would be published as it is, or that browsers do not show."""
    problems = []
    for article in edition.articles:
        for link in article.links:
            if link.kind != "file" or not link.image or is_picture(link.target):
                continue
            if link.target.startswith(FOLDER):
                ending = posixpath.splitext(link.target)[1] or "没有扩展名的"
                what, cure = f"网页不能显示 {ending} 图片“{link.raw}”", "请另存为 JPEG 或 PNG，再改正引用"
            else:
                what, cure = f"正文里的图片“{link.raw}”不在 media/ 里", MOVE
            problems.append(Problem(edition.tree.shown(article.path), link.line, 0, what, cure))
    return problems


def cache_of(settings: Mapping[str, Any], content: Path) -> Cache:
    """The cache that ``IMAGE_CACHE`` names, relative to where the content folder stands; none where it is empty."""
    folder = settings.get("IMAGE_CACHE", "")
    return Cache(Path(os.path.realpath(content)).parent / folder if folder else None)


def judge(generator: Any) -> None:
    """Receiver: look at every picture, tell what is wrong, and give the edition what pages need to know of them."""
    edition = generator.edition
    cache = cache_of(generator.settings, edition.tree.root)
    pictures, problems = look_at_all(edition, cache, generator.settings["JOBS"])
    generator.portal.problems.extend(problems)
    edition.pictures.update(pictures)
    kind = Kind("picture", lambda view, argument: published(view, cache, *argument), frozenset({"picture", "asset"}))
    generator.add_pages(kind, _files(edition))


def _files(edition: Edition) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Every file of every picture, with the picture's path, its own, and how messages print it."""
    for path in edition.files:
        if picture := edition.pictures.get(file_url(path)):
            for url in dict.fromkeys((*(url for _, url in picture.widths), picture.url)):
                place = unquote(url).lstrip("/")
                yield place, (path, place, edition.tree.shown(path))


def published(view: View, cache: Cache, path: str, place: str, shown: str) -> bytes:
    """One file of a picture. Raises CannotRun where the picture was changed since it was judged."""
    picture, file = view.picture(file_url(path)), view.file(path)
    assert picture is not None
    made = cache.recall(picture.key) or _made_again(file, picture.key)
    if made is None:
        raise CannotRun(f"构建过程中图片 {shown} 有改动，没有写成。请重新运行")
    if isinstance(made, bytes):
        return made
    return next(version.data for at, version in files_of(path, made) if at == place)


def _made_again(file: Path, key: str) -> Prepared | bytes | None:
    """A picture that no cache remembers, a drawing as it is; None where it is not what was judged under this key."""
    data = _read(file, 0)
    if isinstance(data, Fault) or key_of(data) != key:
        return None
    if ENDINGS[file.suffix.lower()] == "svg":
        return data
    made = prepare(data)
    return made if isinstance(made, Prepared) else None


def prune(generator: Any, writer: Any) -> None:
    """Receiver: keep the cache within its bounds."""
    cache_of(generator.settings, generator.edition.tree.root).prune()


def register() -> None:
    """Run when everything has been read, before the gate, and when the pages are written."""
    signals.article_generator_finalized.connect(judge)
    signals.article_writer_finalized.connect(prune)
