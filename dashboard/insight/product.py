"""What comes out when numbers that are known only within limits are multiplied."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Limited:
    """A number and the limits within which it lies; the number itself where it is known exactly."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Limited":
        """Multiplied by an exact number that is not negative."""
        return Limited(self.value * factor, self.low * factor, self.high * factor)


def exact(value: float) -> Limited:
    return Limited(value, value, value)


def product(parts: Sequence[Limited]) -> Limited:
    """The product of independent numbers, with limits recovered from theirs: the distance to each limit is the root of
    the squares of what each part alone would do to it (MOVER, Zou & Donner 2008, eq. 5, to the first order)."""
    value = math.prod(part.value for part in parts)
    down = math.hypot(*(_alone(parts, n, part.value - part.low) for n, part in enumerate(parts)))
    up = math.hypot(*(_alone(parts, n, part.high - part.value) for n, part in enumerate(parts)))
    return Limited(value, value - down, value + up)


def _alone(parts: Sequence[Limited], n: int, distance: float) -> float:
    """What a distance of one part does to the product."""
    return distance * math.prod(part.value for m, part in enumerate(parts) if m != n)


def difference(one: Limited, other: Limited) -> Limited:
    """One less the other, both independent (MOVER, Zou & Donner 2008, eq. 5)."""
    value = one.value - other.value
    low = value - math.hypot(one.value - one.low, other.high - other.value)
    high = value + math.hypot(one.high - one.value, other.value - other.low)
    return Limited(value, low, high)
