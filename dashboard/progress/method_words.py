"""Why a period is judged so or not at all, and how its limits were made: a sentence for each thing done or left."""

from dashboard.insight.behaviour import FEWEST, FEWEST_APART, RUN, USUAL, Chart
from dashboard.insight.season import Shape
from dashboard.language import Said, said
from dashboard.progress.scales import Scale
from dashboard.progress.seasons import LENGTH
from dashboard.records.tables import Shift
from queries.calendar import Grain


def sentences(
    chart: Chart, scale: Scale, shape: Shape | None, grain: Grain, apart: int, is_anew: bool
) -> tuple[Said, ...]:
    """What a reader who asks how it was computed is told."""
    told = [
        said(
            "Usual range: the level of the {count} complete periods before it ± 2.66 times their mean moving range "
            "(process behaviour chart). At most {usual} are taken; the one that is judged is none of them.",
            count=chart.used, usual=USUAL,
        ),
        *_of_a_step(is_anew),
        _of_runs(chart, apart),
        *_of_scale(scale),
        *_of_sizes(chart),
        _of_season(shape, grain),
        *_of_drift(chart),
        *_of_overlap(chart, apart),
    ]  # fmt: skip
    if chart.widened > 1.005:
        told.append(
            said("Together these make the range {times:.2f} times as wide.", times=chart.widened)
        )
    return tuple(told)


def _of_a_step(is_anew: bool) -> list[Said]:
    if not is_anew:
        return []
    return [said("One step in them is beyond doubt: only the periods after it are taken.")]


def _of_runs(chart: Chart, apart: int) -> Said:
    if apart > 1 or chart.likeness:
        return said(
            "A signal is a value outside it. Runs on one side are not counted: neighbours are alike."
        )
    return said(
        "A signal is a value outside it, or the last of {run} in a row on one side of the level.",
        run=RUN,
    )


def _of_scale(scale: Scale) -> list[Said]:
    match scale:
        case Scale.LOG:
            return [said("Judged as logarithms: amounts vary in proportion to their size.")]
        case Scale.ROOT:
            return [said("Judged as square roots, since they are small counts.")]
        case Scale.PLAIN:
            return []


def _of_sizes(chart: Chart) -> list[Said]:
    if chart.factor is None:
        return []
    return [
        said(
            "Limits go with each period's n (Laney's p′): periods vary {factor:.2f} times as much as chance alone "
            "would make shares vary.",
            factor=chart.factor,
        )
    ]


def _of_season(shape: Shape | None, grain: Grain) -> Said:
    if LENGTH[grain] == 1:
        return said("A year has no season.")
    if shape is None:
        return said(
            "No season is taken out: there are no two whole ones before it. Compare with the same days a year before."
        )
    seasons = shape.seasons
    if not shape.strength:
        return said("No season stands out from the noise of {seasons} whole ones.", seasons=seasons)
    share = 100 * shape.strength
    if grain is Grain.DAY:
        return said(
            "The days of the week are taken out: what each did in {seasons} weeks, {share:.0f} % of it, since the "
            "rest is noise.",
            seasons=seasons, share=share,
        )  # fmt: skip
    return said(
        "The season is taken out: what each part of the year did in {seasons} years, {share:.0f} % of it, since the "
        "rest is noise.",
        seasons=seasons, share=share,
    )  # fmt: skip


def _of_drift(chart: Chart) -> list[Said]:
    if not chart.slope:
        return []
    return [
        said("The periods before it drift by more than noise, and the range follows their line.")
    ]


def _of_overlap(chart: Chart, apart: int) -> list[Said]:
    if apart > 1:
        return [
            said(
                "Values count some of the same days as their neighbours: ranges are taken {apart} periods apart, where "
                "they share none.",
                apart=apart,
            )
        ]
    if chart.likeness:
        return [
            said(
                "Neighbouring periods are alike (correlation {likeness:.2f}); the limits allow for it.",
                likeness=chart.likeness,
            )
        ]
    return []


def why(chart: Chart) -> Said:
    """Why the newest period is judged as it is."""
    if chart.is_outside and chart.side > 0:
        return said(
            "above the range that is usual after the {count} periods before it", count=chart.used
        )
    if chart.is_outside:
        return said(
            "below the range that is usual after the {count} periods before it", count=chart.used
        )
    if chart.is_run and chart.side > 0:
        return said(
            "the newest {count} periods in a row all lie above the usual level", count=chart.run
        )
    if chart.is_run:
        return said(
            "the newest {count} periods in a row all lie below the usual level", count=chart.run
        )
    return said(
        "inside the range that is usual after the {count} periods before it", count=chart.used
    )


def too_few(used: int, apart: int, since: Shift | None) -> Said:
    """What is missing for a judgement."""
    if used >= FEWEST:
        return said(
            "each value counts days of {apart} periods, so only {free} before it share no day; it needs {fewest}. "
            "Choose a longer step.",
            apart=apart, free=used // apart, fewest=FEWEST_APART,
        )  # fmt: skip
    if since is not None:
        return said(
            "needs {fewest} complete periods from {day} on, where the new normal begins, before it; there are {count}",
            fewest=FEWEST, day=since.on_day, count=used,
        )  # fmt: skip
    return said(
        "needs {fewest} complete periods without missing data before it; there are {count}",
        fewest=FEWEST, count=used,
    )  # fmt: skip
