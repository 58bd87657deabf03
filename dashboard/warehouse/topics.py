"""What the comments of answers speak about, found once when a version is published.

Lists of words ship for English and Russian (data/topics). A file of the same name in the home's folder `topics` stands
in place of one, a file of another name adds a list. A mistake in one ends a publish with a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from dashboard.errors import BadData
from dashboard.insight.topics import Lexicon, faults, script_of
from dashboard.paths import TOPICS, Home

AT_ONCE = 50_000
"""Comments read at a time."""
SCRIPTS = ("latin", "cyrillic")

_TABLES = """
create table topic (language varchar, topic varchar, label varchar);
create table answer_topic (day date, seq integer, person integer, topic varchar);
"""
_COMMENTS = "select day, seq, person, comment from answer where comment is not null order by seq"


@dataclass(frozen=True)
class TopicList:
    """One file: its language, the words of each topic and what a topic is called in that language."""

    language: str
    lexicon: Lexicon
    labels: dict[str, str]


def write_topics(connection: duckdb.DuckDBPyConnection, home: Home) -> None:
    """The tables `topic` (one row per language and topic) and `answer_topic` (one row per answer and topic)."""
    lists = topic_lists(home)
    connection.execute(_TABLES)
    for one in lists:
        rows = [[one.language, topic, label] for topic, label in one.labels.items()]
        connection.executemany("insert into topic values (?, ?, ?)", rows)
    for rows in _found(connection, lists):
        connection.register("found_topics", rows)
        connection.execute("insert into answer_topic from found_topics")
        connection.unregister("found_topics")


def topic_lists(home: Home) -> list[TopicList]:
    """The lists in use, by the name of their language; `BadData` says what is wrong with one."""
    paths = {path.stem: path for folder in (TOPICS, home.topics) for path in _files(folder)}
    return [read_list(path) for _name, path in sorted(paths.items())]


def read_list(path: Path) -> TopicList:
    """One list of words from its file."""
    facts = _contents(path)
    topics: dict[str, Any] = facts["topics"]
    words = {name: tuple(map(str, about["words"])) for name, about in topics.items()}
    but = {name: tuple(map(str, about.get("except") or ())) for name, about in topics.items()}
    if wrong := [*faults(words), *faults(but)]:
        raise BadData(
            f"{path}: {wrong[0]} is no word to look for. Write words of letters, a star only at the end of one "
            "of two letters or more."
        )
    labels = {name: str(about.get("label") or name) for name, about in topics.items()}
    return TopicList(path.stem, Lexicon(facts["script"], words, but), labels)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def _contents(path: Path) -> dict[str, Any]:
    try:
        facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadData(f"{path} is not YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(facts, dict) or facts.get("script") not in SCRIPTS:
        raise BadData(f"{path}: say `script: latin` or `script: cyrillic`.")
    topics = facts.get("topics")
    if not isinstance(topics, dict) or not all(_is_topic(about) for about in topics.values()):
        raise BadData(
            f"{path}: under `topics:` stands each topic by its name with a list of `words:`; see the lists that ship."
        )
    return {"script": facts["script"], "topics": {str(name): a for name, a in topics.items()}}


def _is_topic(about: Any) -> bool:
    if not isinstance(about, dict) or not isinstance(about.get("words"), list):
        return False
    return isinstance(about.get("except") or [], list)


def _found(connection: duckdb.DuckDBPyConnection, lists: Sequence[TopicList]) -> Iterator[pa.Table]:
    """Rows of answer_topic; the same words are looked at once."""
    known: dict[str, frozenset[str]] = {}
    cursor = connection.cursor().execute(_COMMENTS)
    while rows := cursor.fetchmany(AT_ONCE):
        if len(known) > AT_ONCE:
            known.clear()
        found = []
        for day, seq, person, comment in rows:
            if comment not in known:
                known[comment] = topics_of(comment, lists)
            found += [(day, seq, person, topic) for topic in sorted(known[comment])]
        if found:
            columns = zip(*found, strict=True)
            names = ("day", "seq", "person", "topic")
            kinds = (pa.date32(), pa.int32(), pa.int32(), pa.string())
            yield pa.table(
                {n: pa.array(c, k) for n, c, k in zip(names, columns, kinds, strict=True)}
            )


def topics_of(comment: str, lists: Sequence[TopicList]) -> frozenset[str]:
    """What a comment is about, by the lists of its script."""
    script = script_of(comment)
    fitting = [one.lexicon for one in lists if one.lexicon.script == script]
    return frozenset[str]().union(*(lexicon.topics(comment) for lexicon in fitting))
