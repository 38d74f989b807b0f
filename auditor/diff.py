"""Two reports of one site side by side: what is new, what stayed, what is gone, told by fingerprint."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.errors import BadInput, why_not
from auditor.model import Finding, Report
from auditor.reports.json_report import SCHEMA_VERSION


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Findings by fate. ``gone`` is what the older report had and the newer one has not."""

    new: tuple[Finding, ...]
    stayed: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def load_report(path: Path) -> Report:
    """Read a report.json (or the folder that holds one). Raises BadInput when it is none."""
    if path.is_dir():
        path = path / "report.json"
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except OSError as error:
        raise BadInput(f"读不到报告 {path}：{why_not(error)}", "请给出 report.json 或它所在的文件夹") from error
    except msgspec.DecodeError as error:
        raise BadInput(f"{path}: 不是本工具的报告，或者没有写完整", "请重新运行 auditor audit 生成报告") from error
    if report.schema_version != SCHEMA_VERSION:
        raise BadInput(
            f"{path}: 报告格式是第 {report.schema_version} 版，本工具读第 {SCHEMA_VERSION} 版",
            "请用同一版本的 auditor 重新生成报告",
        )
    return report


def compare(older: Report, newer: Report) -> Difference:
    """Compare by fingerprint. A page that the newer run did not read is not proof that its findings are gone.

    Raises BadInput when the reports are of different sites.
    """
    if older.site.url != newer.site.url:
        raise BadInput(f"两份报告不是同一网站的：{older.site.url} 和 {newer.site.url}", "请给出同一网站先后两次的报告")
    before = {finding.fingerprint: finding for finding in older.findings}
    after = {finding.fingerprint: finding for finding in newer.findings}
    return Difference(
        new=tuple(f for key, f in after.items() if key not in before),
        stayed=tuple(f for key, f in after.items() if key in before),
        gone=tuple(f for key, f in before.items() if key not in after),
    )
