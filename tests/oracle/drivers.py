"""The split of a change in fractions, by its definition: no floating point, nothing of ours."""

from fractions import Fraction

Pair = tuple[Fraction, Fraction]


def parts_of_ratio(
    before: list[Pair], after: list[Pair]
) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Rate, mix and alone of each value, from its (y, x) in both windows."""
    all_before, all_after = sum(x for _, x in before), sum(x for _, x in after)
    ratio_before = sum((y for y, _ in before), Fraction()) / all_before
    ratio_after = sum((y for y, _ in after), Fraction()) / all_after
    found = []
    for (y0, x0), (y1, x1) in zip(before, after, strict=True):
        w0, w1 = x0 / all_before, x1 / all_after
        r0 = y0 / x0 if x0 else (y1 / x1 if x1 else Fraction())
        r1 = y1 / x1 if x1 else r0
        rate = (w0 + w1) / 2 * (r1 - r0)
        mix = (w1 - w0) * ((r0 + r1) / 2 - (ratio_before + ratio_after) / 2)
        alone = (y1 / all_after if not x1 else 0) - (y0 / all_before if not x0 else 0)
        found.append((rate, mix, Fraction(alone)))
    return found
