"""The rule file an audit is judged by: a shipped edition by its id, or a province's file by its path."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import BadInput, why_not
from standards.rulefile import RuleError, RuleFile, load_rules, parse_rules


def read_rules(name: str) -> RuleFile:
    """Load a rule file. Raises BadInput with the file's line and the mend."""
    try:
        if not name.endswith(".toml"):
            return load_rules(name)
        return parse_rules(Path(name).read_text(encoding="utf-8"), name, like=load_rules())
    except RuleError as error:
        raise BadInput(str(error), "") from error
    except OSError as error:
        raise BadInput(f"读不到规则文件 {name}：{why_not(error)}", "请检查路径和读取权限") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: 不是 UTF-8 编码", "请另存为 UTF-8 后再试") from error
