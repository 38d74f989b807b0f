"""How far the checks of this edition can be trusted, for whoever acts on a report: measured.toml in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.measured import CheckFigure, Measured, load_measured

TITLE = "本版检查项在标注样本上的准确率"
SAMPLES = {"farm": "生成的网页和附件", "fixtures": "手写的网页", "sites": "生成的整站"}


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one check, as they are printed."""

    id: str
    title: str
    sample: str
    seeded: int
    near: int
    found: int
    wrong: int
    precision: str
    fail_precision: str
    recall: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a report says of its checks: a line each, what is to be kept in mind, and the checks without figures."""

    lines: tuple[Line, ...]
    remarks: tuple[str, ...]
    unmeasured: tuple[str, ...]


def accuracy(checks: Iterable[str], titles: Mapping[str, str]) -> Accuracy:
    """The figures of the checks that ran; ``titles`` names them."""
    measured = load_measured()
    ran = sorted(checks)
    figures = {id: figure for id in ran if (figure := measured.of(id))}
    return Accuracy(
        lines=tuple(_line(figure, titles.get(id, id)) for id, figure in figures.items()),
        remarks=remarks(measured),
        unmeasured=tuple(f"{titles[id]}（{id}）" if id in titles else id for id in ran if id not in figures),
    )


def remarks(measured: Measured) -> tuple[str, ...]:
    """What the figures do not say by themselves, in plain words."""
    said = [
        f"{measured.day} 测量，词库 {measured.entries} 条。样本中埋设了问题，也埋设了看似有误而其实正确的内容；"
        "查准率是报出的问题中属实的比例，查全率是埋设的问题中被查出的比例。",
        "标注样本与检查规则出自同一作者，数字只能说明已知的错误查得出、已知的陷阱不误报，不代表在真实网站上的准确率。",
        f"词库只认得收录过的错误写法：随机把公文词语的一个字换成同音字 {measured.blind.seeded} 处，"
        f"查出 {measured.blind.found} 处。没有报告错别字，不等于没有错别字。",
    ]
    if foreign := measured.foreign:
        said.append(
            f"另在他人所写的 {foreign.characters:,} 个汉字（报纸、软件手册、工作总结）上运行文字和隐私检查：报“问题” "
            f"{foreign.fails} 处，阅读 {foreign.judged_fails} 处，属实 {foreign.true_fails} 处，"
            f"每十万字误报 {foreign.false_fails_rate:.2f} 处；"
            f"抽读“待核实” {foreign.judged - foreign.judged_fails} 处，确有必要核实的 {foreign.true_reviews} 处。"
        )
    return tuple(said)


def _line(figure: CheckFigure, title: str) -> Line:
    return Line(
        id=figure.id,
        title=title,
        sample=SAMPLES.get(figure.sample, figure.sample),
        seeded=figure.seeded,
        near=figure.near,
        found=figure.found,
        wrong=figure.false_fails + figure.false_reviews,
        precision=percent(figure.precision),
        fail_precision=percent(figure.fail_precision) if figure.fails else "–",
        recall=percent(figure.recall),
    )


def percent(share: float) -> str:
    """A share, rounded down: 99.96 % is no 100 %."""
    return f"{int(share * 1000 + 1e-9) / 10:.1f}%"
