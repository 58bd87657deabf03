"""The loop with unhappy customers: states counted, waits by Kaplan and Meier, by hand."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from dashboard.metrics.closed_loop import followed, loop

NOW = datetime(2026, 3, 31, 12)


def answer(person: str | None, day: int, **columns: Any) -> dict[str, Any]:
    return {
        "id": person, "person_id": person, "is_visitor": False, "survey": "shop", "day": date(2026, 3, day),
        "answered_at": datetime(2026, 3, day, 12), "score": 3, "comment": None, "topics": [], "region": "", **columns,
    }  # fmt: skip


def case(status: str, contacted: int | None = None, resolved: int | None = None) -> Any:
    at = [None if day is None else datetime(2026, 3, day, 12) for day in (contacted, resolved)]
    return SimpleNamespace(
        status=status, owner="Kim", note="rang", contacted_at=at[0], resolved_at=at[1], version=2
    )


def test_who_still_waits_counts_for_as_long_as_they_have_waited() -> None:
    # contacted after 2, 4 and 10 days (the last by being resolved), one waits since 1 March (30 days), one nobody
    rows = [
        answer("ann", 1), answer("bo", 1), answer("cy", 1), answer("dee", 1), answer(None, 1),
    ]  # fmt: skip
    cases = {
        ("ann", "shop", date(2026, 3, 1)): case("contacted", contacted=3),
        ("bo", "shop", date(2026, 3, 1)): case("resolved", contacted=5, resolved=9),
        ("cy", "shop", date(2026, 3, 1)): case("resolved", resolved=11),
    }
    found = loop(followed(rows, cases), NOW)
    assert found.counts == {"open": 1, "contacted": 1, "resolved": 2}
    assert (found.people, found.of_nobody, found.closed_share) == (4, 1, 50)
    assert found.contact_days.value == 4  # S: ¾ after 2 days, ½ after 4
    assert found.close_days.value == 10  # S: ¾ after 8 days, ½ after 10; ann and dee still wait


def test_no_median_before_half_are_closed() -> None:
    found = loop(followed([answer("ann", 1), answer("bo", 2)], {}), NOW)
    assert (found.contact_days.value, found.close_days.value) == (None, None)
    assert found.counts == {"open": 2, "contacted": 0, "resolved": 0}


def test_a_case_belongs_to_one_answer_of_a_person_to_a_survey_on_a_day() -> None:
    cases = {("ann", "shop", date(2026, 3, 1)): case("resolved", resolved=2)}
    found = followed([answer("ann", 2), answer("ann", 1), answer("ann", 1, survey="other")], cases)
    assert [(one.status, one.version) for one in found] == [
        ("open", 0),
        ("resolved", 2),
        ("open", 0),
    ]
    assert [one.waiting_days(NOW) for one in found] == [29, 1, 30]


def test_nobody_at_all_is_no_share() -> None:
    found = loop([], NOW)
    assert (found.people, found.closed_share, found.closed) == (0, None, None)
