"""The smallest change that so many answers could show."""

import math
from statistics import NormalDist

POWER = 0.8
CONFIDENCE = 0.95


def reach(power: float = POWER, confidence: float = CONFIDENCE) -> float:
    """How many standard errors a real change must have to be told from noise with this power: z₁₋α/₂ + z_power."""
    normal = NormalDist()
    return normal.inv_cdf((1 + confidence) / 2) + normal.inv_cdf(power)


def visible_change_of_scores(
    promoters: float, detractors: float, first_n: float, second_n: float,
    power: float = POWER, confidence: float = CONFIDENCE,
) -> float | None:  # fmt: skip
    """Points of a net promoter score: (z₁₋α/₂ + z_power) · 100 · √(v/n₁ + v/n₂), v = p + d − (p − d)² (Rocks 2016).

    The variance is taken to stay as it is. Sizes are effective numbers of answers. None without answers on a side, or
    where the change would be larger than the scale.
    """
    if first_n <= 0 or second_n <= 0:
        return None
    variance = max(0.0, promoters + detractors - (promoters - detractors) ** 2)
    points = 100 * reach(power, confidence) * math.sqrt(variance / first_n + variance / second_n)
    return points if points <= 200 else None


def visible_changes_of_shares(
    share: float, first_n: float, second_n: float,
    power: float = POWER, confidence: float = CONFIDENCE,
) -> tuple[float | None, float | None]:  # fmt: skip
    """How far a share (0 to 1) must fall and rise: −, +. None where not even none, or all, would be far enough.

    Two independent shares, unpooled variance (Chow, Shao & Wang 2008, section 4.2): the δ for which
    δ² = (z₁₋α/₂ + z_power)² · (p₁(1 − p₁)/n₁ + p₂(1 − p₂)/n₂), p₂ = p₁ + δ; a quadratic equation in p₂.
    """
    if first_n <= 0 or second_n <= 0:
        return None, None
    k = reach(power, confidence) ** 2
    a, b = 1 + k / second_n, -(2 * share + k / second_n)
    c = share * share - k * share * (1 - share) / first_n
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    low, high = (-b - root) / (2 * a), (-b + root) / (2 * a)
    fall, rise = low - share, high - share
    return (fall if low >= 0 and fall < 0 else None), (rise if high <= 1 and rise > 0 else None)


def answers_needed(
    promoters: float, detractors: float, points: float,
    power: float = POWER, confidence: float = CONFIDENCE,
) -> int:  # fmt: skip
    """Answers on each side with which a change of so many points of a net promoter score would be seen."""
    variance = promoters + detractors - (promoters - detractors) ** 2
    return math.ceil(2 * variance * (100 * reach(power, confidence) / points) ** 2)


def visible_step(se: float, power: float = POWER, confidence: float = CONFIDENCE) -> float:
    """The smallest effect that an estimate with this standard error shows: (z₁₋α/₂ + z_power) · se."""
    return reach(power, confidence) * se
