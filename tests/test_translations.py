"""Everything that a reader may see is in Russian too: nothing is left out, nothing is stale, no gap is lost."""

import re
from string import Formatter

from babel.messages.catalog import Message

from dashboard.language import _, n_, speaking
from tests.messages import RUSSIAN, catalogue, messages, updated


def _key(message: Message) -> str | tuple[str, ...]:
    return message.id if isinstance(message.id, str) else tuple(message.id)


KNOWN = {_key(message): message for message in catalogue() if message.id}


def test_every_message_is_in_russian() -> None:
    empty = [key for key in messages() if key not in KNOWN or not all(_forms(KNOWN[key]))]
    assert empty == [], "run `make messages` and translate what is empty"


def test_the_catalogue_holds_nothing_else_and_is_written_as_make_messages_writes_it() -> None:
    assert set(KNOWN) == set(messages()), "run `make messages`"
    assert [key for key, message in KNOWN.items() if message.fuzzy] == []
    assert RUSSIAN.read_text(encoding="utf-8") == updated(catalogue()), "run `make messages`"


def test_each_translation_has_the_gaps_of_its_message() -> None:
    wrong = {
        key: form
        for key, message in KNOWN.items()
        for form in _forms(message)
        if _gaps(form) != _gaps(key if isinstance(key, str) else key[1])
    }
    assert wrong == {}


def test_russian_has_each_of_its_three_plurals() -> None:
    plurals = [message for message in KNOWN.values() if not isinstance(message.id, str)]
    assert plurals
    assert [m.id for m in plurals if len(_forms(m)) != 3] == []


def test_what_is_in_a_gap_stays_as_it_is() -> None:
    hostile = "{0.__class__} {count} %s %(n)s <b> {{}}"
    with speaking("ru"):
        assert hostile in _("group: {name}", name=hostile)
        text = n_(
            "{count} day after the start of a period", "{count} days after the start of a period", 2
        )
        assert text == "через 2 дня после начала периода"


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _gaps(text: str) -> set[tuple[str, str]]:
    """Names with how each is written; '{}' of text that has none are no gaps."""
    if not re.search(r"\{\w", text):
        return set()
    return {(name, spec or "") for _text, name, spec, _as in Formatter().parse(text) if name}
