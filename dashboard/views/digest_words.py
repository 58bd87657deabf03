"""The weekly digest in its reader's language: as plain text, as mail, and as a page in one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dashboard.language import _, language, speaking
from dashboard.progress.digest import Digest, gathered
from dashboard.progress.findings import NOTHING, Finding
from dashboard.progress.standing import Standing
from dashboard.progress.subject import viewer_of
from dashboard.progress.waiting import Waits
from dashboard.progress.watch import Written
from dashboard.records.store import opened
from dashboard.records.tables import DigestSubscription
from dashboard.views import alert_words, goal_words, sparkline, unicode_spark, words
from dashboard.views.digest_html import Part, Row, page
from dashboard.warehouse import reader

SHOWN = 12
"""Periods of a sparkline."""
TONES = {"met": "better", "on_track": "better", "at_risk": "warn", "off_track": "worse"}


@dataclass(frozen=True)
class Line:
    """One goal of the digest, in words."""

    name: str
    value: str
    target: str
    status: str
    tone: str
    chance: str
    letters: str
    picture: str
    link: str


def subscribed(one: DigestSubscription, period: str) -> Written:
    """What a subscription is sent for a week: its language, its rights."""
    with speaking(one.language):
        found = gathered(one.owner, viewer_of(one.sees), opened(reader.home()))
        return written(found, period)


def written(found: Digest, period: str) -> Written:
    """Subject, text and mail in the language that is spoken."""
    facts = {"kind": "digest", "version": found.version, "week": period.removeprefix("digest ")}
    return Written(title(found), text(found), "scorecard", html(found, has_pictures=False), facts)


def title(found: Digest) -> str:
    return _("Milepost, week of {day}: {verdict}", day=found.last_day, verdict=verdict(found))


def verdict(found: Digest) -> str:
    """'7 of 13 goals will probably be met', as the Scorecard says it."""
    if not found.standings and found.hidden and found.viewer.regions is not None:
        return _("No goal is about these regions only.")
    return goal_words.verdict(found.standings) if found.standings else _("No goal is set yet")


def lines(found: Digest) -> list[Line]:
    return [_line(standing, found.currency) for standing in found.standings]


def _line(standing: Standing, currency: str) -> Line:
    goal, metric = standing.goal, standing.goal.metric
    name = standing.status.name.lower()
    shown = [v for v in standing.values if v.is_complete][-SHOWN:]
    value = "" if standing.value is None else words.value(metric, standing.value, currency)
    target = "" if standing.target is None else words.target(metric, standing.target, currency)
    chance = "" if standing.chance is None else alert_words.chance(standing.chance)
    return Line(
        words.sentence(_(goal.name)), value or "–", target or "–", alert_words.status(name),
        TONES.get(name, "even"), chance, unicode_spark.spark([v.value for v in shown]),
        sparkline.sparkline(shown, goal.grain, currency), f"goals?goal={goal.id}",
    )  # fmt: skip


def changes(found: Digest) -> list[tuple[str, str]]:
    """What changed, each with the link to its proof; or that nothing did."""
    return [(_(one.text), _link(one)) for one in found.findings] or [(_(NOTHING), "")]


def _link(finding: Finding) -> str:
    return f"{finding.link.page}?{urlencode(list(finding.link.query))}"


def waiting(found: Digest) -> list[tuple[str, str]]:
    """What waits for the reader: what is to be done or looked at, and what alerts said."""
    asked = [(_waits(one, found.last_day), _target(one)) for one in found.waits]
    said = [(_("Unread: {title}", title=_message(m.facts, m.title)), m.link) for m in found.unread]
    return [*asked, *said]


def _waits(one: Waits, today: date) -> str:
    if one.action:
        return _action(one.action.text, one.action.due_on, today)
    return words.sentence(_(one.words))


def _target(one: Waits) -> str:
    return f"{one.page}?{urlencode(one.query)}" if one.query else one.page


def _message(facts: dict[str, object], stored: str) -> str:
    return alert_words.title(facts) if facts.get("metric") else stored


def _action(text: str, due_on: date | None, today: date) -> str:
    if due_on is None:
        return text
    if due_on < today:
        return _("{text} (was due on {day})", text=text, day=due_on)
    return _("{text} (due on {day})", text=text, day=due_on)


def reach(found: Digest) -> str:
    """How far the data reach, and of which regions they are where not of all."""
    if found.viewer.regions is None:
        return _("Data until {day}.", day=found.last_day)
    return _(
        "Data until {day}, of {regions} only.",
        day=found.last_day, regions=words.listed(sorted(found.viewer.regions)),
    )  # fmt: skip


def text(found: Digest) -> str:
    """The digest without any markup."""
    goals = [_text_line(line) for line in lines(found)]
    parts = [verdict(found), reach(found), "\n".join(goals)]
    parts.append(_headed(_("What changed"), changes(found)))
    if for_me := waiting(found):
        parts.append(_headed(_("What waits for you"), for_me))
    parts.append(alert_words.words_of_link("scorecard"))
    return "\n\n".join(part for part in parts if part)


def _text_line(line: Line) -> str:
    told = (
        _("{name}: {value} of {target}, {status}, chance {chance}", name=line.name, value=line.value,
          target=line.target, status=line.status, chance=line.chance)
        if line.chance
        else _("{name}: {value} of {target}, {status}", name=line.name, value=line.value,
               target=line.target, status=line.status)
    )  # fmt: skip
    return f"{line.letters.ljust(SHOWN)}  {told}"


def _headed(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    told = [
        f"• {text}\n  {alert_words.address_of(link)}" if link else f"• {text}"
        for text, link in rows
    ]
    return "\n".join([heading, *told])


def html(found: Digest, has_pictures: bool) -> str:
    """The digest as a page: with pictures for a file, with letters for mail, whose readers drop pictures."""
    heads = [_("Goal"), _("Last periods"), _("Value"), _("Target"), _("Status"), _("Chance")]
    rows = [
        Row(
            alert_words.address_of(line.link), line.name, line.picture if has_pictures else "",
            line.letters, line.value, line.target, line.status, line.tone, line.chance or "–",
        )
        for line in lines(found)
    ]  # fmt: skip
    parts = [Part(_("What changed"), _links(changes(found)))]
    if for_me := waiting(found):
        parts.append(Part(_("What waits for you"), _links(for_me)))
    return page(
        language(), title(found), verdict(found), reach(found), heads, rows, parts,
        (_("Open Milepost"), alert_words.address_of("scorecard")),
    )  # fmt: skip


def _links(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(text, alert_words.address_of(link) if link else "") for text, link in rows]
