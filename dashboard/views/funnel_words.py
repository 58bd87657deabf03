"""How the steps of the funnel and those who take or miss them are called."""

from dashboard.language import _, n_
from dashboard.views import words


def step_words(name: str) -> str:
    return {
        "visit": _("Visit"),
        "signup": _("Sign-up"),
        "order": _("Order"),
        "second_order": _("Second order"),
    }[name]


def fate_words(step: str, fate: str, days: int) -> str:
    """Who is counted where: who came to a step, who did not in all their days, who still may."""
    within = n_("within {count} day", "within {count} days", days)
    if step == "visit":
        return _("Who visited")
    did = {
        "signup": (_("Who signed up {within}"), _("Who visited but did not sign up {within}"),
                   _("Who may still sign up {within}")),
        "order": (_("Who ordered {within}"), _("Who came so far but did not order {within}"),
                  _("Who came so far and may still order {within}")),
        "second_order": (_("Who ordered again {within}"), _("Who ordered once and not again {within}"),
                         _("Who ordered once and may again {within}")),
    }[step]  # fmt: skip
    return did[("came", "left", "wait").index(fate)].format(within=within)


def wait_words(seconds: float | None) -> str:
    return "–" if seconds is None else words.duration(seconds)
