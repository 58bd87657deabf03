"""The table that the bench prints, and whether what was to be reached was reached."""

from collections.abc import Sequence

from tests.bench_insight.score import Falses, Score

FOUND, RIGHT, FALSE = 90.0, 90.0, 3.0
"""To reach: per cent found within three periods, per cent with the right value first, false ones per 100."""
COLUMNS = f"{'event':16}{'homes':>6}{'signal':>9}{'sentence':>10}{'after':>8}{'value first':>13}{'where':>9}"


def table(scores: Sequence[Score], falses: Falses) -> list[str]:
    total = summed(scores)
    return [
        COLUMNS,
        *map(line, scores),
        line(total),
        "",
        "signal       its own chart says so in one of the first three complete months",
        "sentence     one of at most five sentences says so in one of them",
        "after        mean number of months after the first complete value; 0 is at once",
        "value first  of the sentences that name a place, those that name the planted value first",
        'where        "where did it change" of the whole against a year before puts the planted value first',
        "",
        *lines_of_false(falses),
        "",
        *reached(total, falses),
    ]


def line(score: Score) -> str:
    after = f"{sum(score.lags) / len(score.lags):.1f}" if score.lags else "–"
    return (
        f"{score.event:16}{score.homes:6}{percent(score.by_signal, score.homes):>9}"
        f"{percent(score.by_sentence, score.homes):>10}{after:>8}"
        f"{percent(score.right_first, score.named):>13}{percent(score.split_right, score.split):>9}"
    )


def percent(part: int, of: int) -> str:
    return f"{100 * part / of:.0f} %" if of else "–"


def summed(scores: Sequence[Score]) -> Score:
    total = Score("all")
    for one in scores:
        for name in (
            "homes",
            "by_signal",
            "by_sentence",
            "lags",
            "named",
            "right_first",
            "split",
            "split_right",
        ):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total


def lines_of_false(found: Falses) -> list[str]:
    return [
        f"false sentences: {found.sentences} in {found.metric_periods:,} metric-periods without an event, "
        f"{per_hundred(found.sentences, found.metric_periods):.2f} per 100",
        f"               + {found.beside} in metric-periods with an event, about what it does not explain",
        f"false signals:   {found.signals} in {found.lines:,} series-periods of those, "
        f"{per_hundred(found.signals, found.lines):.2f} per 100",
    ]


def per_hundred(part: int, of: int) -> float:
    return 100 * part / of if of else 0.0


def reached(total: Score, falses: Falses) -> list[str]:
    found = per_hundred(total.by_sentence, total.homes)
    right = per_hundred(total.right_first, total.named)
    wrong = per_hundred(falses.sentences, falses.metric_periods)
    return [
        f"{'reached    ' if found >= FOUND else 'NOT REACHED'} found {found:.0f} % (at least {FOUND:.0f})",
        f"{'reached    ' if right >= RIGHT else 'NOT REACHED'} right value first {right:.0f} % (at least {RIGHT:.0f})",
        f"{'reached    ' if wrong <= FALSE else 'NOT REACHED'} false {wrong:.2f} per 100 (at most {FALSE:.0f})",
    ]
