"""What a comment speaks about: lists of words, found in it whatever their endings. English and Russian.

A list says what is spoken of, not whether it is praised: "not expensive" is about the price. Good and bad come from the
score. Irony, negation and slips of the pen are not understood; a comment in another language than the lists of its
script has no topic unless it borrows a word. What the lists find and miss is measured in tests/insight/test_topics.py.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
SHORTEST_STEM = 2
"""Letters before the star; a shorter stem finds too much."""


@dataclass(frozen=True)
class Lexicon:
    """Words of one script, with the topics that they stand for."""

    script: str
    words: Mapping[str, Iterable[str]]
    """Topic → words and phrases; an ending * is any ending."""
    exceptions: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Topic → words that its stars would catch and should not."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_phrases", _Phrases(self.words))
        object.__setattr__(self, "_but", _Phrases(self.exceptions))

    def topics(self, text: str) -> frozenset[str]:
        """Every topic of which a word or phrase stands in the text and is no exception."""
        said = spelled(text)
        phrases: _Phrases = self._phrases  # type: ignore[attr-defined]
        found = phrases.places(said)
        if not found:
            return frozenset()
        but: _Phrases = self._but  # type: ignore[attr-defined]
        excepted = but.places(said)
        return frozenset(t for t, places in found.items() if places - excepted.get(t, set()))


class _Phrases:
    """Words and phrases to look for. What a word may begin is remembered: texts repeat their words."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self.by_first: dict[str, list[Phrase]] = defaultdict(list)
        for topic, phrases in words.items():
            for phrase in phrases:
                parts = tuple(_plain(part) for part in phrase.split())
                self.by_first[parts[0]].append((topic, parts))
        self.begun: dict[str, list[Phrase]] = {}

    def places(self, said: list[str]) -> dict[str, set[int]]:
        """Topic → the places of the words that stand for it."""
        places: dict[str, set[int]] = {}
        for at, word in enumerate(said):
            for topic, parts in self._beginning_with(word):
                if _stands_at(parts, said, at):
                    places.setdefault(topic, set()).update(range(at, at + len(parts)))
        return places

    def _beginning_with(self, word: str) -> list["Phrase"]:
        found = self.begun.get(word)
        if found is None:
            if len(self.begun) >= MOST_REMEMBERED:
                self.begun.clear()
            found = [p for first in _beginnings(word) for p in self.by_first.get(first, ())]
            self.begun[word] = found
        return found


Phrase = tuple[str, tuple[str, ...]]
"""A topic with the words of a phrase that stands for it."""
MOST_REMEMBERED = 200_000
"""Words."""


def spelled(text: str) -> list[str]:
    """The words of a text in small letters, ё as е, every apostrophe alike."""
    plain = text.casefold().replace("ё", "е").replace("’", "'")
    return WORD.findall(plain)


def script_of(text: str) -> str:
    """'latin', 'cyrillic' or '': the script of most of its letters. Languages of one script are not told apart."""
    cyrillic, latin = len(CYRILLIC.findall(text)), len(LATIN.findall(text))
    if not cyrillic and not latin:
        return ""
    return "cyrillic" if cyrillic >= latin else "latin"


def faults(words: Mapping[str, Iterable[str]]) -> list[str]:
    """What cannot be a word or phrase: empty, or a star anywhere but at the end of a word of two letters or more."""
    return [
        f"{topic}: '{phrase}'"
        for topic, phrases in words.items()
        for phrase in phrases
        if not _is_phrase(phrase)
    ]


def _is_phrase(phrase: str) -> bool:
    parts = phrase.split()
    return bool(parts) and all(_is_word(part) for part in parts)


def _is_word(part: str) -> bool:
    stem = part.removesuffix("*")
    is_long_enough = len(stem) >= (SHORTEST_STEM if part.endswith("*") else 1)
    return is_long_enough and bool(WORD.fullmatch(stem))


def _plain(part: str) -> str:
    return part.casefold().replace("ё", "е").replace("’", "'")


def _beginnings(word: str) -> list[str]:
    """The word, and each of its beginnings with a star."""
    return [word, *(f"{word[:length]}*" for length in range(SHORTEST_STEM, len(word) + 1))]


def _stands_at(parts: tuple[str, ...], said: list[str], at: int) -> bool:
    here = said[at : at + len(parts)]
    return len(here) == len(parts) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(parts, here, strict=True)
    )
