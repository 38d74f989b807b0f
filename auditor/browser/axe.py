"""What axe-core says of the page that is open in Chromium, in Chinese, every frame included.

axe-selenium-python injects and runs the script. It ships an old axe-core, reaches the top frame only, writes Python
literals into JavaScript and waits for ever when axe fails; so it is given the axe-core of npm, each frame in turn, its
options as JSON, and a run that always answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from axe_selenium_python import Axe

from auditor.model import AxeNode, AxeResult

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

ROOT = Path(__file__).parents[2]

FRAME_DEPTH = 4
"""Frames within frames that are entered."""

FRAMES = 50
"""Frames of one page that are entered."""

NODES = 40
"""Elements kept for one rule on one page; what is left out is counted in the last one's summary."""

HUGE = 12_000
"""From this many elements on, rules that compare each element with all others take minutes and are left out."""

SLOW_RULES = (
    "color-contrast",
    "color-contrast-enhanced",
    "target-size",
    "duplicate-id-aria",
    "identical-links-same-purpose",
)

ZH_ADDITIONS = {
    "rules": {
        "aria-tab-name": {
            "description": "确保每个 ARIA tab 节点都有无障碍名称",
            "help": "ARIA tab 节点必须有无障碍名称",
        },
        "summary-name": {
            "description": "确保 <summary> 元素有可辨识的文本",
            "help": "<summary> 元素必须有可辨识的文本",
        },
    },
    "checks": {
        "aria-allowed-attr-elm": {
            "pass": "该元素可以使用这些 ARIA 属性",
            "fail": {
                "singular": "${data.nodeName} 元素不能使用 ARIA 属性：${data.values}",
                "plural": "${data.nodeName} 元素不能使用这些 ARIA 属性：${data.values}",
            },
        },
        "aria-no-deprecated-attr": {
            "pass": "没有使用已弃用的 ARIA 属性",
            "incomplete": {
                "singular": "该属性已弃用，不应再使用：${data.values}",
                "plural": "这些属性已弃用，不应再使用：${data.values}",
            },
        },
        "error-occurred": {"pass": "", "incomplete": "axe 检查时出错，请人工检查该页是否有此类问题"},
    },
}
"""What the Chinese locale of axe-core 4.14 does not have yet."""

_PREPARE = """
axe.configure({locale: JSON.parse(arguments[0]), allowedOrigins: ['<unsafe_all_origins>']});
"""

# Cut in the page, so that a page with a million defects does not send a million elements through the driver; and sent
# as JSON, because the driver breaks off at half a character.
_ANSWER_ALWAYS = """
const run = axe.run, most = arguments[0], longest = 600;
const cut = text => text.length > longest ? text.slice(0, longest) + '…' : text;
const rule = found => ({
  id: found.id, impact: found.impact || '', help: found.help, tags: found.tags, total: found.nodes.length,
  nodes: found.nodes.slice(0, most).map(node =>
    ({target: node.target, html: cut(node.html), summary: cut(node.failureSummary || '')})),
});
axe.run = (...given) => run.apply(axe, given).then(
  found => ({engine: found.testEngine.version,
             violation: found.violations.map(rule), incomplete: found.incomplete.map(rule)}),
  error => ({error: String(error)})).then(JSON.stringify);
"""

_FRAMES = "return Array.from(document.querySelectorAll('iframe, frame'))"
_IS_ERROR_PAGE = "return location.protocol === 'chrome-error:'"
_ELEMENTS = "return document.getElementsByTagName('*').length"


class AxeMissing(Exception):
    """axe-core is not installed where it was looked for. In Chinese."""


class AxeFailed(Exception):
    """axe-core gave up on a page; what it said."""


def find_axe(folder: Path | None = None) -> Path:
    """The folder of npm's axe-core: ``folder``, else $GONGKAI_AXE_CORE, else node_modules of the project.

    Raises AxeMissing when the script or its Chinese locale is not there.
    """
    folder = folder or Path(os.environ.get("GONGKAI_AXE_CORE") or ROOT / "node_modules/axe-core")
    if not all((folder / name).is_file() for name in ("axe.min.js", "locales/zh_CN.json")):
        raise AxeMissing("未安装 axe-core，请运行 make setup")
    return folder


def run_axe(driver: WebDriver, folder: Path) -> tuple[str, tuple[AxeResult, ...], tuple[str, ...]]:
    """Judge the page that is open. Returns axe-core's version, its results by rule, and what was left out (Chinese).

    Raises AxeFailed when axe-core says that it could not, and selenium's exceptions when the browser does not answer.
    """
    axe = Axe(driver, script_url=str(folder / "axe.min.js"))
    skipped = _enter_frames(driver, lambda: _inject(axe, _locale(folder)))
    options: dict[str, Any] = {
        "resultTypes": ["violations", "incomplete"],
        "rules": {"frame-tested": {"enabled": False}},
    }
    left_out = [f"页内有 {skipped} 个框架未能进入"] if skipped else []
    if driver.execute_script(_ELEMENTS) > HUGE:
        options["rules"] |= {rule: {"enabled": False} for rule in SLOW_RULES}
        left_out.append(f"页面元素超过 {HUGE} 个，对比度等 {len(SLOW_RULES)} 条费时规则未检")
    driver.execute_script(_ANSWER_ALWAYS, NODES)
    answer = json.loads(axe.run(options=json.dumps(options)))
    if "engine" not in answer:
        raise AxeFailed(_whole(answer["error"]))
    outcomes: tuple[Literal["violation"], Literal["incomplete"]] = ("violation", "incomplete")
    results = [_result(found, outcome) for outcome in outcomes for found in answer[outcome]]
    results.sort(key=lambda result: (result.outcome != "violation", result.rule))
    return f"axe-core {answer['engine']}", tuple(results), tuple(left_out)


def _inject(axe: Axe, locale: str) -> None:
    axe.inject()
    axe.selenium.execute_script(_PREPARE, locale)


def _locale(folder: Path) -> str:
    locale = json.loads((folder / "locales/zh_CN.json").read_text(encoding="utf-8"))
    for part, entries in ZH_ADDITIONS.items():
        locale[part] = entries | locale.get(part, {})
    return json.dumps(locale)


def _enter_frames(driver: WebDriver, act: Callable[[], None]) -> int:
    """Act in the top document and in every frame below it; returns how many frames could not be entered."""
    from selenium.common.exceptions import JavascriptException, NoSuchFrameException, StaleElementReferenceException

    left = FRAMES
    skipped = 0

    def walk(depth: int) -> None:
        nonlocal left, skipped
        act()
        for frame in driver.execute_script(_FRAMES):
            left -= 1
            if left < 0 or depth >= FRAME_DEPTH:
                skipped += 1
                continue
            try:
                driver.switch_to.frame(frame)
            except (NoSuchFrameException, StaleElementReferenceException):
                skipped += 1
                continue
            try:
                if driver.execute_script(_IS_ERROR_PAGE):
                    skipped += 1
                else:
                    walk(depth + 1)
            except JavascriptException:
                skipped += 1
            finally:
                driver.switch_to.parent_frame()

    driver.switch_to.default_content()
    walk(0)
    driver.switch_to.default_content()
    return skipped


def _result(found: dict[str, Any], outcome: Literal["violation", "incomplete"]) -> AxeResult:
    nodes = [_node(node) for node in found["nodes"]]
    if found["total"] > len(nodes):
        last = nodes.pop()
        more = f"{last.summary}\n（另有 {found['total'] - NODES} 处相同问题未列出）"
        nodes.append(AxeNode(selector=last.selector, html=last.html, summary=more, frame=last.frame))
    return AxeResult(
        rule=found["id"],
        outcome=outcome,
        impact=found["impact"],
        help=found["help"],
        tags=tuple(found["tags"]),
        nodes=tuple(nodes),
    )


def _node(node: dict[str, Any]) -> AxeNode:
    """axe's target is the path through frames to the element; a step through shadow roots is a list itself."""
    steps = [" ".join(step) if isinstance(step, list) else str(step) for step in node["target"]]
    return AxeNode(
        selector=_whole(steps[-1]),
        html=_whole(node["html"]),
        summary=_whole(node["summary"]),
        frame=_whole(" ".join(steps[:-1])),
    )


def _whole(text: str) -> str:
    """Text without the half characters that a script, or a cut, can leave and no file can hold."""
    return text.encode("utf-8", "replace").decode()
