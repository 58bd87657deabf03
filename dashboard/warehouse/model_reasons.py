"""Why there is no model of what customers will bring: stored with a version, translated when read."""

from dashboard.language import said

FEW_REPEATERS = said(
    "a forecast needs {needed} people who ordered on a second day; there are {repeaters}"
)
SHORT_HISTORY = said(
    "{days} days of orders are fewer than {gaps} usual gaps between two orders ({gap} days each)"
)
UNSTEADY = said(
    "the forecast would change too much with a few customers more or less: some spend far more than the others"
)
NO_ORDERS = said("there are no orders")
REASONS = (
    FEW_REPEATERS,
    SHORT_HISTORY,
    UNSTEADY,
    NO_ORDERS,
    said("the model of buying has no best parameters for these histories"),
    said("the model of spend has no best parameters for these amounts"),
    said("a few people spend so much more than the others that no mean can be told"),
)
"""The last three are said by the models themselves."""
