"""`milepost voice`: what stands behind a score: its distribution, who changed their mind, topics, comments."""

from collections.abc import Sequence
from typing import Any

import click

from dashboard.access import EVERYONE
from dashboard.commands.common import chosen_slice, format_option, print_rows, slice_options
from dashboard.errors import BadUse, unknown
from dashboard.metrics import evaluate
from dashboard.metrics import voice as voices
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.metrics.declare import Metric
from dashboard.metrics.voice_reach import visible
from dashboard.metrics.voice_topics import labels_in, topics_of
from dashboard.paths import Home
from dashboard.warehouse import reader
from queries.slice import Slice

SHOWN = ("distribution", "flows", "topics", "comments", "visible")
LISTED = 20
Rows = list[dict[str, Any]]


@click.command(epilog="Example: milepost voice --last 12m --survey 'after delivery' --show topics")
@click.option(
    "--score", type=click.Choice(voices.VOICES), default="nps", show_default=True, help="Which score."
)  # fmt: skip
@click.option("--survey", metavar="NAME", help="Which survey; needed where there are several.")
@slice_options
@click.option(
    "--show", type=click.Choice(SHOWN), default="distribution", show_default=True,
    help="Answers per score; people by their answers before and now; topics with what they do to the score; "
    "the newest comments; the smallest change that could be seen.",
)  # fmt: skip
@click.option("--topic", metavar="NAME", help="With --show comments: only those on a topic.")
@click.option(
    "--find", metavar="WORDS", default="", help="With --show comments: only those with these words."
)
@click.option(
    "--people", metavar="WHO", help="List people: all, score:3, class:-1, flow:1:-1, topic:price."
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 10_000), help="At most so many comments or people.")
@format_option("table", "json", "csv")
@click.pass_obj
def voice(
    home: Home, score: str, survey: str | None, start: str | None, end: str | None, last: str | None,
    where: Sequence[str], show: str, topic: str | None, find: str, people: str | None, limit: int | None,
    as_format: str,
) -> None:  # fmt: skip
    """Show what stands behind a score of one survey.

    Classes are promoters (1), passives (0) and detractors (-1), for satisfaction 4-5, 3 and 1-2. Surveys are never
    pooled. Topics are found by lists of English and Russian words; their impact is the score of all answers less that
    of those without the topic.
    """
    reader.use(home)
    metric = CATALOGUE[score]
    slice = chosen_slice(metric, start, end, last, where, default="12m")
    slice = _of_survey(metric, slice, survey)
    most = limit or (LISTED if as_format == "table" else 10_000)
    if people:
        rows, count = voices.people_opened(metric, EVERYONE, slice, people.split(":"))
        print_rows(rows[:most], as_format)
        click.echo(f"{min(most, count):,} of {count:,} people", err=True)
        return
    rows, said = _rows(metric, slice, show, topic, find, most, as_format)
    [survey] = slice.values("survey") or ("",)
    days = f"{slice.window.start} to before {slice.window.end}"
    print_rows(rows, as_format, f"{metric.label} ({survey}), {days}")
    if said:
        click.echo(said[0].upper() + said[1:] + ".", err=True)


def _of_survey(metric: Metric, slice: Slice, survey: str | None) -> Slice:
    """One survey: the one that is named, or the only one there is."""
    if slice.values("survey") is not None:
        return slice
    found = [value.group.get("survey") or "" for value in evaluate.whole(metric, EVERYONE, slice)]
    if survey is not None:
        if survey not in found:
            raise unknown("survey", survey, [name for name in found if name])
        return slice.filtered("survey", [survey])
    if len(found) > 1:
        named = ", ".join(found)
        raise BadUse(f"Answers to different surveys are never pooled. Say --survey with one of: {named}.")  # fmt: skip
    return slice.filtered("survey", found)


def _rows(
    metric: Metric, slice: Slice, show: str, topic: str | None, find: str, most: int, as_format: str
) -> tuple[Rows, str | None]:
    """The rows, and what is said beside them."""
    match show:
        case "flows":
            flows = voices.flows_of(metric, EVERYONE, slice)
            before = (
                f"before: the last answer from {flows.before.start} to before {flows.before.end}"
            )
            return flows.rows(), flows.reason or before
        case "topics":
            return _topics(metric, slice, as_format)
        case "comments":
            return _comments(metric, slice, topic, find, most)
        case "visible":
            return _visible(metric, slice)
        case _:
            found = voices.distributions(metric, EVERYONE, slice)
            rows = [row for one in found for row in one.rows()]
            dropped = ("group", "reason") if as_format == "table" else ()
            rows = [{k: v for k, v in row.items() if k not in dropped} for row in rows]
            return rows, found[0].reason


def _topics(metric: Metric, slice: Slice, as_format: str) -> tuple[Rows, str | None]:
    found = topics_of(metric, EVERYONE, slice)
    rows = [topic.row() for topic in found.topics]
    if as_format == "table":
        rows = [{k: v for k, v in row.items() if k != "reason"} for row in rows]
    told = f"{found.comments:,} of {found.answers:,} answers have words, {found.without_topic:,} of them no topic"
    return rows, found.reason or told


def _comments(
    metric: Metric, slice: Slice, topic: str | None, find: str, most: int
) -> tuple[Rows, str | None]:
    labels = labels_in(EVERYONE, "en")
    if topic and topic not in labels:
        raise unknown("topic", topic, labels)
    topics = (topic,) if topic else ()
    rows, count = voices.answers(
        metric, EVERYONE, slice, topics=topics, text=find, is_commented=True, most=most
    )
    kept = ("day", "score", "comment", "topics", "region", "person_id")
    return [{k: row[k] for k in kept} for row in rows], f"{len(rows):,} of {count:,} comments"


def _visible(metric: Metric, slice: Slice) -> tuple[Rows, str | None]:
    [value] = evaluate.whole(metric, EVERYONE, slice)
    found = visible(value, None)
    row = {
        "value": value.value, "low": value.low, "high": value.high, "n": value.n,
        "fall": found.fall, "rise": found.rise,
    }  # fmt: skip
    return [
        row
    ], value.reason or "against a window with as many answers, seen four times in five at 95 %"
