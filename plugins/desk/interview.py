"""The questions of ``desk new``: type, folder, then a question a field, asked again until the answer is sound."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.content_types import ContentType, load_types
from plugins.content_types.core import aliases_of
from plugins.desk import choices
from plugins.desk.choices import Choice
from plugins.desk.defaults import default_of
from plugins.desk.draft import Draft, Fault, Refused
from plugins.desk.part import Headers
from plugins.desk.terminal import SHOWN, Terminal


def ask_fields(draft: Draft, keys: Iterable[str], terminal: Terminal) -> Draft:
    """Ask for those of the fields that nobody has given or that were given wrongly. Raises Stopped."""
    for key in keys:
        draft = _settle(draft, key, terminal)
    return draft


def mend(draft: Draft, terminal: Terminal) -> Draft:
    """Ask again for what is wrong once everything is known, until nothing is. Raises Stopped.

    Raises Refused where what is wrong is no field's fault, so that no answer could mend it.
    """
    while faults := draft.faults():
        again = [key for key in dict.fromkeys(wrong.key for wrong in faults) if key in draft.type.fields.model_fields]
        if not again:
            raise Refused([draft.advice(wrong) for wrong in faults])
        _tell(draft, faults, terminal)
        for key in again:
            draft = _ask(draft.saying(key, ""), key, terminal)
    return draft


def ask_type(asked: str, terminal: Terminal) -> ContentType:
    """The type that was asked for, or the one that is chosen. Raises Stopped."""
    kind, said = choices.find_type(asked)
    if kind is not None:
        return kind
    if asked:
        terminal.say(said)
    pool = choices.types()
    return load_types()[terminal.choose("新建哪一种文档？", "文档类型", pool, pool)]


def ask_folder(asked: str, kind: str, headers: Headers, terminal: Terminal) -> str:
    """The folder that was asked for; else first those that hold documents of the type, the others by their name.

    Raises Stopped, and Refused where there is no folder at all.
    """
    folder, said = choices.find_folder(asked, kind, headers)
    pool, noun = choices.folders(headers, kind), choices.folder_noun(kind)
    if folder:
        return folder
    if not pool:
        raise Refused([f"还没有一个{noun}。请先建立，再运行 desk check 核对"])
    if asked:
        terminal.say(said)
    question = f"放在哪个{noun}？"
    likely = pool if noun == "村" and len(pool) <= SHOWN else choices.in_use(headers, kind, pool)[:SHOWN]
    if 0 < len(likely) < len(pool):
        question += f"下面是已有这类文档的{noun}，别的请输入名称的一部分："
    return terminal.choose(question, noun, pool, likely)


def _settle(draft: Draft, key: str, terminal: Terminal) -> Draft:
    """Keep what was given for a field where it is right, and ask where it is not or nothing was given."""
    default = default_of(draft, key)
    if key == "section" and draft.values.get("item") and key not in draft.values and default:
        return draft.saying(key, default)  # the item decides it
    faults = draft.faults_of(key) if key in draft.values else []
    if key in draft.values and not faults:
        return draft
    _tell(draft, faults, terminal)
    return _ask(draft.saying(key, ""), key, terminal)


def _ask(draft: Draft, key: str, terminal: Terminal) -> Draft:
    """The document with an answer to one field: as often as it takes, each time with what the validators say."""
    default, pool = default_of(draft, key), _pool(draft, key)
    info = draft.type.fields.model_fields[key]
    question = aliases_of(info)[0] + ("" if info.is_required() or default else "（可不填）")
    question += f"，例如 {draft.example(key)}"
    while True:
        if pool:
            answer = terminal.pick(question, pool, pool if len(pool) <= SHOWN else (), default)
        else:
            answer = terminal.ask(f"{question} [{default}]" if default else question) or default
        said = draft.saying(key, answer)
        faults = said.faults_of(key)
        if not faults:
            return said
        _tell(draft, faults, terminal)


def _tell(draft: Draft, faults: list[Fault], terminal: Terminal) -> None:
    for wrong in faults:
        terminal.say(f"  {draft.advice(wrong)}")


def _pool(draft: Draft, key: str) -> list[Choice]:
    """What a field can be chosen among; none where any text will do."""
    if key == "item":
        return choices.items(draft.headers)
    if key in draft.type.fields.model_construct().unit_keys():
        return choices.units(draft.headers)
    return choices.words(draft.type.fields.model_fields[key].annotation)
