"""What the user's settings say to checks: parameters laid over the rule file's, with the files they name read."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from auditor.config import Config
from auditor.errors import BadInput, why_not
from auditor.facts.encoding import read_text
from auditor.model import NotRun, Params
from standards.roster import RosterError, read_roster
from standards.rulefile import RuleFile
from standards.words import LexiconError, Own, load_lexicon, own_files

HOSTS_NOT_LISTED = NotRun(what="名单之外的外部网站清点", why="设置 links.known_hosts 中没有给出可以链接的网站")
NAMES_NOT_CHECKED = NotRun(
    what="领导姓名职务未检", why="设置 words.roster 中没有给出领导名册；网站上的领导信息页不写任期，不能当名册用"
)


def settings_of(config: Config) -> dict[str, Params]:
    """The parameters by check. Raises BadInput where a file named in the settings cannot be used."""
    settings: dict[str, Params] = {}
    if config.links.known_hosts:
        settings["links/foreign_host"] = {"known_hosts": config.links.known_hosts}
    if config.freshness.columns:
        settings["freshness/stale_column"] = {
            "columns": [msgspec.to_builtins(column) for column in config.freshness.columns]
        }
    if config.words.lexicon:
        settings["words/wrong_wording"] = {"lexicon": own_lexicon(config.words.lexicon)}
    if config.words.roster:
        settings["words/officials"] = {"roster": _roster(config.words.roster)}
    return settings


def refuse_unknown_clauses(config: Config, rules: RuleFile) -> None:
    """A finding must not stand on a clause that nobody knows. Raises BadInput."""
    known = {row.clause for row in rules.rows}
    for column in config.freshness.columns:
        if column.clause and column.clause not in known:
            raise BadInput(
                f"配置中的 freshness.columns（{'、'.join(column.names)}）：规则文件没有条款“{column.clause}”",
                f"请从规则文件 [[rows]] 的 clause 中选一个，例如“{rules.rows[0].clause}”，或留空",
            )


def rules_under(rules: RuleFile, settings: dict[str, Params]) -> RuleFile:
    """The rule file with the settings over its parameters, for those who judge without a crawl."""
    checks = {
        id: dataclasses.replace(rule, params=rule.params | settings.get(id, {})) for id, rule in rules.checks.items()
    }
    return dataclasses.replace(rules, checks=MappingProxyType(checks))


def not_asked(config: Config) -> tuple[NotRun, ...]:
    """What is left out because no setting gives what it needs."""
    return (
        *(() if config.links.known_hosts else (HOSTS_NOT_LISTED,)),
        *(() if config.words.roster else (NAMES_NOT_CHECKED,)),
    )


def own_lexicon(paths: tuple[str, ...]) -> Own:
    """The own lexicon files, each with its digest, after a trial of all they say. Raises BadInput."""
    try:
        own = own_files(paths)
        load_lexicon(own)
    except LexiconError as error:
        raise BadInput(str(error), "") from error
    except OSError as error:
        raise BadInput(f"读不到词库文件 {error.filename}：{why_not(error)}", "请检查 words.lexicon 的路径") from error
    except UnicodeDecodeError as error:
        raise BadInput("words.lexicon 中有词库文件不是 UTF-8 编码", "请另存为 UTF-8 后再试") from error
    return own


def _roster(path: str) -> list[list[Any]]:
    try:
        data = Path(path).read_bytes()
        terms = read_roster(read_text(data, "text/csv").text, path)
    except RosterError as error:
        raise BadInput(str(error), "") from error
    except OSError as error:
        raise BadInput(f"读不到领导名册 {path}：{why_not(error)}", "请检查 words.roster 的路径") from error
    return [list(term) for term in terms]
