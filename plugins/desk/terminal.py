"""Questions to an editor who sits at a terminal: a text, or one of several choices. It judges no answer."""

from __future__ import annotations

import codecs
import contextlib
import io
import locale
import sys
from collections.abc import Sequence

import click

from plugins.content_types.core import UNPRINTABLE
from plugins.desk.choices import Choice, find, search

SHOWN = 30
"""Choices that are listed at once; of more, a part of the name is asked for."""


class Stopped(Exception):
    """The editor gave up: Ctrl-C, or the end of input."""


def on_terminal() -> bool:
    """Whether somebody is there to see a question and to answer it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def visible(text: str) -> str:
    """A text for the terminal: what would move the cursor, or cannot be written at all, becomes a mark."""
    return "\n".join(UNPRINTABLE.sub("\N{WHITE SQUARE}", line) for line in text.split("\n"))


def _edits_chinese() -> bool:
    """Whether readline would read what Python reads: in the C locale it takes Chinese for commands."""
    spoken = codecs.lookup(locale.getencoding()).name
    return spoken == codecs.lookup(sys.stdin.encoding).name != "ascii"


class Terminal:
    """The terminal of this process. ``greeting`` is said before the first question, if there is one."""

    def __init__(self, greeting: str = "") -> None:
        self._greeting = greeting
        if _edits_chinese():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401 - with it, input() takes back a whole Chinese character, not half of one
        for stream, errors in ((sys.stdin, "strict"), (sys.stdout, "replace")):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=errors)

    def say(self, text: str) -> None:
        """Print lines."""
        click.echo(visible(text))

    def ask(self, question: str) -> str:
        """One line, stripped. Raises Stopped."""
        self._greet()
        self.say(question)
        while True:
            try:
                answer = input("> ")
                answer.encode()
            except UnicodeError:
                self.say("  输入的文字无法识别，可能终端的编码不是 UTF-8。请把终端改为 UTF-8 编码后重新输入")
            except (EOFError, KeyboardInterrupt):
                click.echo()
                raise Stopped from None
            else:
                return answer.strip()

    def _greet(self) -> None:
        if self._greeting:
            self.say(self._greeting)
            self._greeting = ""

    def choose(self, question: str, noun: str, pool: Sequence[Choice], first: Sequence[Choice]) -> str:
        """The value of one of ``pool``, asked for until there is one; ``first`` is listed at once. Raises Stopped."""
        default = first[0].value if len(first) == 1 else ""
        while True:
            answer = self.pick(question, pool, first, default)
            choice, fault = find(answer, pool, noun, f"请输入{noun}名称里的一两个字")
            if choice is not None:
                return choice.value
            self.say(f"  {fault}" if answer else f"  要有一个{noun}，请选择")

    def pick(self, question: str, pool: Sequence[Choice], first: Sequence[Choice], default: str = "") -> str:
        """The value of a choice, by its number or by a part of its name; ``default`` for an empty answer.

        What fits no choice is given back as typed. Raises Stopped.
        """
        shown = list(first)
        self._greet()
        self.say(question)
        usual = next((f" [{choice.label}]" for choice in pool if choice.value == default), "")
        while True:
            for number, choice in enumerate(shown, 1):
                self.say(f"  {number:>2}  {choice.label}")
            answer = self.ask(("输入序号，或名称的一部分" if shown else f"共 {len(pool)} 个，输入名称的一部分") + usual)
            if not answer:
                return default
            if answer.isdecimal() and len(answer) < 6 and 1 <= int(answer) <= len(shown):
                return shown[int(answer) - 1].value
            found = search(answer, pool)
            if len(found) == 1:
                self.say(f"  {found[0].label}")
            if len(found) == 1 or not (found or (shown and answer.isdecimal())):
                return found[0].value if found else answer
            if not found:
                self.say(f"  没有序号“{answer}”。请输入 1 至 {len(shown)}，或名称的一部分")
                continue
            self.say(f"有 {len(found)} 个" + (f"，这里是前 {SHOWN} 个：" if len(found) > SHOWN else "："))
            shown = found[:SHOWN]
