"""What makes documents valid, void, or gone: terms, clean-ups, effects to come, withdrawals."""

from __future__ import annotations

from tests.plugins.build.changes.registry import DAY, change, some, unbind_from
from tests.plugins.build.county import County, nth

RESULTS = ("继续有效", "修改", "部分失效", "失效", "宣布失效", "废止")


@change
def withdraw(county: County, a: int, b: int) -> None:
    """Now, some time ago, or before it was public; what leads to it stays where it had been public."""
    document = some(county, a)
    if document.fields.get("status") == "draft":
        return
    moment = county.now - (0, 1, 40, 2000)[b % 4] * DAY
    document.fields |= {
        "status": "withdrawn",
        "withdrawn_at": f"{moment:%Y-%m-%d %H:%M}" if b % 5 else "",
        "withdrawal_reason": ("内容有误", "误发个人信息", "")[b % 3],
        "hide_title": ("", "是", "否")[a % 3],
    }
    if document.fields["withdrawn_at"] and document.fields["withdrawn_at"] <= document.fields["published"]:
        unbind_from(county, document)  # nobody ever saw it, so it leaves no page


@change
def bring_back(county: County, a: int, b: int) -> None:
    taken = nth([found for found in county.documents.values() if found.fields.get("status") == "withdrawn"], a)
    if taken:
        for key in ("status", "withdrawn_at", "withdrawal_reason", "hide_title"):
            taken.fields.pop(key, None)


@change
def set_term(county: County, a: int, b: int) -> None:
    """Until a day near by, for a time, for ever, or nothing said."""
    policy = nth(county.policies(), a)
    if policy is None:
        return
    for key in ("valid_until", "valid_for"):
        policy.fields.pop(key, None)
    near = max(f"{county.now + (b % 5 - 2) * DAY:%Y-%m-%d}", policy.takes_effect)
    policy.fields |= ({"valid_until": near}, {"valid_for": ("1年", "18个月", "2年", "长期")[b % 4]}, {})[a % 3]


@change
def set_effect(county: County, a: int, b: int) -> None:
    """From a day to come, gone by, or that of its publication."""
    policy = nth(county.policies(), a)
    if policy:
        policy.fields.pop("valid_until", None)
        policy.fields["effective"] = ("", *(f"{county.now + days * DAY:%Y-%m-%d}" for days in (-1, 0, 1, 30)))[b % 5]


@change
def term_rule(county: County, a: int, b: int) -> None:
    """A column or the site has a rule for terms that nobody wrote, or none."""
    if a % 3 == 0:
        county.site["validity_term"] = ("validity-term-2010", "")[b % 2]
    elif "zwgk/gfxwj" in county.columns:
        county.columns["zwgk/gfxwj"]["validity_term"] = ("validity-term-2010", "无", "")[b % 3]


@change
def on_trial(county: County, a: int, b: int) -> None:
    """A title from which the rule takes a shorter term."""
    policy = nth(county.policies(), a)
    if policy:
        policy.fields["title"] = f"关于印发第{policy.key}号办法{('（试行）', '', '的通告')[b % 3]}的通知"


@change
def clean_up(county: County, a: int, b: int) -> None:
    """A document carries a table on others, gets another row, or carries none any more."""
    cleaning = nth([found for found in county.documents.values() if found.findings], a) if b % 3 else some(county, a)
    if cleaning is None or b % 11 == 0:
        for document in county.documents.values():
            document.findings = []
        return
    target = nth(county.policies(), b)
    if target:
        cleaning.findings.append((target.key, RESULTS[(a + b) % len(RESULTS)]))


@change
def number_in_common(county: County, a: int, b: int) -> None:
    policy = nth(county.policies(), a)
    if policy:
        policy.fields["unified_no"] = f"MCFS-{county.new_key()}" if b % 3 else ""
