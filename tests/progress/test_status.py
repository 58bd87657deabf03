import pytest

from dashboard.errors import BadData
from dashboard.paths import home
from dashboard.progress import status_file
from dashboard.progress.status import Facts, Status, judged

SHIPPED = status_file.read(status_file.SHIPPED)


@pytest.mark.parametrize(
    ("facts", "status", "because"),
    [
        (Facts(reached=False, decided=False, chance=41.2), Status.AT_RISK, "chance 41 % < 67 %"),
        (Facts(reached=False, decided=False, chance=32.6), Status.OFF_TRACK, "chance 32.6 % < 33 %"),
        (Facts(reached=False, decided=False, chance=67), Status.ON_TRACK, "chance 67 % ≥ 67 %"),
        (Facts(reached=False, chance=66.98), Status.AT_RISK, "chance 66.98 % < 67 %"),
        (
            Facts(reached=True, decided=False, chance=0),
            Status.AT_RISK,
            "it is ahead now, but the chance for the last period that counts is < 1 %",
        ),
        (Facts(reached=False, chance=0), Status.OFF_TRACK, "chance < 1 %, under 33 %"),
        (Facts(reached=False, chance=100), Status.ON_TRACK, "chance > 99 %, over 67 %"),
        (Facts(reached=True, decided=False, chance=90), Status.MET, "the target is reached"),
        (Facts(reached=True, decided=False), Status.MET, "the target is reached"),
        (
            Facts(reached=True, decided=False, chance=20),
            Status.AT_RISK,
            "it is ahead now, but the chance for the last period that counts is 20 %",
        ),
        (
            Facts(reached=False, decided=True, chance=99),
            Status.OFF_TRACK,
            "the last period that counts is complete and the target is not reached",
        ),
        (Facts(reached=False, time_gone=24.9), Status.TOO_EARLY, "time gone 24.9 % < 25 %"),
        (
            Facts(reached=False, time_gone=60, ahead=-12.4, way=40),
            Status.AT_RISK,
            "12 points of the way behind the pace",
        ),
        (
            Facts(reached=False, time_gone=60, ahead=3, way=63),
            Status.ON_TRACK,
            "3 points of the way ahead of the pace",
        ),
        (
            Facts(reached=False, time_gone=60, ahead=-80, way=-20),
            Status.OFF_TRACK,
            "further from the target than at the start",
        ),
        (Facts(), Status.TOO_EARLY, "no rule holds: too little is known"),
    ],
)  # fmt: skip
def test_the_first_rule_that_holds_gives_the_status_and_says_why(facts, status, because):
    found = judged(facts, SHIPPED)
    assert (found.status, found.because) == (status, because)


def test_a_home_has_rules_of_its_own(tmp_path):
    own = home(tmp_path)
    assert status_file.rules(own) == SHIPPED
    own.status_rules.write_text(
        "rules: [{status: met, when: {way: '>= 50 %'}}]\notherwise: at risk"
    )
    assert judged(Facts(way=50), status_file.rules(own)).status is Status.MET
    assert judged(Facts(way=49), status_file.rules(own)).status is Status.AT_RISK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rules: [", "is not YAML"),
        ("", "the file says `rules`, `otherwise`"),
        ("rules: []\notherwise: met", "line 1: `rules:` is a list of rules"),
        ("rules:\n- status: met\notherwise: met", "line 2: a rule needs `status:` and `when:`"),
        (
            "rules:\n- status: on trak\n  when: {way: '> 1'}\notherwise: met",
            "line 2: 'on trak' is no status. Did you mean 'on track'?",
        ),
        (
            "rules:\n- status: met\n  when:\n    chanse: '< 3'\notherwise: met",
            "line 4: `when:` knows no 'chanse'. Did you mean 'chance'?",
        ),
        (
            "rules:\n- status: met\n  when: {chance: lots}\notherwise: met",
            "line 3: `chance: lots` is no comparison. Write one such as `chance: '< 67'`",
        ),
        ("rules:\n- status: met\n  when: {reached: 3}\notherwise: met", "`reached:` is yes or no"),
        ("rules:\n- status: met\n  when: {}\notherwise: met", "needs at least one condition"),
        ("rules:\n- status: met\n  when: {way: '>1', way: '<9'}\notherwise: met", "twice"),
        ("rules:\n- status: missing data\n  when: {way: '>1'}\notherwise: met", "is no status"),
        ("rules:\n- status: met\n  when: {way: '> 1'}", "for where none holds, `otherwise:`"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_its_place(tmp_path, text, words):
    path = tmp_path / "status.yaml"
    path.write_text(text)
    with pytest.raises(BadData) as told:
        status_file.read(path)
    assert str(told.value).startswith(str(path))
    assert words in str(told.value)
