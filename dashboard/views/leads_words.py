"""How what becomes of leads is called."""

from dashboard.language import _


def outcome_words(outcome: str) -> str:
    """Whose leads they are."""
    return {
        "leads": _("Whose leads these are"),
        "won": _("Whose leads were won"),
        "lost": _("Whose leads were lost"),
        "open": _("Whose leads are open"),
    }[outcome]
