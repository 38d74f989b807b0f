"""The command ``auditor``: the list of its commands, which stand in ``commands/``.

Exit status: 0 clean, 1 findings, 2 could not run.
"""

from __future__ import annotations

import click

from auditor import __version__
from auditor.commands._line import OneLine
from auditor.commands.audit import audit, judge
from auditor.commands.diff import diff
from auditor.commands.rules import rules
from auditor.commands.score import questionnaire, score
from auditor.commands.watch import watch
from auditor.commands.words import check_source, words

COMMANDS = (audit, judge, score, questionnaire, rules, words, check_source, diff, watch)


@click.group(cls=OneLine)
@click.version_option(__version__, prog_name="auditor")
def main() -> None:
    """审查政府网站：抓取页面，找出问题，给出证据、条款和整改办法。"""


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
