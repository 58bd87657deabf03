"""What is written down on pages: who is asked, what is kept, and what two people at once see."""

from datetime import date

import pytest

from dashboard.access import Viewer
from dashboard.identity import SETTING
from dashboard.records import cases, groups, keep, notes, saved_views
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS, opened
from dashboard.views import frame, who

BO = Actor("Bo", is_verified=True)
DAY = date(2026, 3, 3)


@pytest.fixture
def home(one_day, monkeypatch):
    """One home for all of them, in which nothing is written down yet."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.delenv(ADDRESS, raising=False)
    one_day.records.unlink(missing_ok=True)
    yield one_day
    one_day.records.unlink(missing_ok=True)


@pytest.fixture
def records(home):
    return opened(home)


def as_somebody(app, name="Ann"):
    app.session_state[who.NAME] = name
    return app.run()


def press(app, label, nth=0):
    found = [button for button in app.button if button.label == label]
    return found[nth].click().run()


def texts(app):
    found = [*app.get("html")]
    return "\n".join(
        [*(e.proto.body for e in found), *(c.value for c in (*app.caption, *app.toast))]
    )


def test_where_nothing_is_kept_the_page_says_how_it_comes_about(opened, home):
    app = opened(home, "saved")
    assert not app.exception
    said = texts(app)
    for words in (
        "No view is saved yet",
        "No group is saved yet",
        "Nothing is noted yet",
        "Nothing has been changed yet",
    ):
        assert words in said
    assert not home.records.exists()  # looking writes nothing


def test_the_first_change_asks_for_a_name_and_is_made_in_it(opened, home, records):
    note = notes.add(records, BO, "Prices up", DAY)
    app = press(opened(home, "saved"), "Remove")
    [name] = [field for field in app.text_input if field.label == "I am …"]
    assert [n.text for n in notes.notes(records)] == ["Prices up"]  # nothing is done before
    name.input(" Ann ")
    app = press(app, "That is me")
    assert not app.exception
    assert list(notes.notes(records)) == []
    line = keep.history(records, type(note), note.id)[-1]
    assert (line.did, line.who, line.is_verified) == ("removed", "Ann", False)
    assert "The note is removed." in texts(app)


def test_a_note_is_changed_where_it_is_listed(opened, home, records):
    notes.add(records, BO, "Prices up", DAY, metrics=["conversion"])
    app = press(as_somebody(opened(home, "saved")), "Edit")
    [text] = app.text_area
    text.input("Prices up 3 %")
    app = press(app, "Keep the changes")
    [note] = notes.notes(records)
    assert (note.text, note.metrics, note.updated_by, note.version) == (
        "Prices up 3 %",
        ["conversion"],
        "Ann",
        2,
    )
    assert not app.text_area


def test_who_was_too_late_sees_both_values_and_chooses(opened, home, records):
    note = notes.add(records, BO, "Prices up", DAY)
    app = press(as_somebody(opened(home, "saved")), "Edit")
    notes.change(records, BO, note.id, 1, text="Prices up 2 %", starts_on=DAY, ends_on=DAY,
                 metrics=["orders"], concerns={})  # fmt: skip
    app.text_area[0].input("Prices up 3 %")
    app = press(app, "Keep the changes")
    assert not app.exception
    said = texts(app)
    assert "Two versions of one note" in said
    assert "Bo (verified) changed it on" in said
    assert "Prices up 3 %" in said
    assert "Prices up 2 %" in said
    assert [(radio.label, radio.value) for radio in app.radio] == [
        ("Text", "mine"),
        ("Charts", "theirs"),
    ]
    app = press(app, "Keep what is chosen")
    [kept] = notes.notes(records)
    assert (kept.text, kept.metrics, kept.version) == ("Prices up 3 %", ["orders"], 3)
    assert "Two versions" not in texts(app)


def test_both_values_can_be_written_anew_and_theirs_can_be_left(opened, home, records):
    note = notes.add(records, BO, "a", DAY)

    def late():
        app = press(as_somebody(opened(home, "saved")), "Edit")
        seen = notes.note(records, note.id)
        notes.change(records, BO, note.id, seen.version, text=seen.text + "b", starts_on=DAY,
                     ends_on=DAY, metrics=[], concerns={})  # fmt: skip
        app.text_area[0].input("mine")
        return press(app, "Keep the changes")

    app = press(late(), "Leave theirs as it is")
    assert notes.note(records, note.id).text == "ab"
    assert "Saved" in texts(app)
    app = late()
    app.radio[0].set_value("edit").run()
    app.text_area[0].input("mine and theirs")
    press(app, "Keep what is chosen")
    assert notes.note(records, note.id).text == "mine and theirs"


def test_a_group_that_was_removed_meanwhile_is_said_so(opened, home, records):
    group = groups.add(records, BO, "VIP", "best buyers", ["p1"])
    app = as_somebody(opened(home, "saved"))
    groups.remove(records, BO, group.id, 1)
    app.text_input(key=f"name_group_{group.id}_1").input("Best")
    app = press(app, "Keep the changes")
    assert "It was removed" in "\n".join(m.value for m in app.markdown)
    assert "Keep mine as a new one" not in [b.label for b in app.button]
    assert "Two versions" not in texts(press(app, "Leave it removed"))


def test_views_and_groups_are_renamed_shared_and_removed(opened, home, records):
    view = saved_views.add(
        records, Actor("Ann"), "North", "metric", "region=North", is_shared=False
    )
    group = groups.add(records, BO, "VIP", "best buyers", ["p1", "=2+3"])
    assert "North" not in [b.label for b in as_somebody(opened(home, "saved"), "Cem").button]
    app = as_somebody(opened(home, "saved"))
    assert "2 people · best buyers · by Bo" in texts(app)
    app.checkbox(key=f"shared_view_{view.id}_1").check()
    app = press(app, "Keep the changes")
    [shared] = saved_views.views(records)
    assert (shared.name, shared.is_shared) == ("North", True)
    app.text_input(key=f"name_group_{group.id}_1").input("VIP 2026")
    app = press(app, "Keep the changes", 1)
    assert [g.name for g in groups.groups(records)] == ["VIP 2026"]
    app = press(app, "Remove", 1)
    assert list(groups.groups(records)) == []
    app = press(app, "Remove")
    assert list(saved_views.views(records)) == []
    [table] = app.dataframe
    assert list(table.value["did"]) == [
        "removed",
        "removed",
        "changed",
        "changed",
        "added",
        "added",
    ]
    assert "Name: VIP → VIP 2026" in list(table.value["change"])


def test_a_name_that_is_taken_is_said_and_nothing_is_lost(opened, home, records):
    groups.add(records, BO, "A", "", ["p1"])
    group = groups.add(records, BO, "B", "", ["p1"])
    app = as_somebody(opened(home, "saved"))
    app.text_input(key=f"name_group_{group.id}_1").input("A")
    app = press(app, "Keep the changes", 1)
    assert "There is a group 'A' already" in texts(app)


def test_notes_are_drawn_on_the_charts_of_their_scope(opened, home, records):
    notes.add(records, BO, "about conversion", date(2026, 2, 10), metrics=["conversion"])
    notes.add(records, BO, "about all", date(2026, 2, 12), date(2026, 2, 20))
    notes.add(records, BO, "about orders", date(2026, 2, 14), metrics=["orders"])
    notes.add(records, BO, "about the South", date(2026, 2, 15), concerns={"region": ["South"]})
    app = opened(home, "metric", region="North")
    said = texts(app)
    assert "10 Feb 2026: about conversion (Bo)" in said
    assert "12–20 Feb 2026: about all (Bo)" in said
    assert "about orders" not in said
    assert "about the South" not in said
    assert "about the South (Region: South; Bo)" in texts(opened(home, "metric"))
    figure = app.get("plotly_chart")[0].proto.spec
    assert figure.count('"type":"rect"') + figure.count('"type": "rect"') == 1


def test_records_that_cannot_be_read_leave_the_numbers(opened, home):
    home.records.write_text("no database" * 99)
    app = opened(home, "metric")
    assert not app.exception
    assert len(app.get("plotly_chart")) >= 1
    [warning] = app.warning
    assert "records.sqlite cannot be used" in warning.value


@pytest.mark.parametrize("way", ["header", "login", "no such way"])
def test_without_the_word_that_is_asked_for_no_page_is_shown(
    opened, home, records, monkeypatch, way
):
    notes.add(records, BO, "secret", DAY)
    monkeypatch.setenv(SETTING, way)
    monkeypatch.setattr(type(who.st.user), "to_dict", lambda self: {})
    app = opened(home, "saved")
    assert not app.exception
    assert "secret" not in texts(app)
    assert not app.dataframe
    assert len(app.error) + len(app.info) == 1


@pytest.mark.parametrize(
    ("way", "user"),
    [
        ("header", {"email": "ann@example.com"}),
        ("login", {"is_logged_in": True, "email": "ann@example.com", "exp": 9999999999}),
    ],
)
def test_a_name_that_is_vouched_for_is_verified_in_the_audit(
    opened, home, records, monkeypatch, way, user
):
    note = notes.add(records, BO, "Prices up", DAY)
    monkeypatch.setenv(SETTING, way)
    monkeypatch.setattr(type(who.st.user), "to_dict", lambda self: dict(user))
    app = press(opened(home, "saved"), "Remove")
    assert not app.text_input
    line = keep.history(records, type(note), note.id)[-1]
    assert (line.did, line.who, line.is_verified) == ("removed", "ann@example.com", True)


@pytest.mark.parametrize(
    "user",
    [
        {"is_logged_in": True, "email": "ann@example.com", "exp": 1},
        {"is_logged_in": False},
        {"email": "ann@example.com"},
    ],
)
def test_a_login_that_has_run_out_shows_nothing(opened, home, records, monkeypatch, user):
    notes.add(records, BO, "secret", DAY)
    monkeypatch.setenv(SETTING, "login")
    monkeypatch.setattr(type(who.st.user), "to_dict", lambda self: dict(user))
    app = opened(home, "saved")
    assert "secret" not in texts(app)
    assert [button.label for button in app.button] == ["Log in"]


def test_what_was_written_about_a_person_is_for_those_who_may_see_who_it_is(
    opened, home, records, monkeypatch
):
    cases.change(records, BO, cases.Answer("p1", "nps", DAY), cases.NOT_YET, owner="Bo")
    groups.add(records, BO, "VIP", "", ["p1"])
    [everything] = opened(home, "saved").dataframe
    assert list(everything.value["what"]) == ["group 1", "case 1"]
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(may_see_ids=False))
    [fewer] = opened(home, "saved").dataframe
    assert list(fewer.value["what"]) == ["group 1"]
