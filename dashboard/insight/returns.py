"""What an outlay brings back: payback, return, and the sum of a stream that begins late. Plain sums, not discounted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outlay:
    """What something costs and brings, in money."""

    once: float
    month: float
    """Cost of each month from the start."""
    benefit: float
    """Benefit of each month once it is there."""
    delay: float = 0.0
    """Months from the start until the benefit is there."""

    def cost(self, months: float) -> float:
        """All that is spent in so many months from the start."""
        return self.once + self.month * months

    def benefits(self, months: float) -> float:
        """All that came in so many months from the start."""
        return self.benefit * max(0.0, months - self.delay)

    def net(self, months: float) -> float:
        return self.benefits(months) - self.cost(months)

    def gain(self, months: float) -> float | None:
        """Return on the outlay: what is left after all costs, by the costs. None where nothing is spent."""
        spent = self.cost(months)
        return self.net(months) / spent if spent > 0 else None

    @property
    def payback(self) -> float | None:
        """Months from the start until the benefits have paid all costs so far; None: never.

        With b a month after a delay of d months, c a month and o once: b (m - d) = o + c m, so m = (o + b d) / (b - c).
        """
        if self.once <= 0 and self.month <= 0:
            return 0.0
        if self.benefit <= self.month:
            return None
        return (self.once + self.benefit * self.delay) / (self.benefit - self.month)
