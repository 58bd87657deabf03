"""A mapping tried, saved, and loaded in a process of its own; what it leaves when it is killed."""

import os
import signal
import time
from copy import deepcopy
from pathlib import Path

import pytest

from dashboard.errors import BadUse, Busy, Refused
from dashboard.ingest.lock import locked
from dashboard.intake import look, mapped, uploads, work
from dashboard.intake.uploads import Upload
from dashboard.paths import Home, home
from dashboard.warehouse.publish import versions

HEADER = "Bestellnr.;Bestelldatum;Kundennummer;Umsatz (EUR)\n"
ROWS = "".join(f"B{n};{1 + n % 28:02}.02.2026;K{n % 7};1.{n:03},50\n" for n in range(40))


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return home(tmp_path / "home")


def _dropped(place: Home, text: str) -> tuple[Upload, dict]:
    """The upload, and the draft that was made of a sound file of its kind."""
    sound = uploads.keep(place, [("shop.csv", (HEADER + ROWS).encode())])
    values = look.draft(sound, "shop.csv").values
    uploads.remove(sound)
    return uploads.keep(place, [("shop.csv", text.encode())]), deepcopy(values)


def _over(upload: Upload) -> work.Work:
    for _ in range(600):
        done = work.told(upload)
        if done and done.state != work.RUNNING:
            return done
        time.sleep(0.1)
    raise AssertionError("the work does not end")


def test_rows_are_tried_with_every_reason_in_words(place: Home):
    upload, values = _dropped(
        place, HEADER + ROWS + "B40;gestern;K1;3,00\nB41;01.03.2026;K1;viel\n\n"
    )
    trial = mapped.trial(upload, "shop.csv", values)
    counts = trial.counts
    assert (counts.read, counts.accepted, counts.quarantined, counts.blank) == (43, 40, 2, 1)
    assert trial.is_whole
    assert not trial.is_refused  # 2 of 42
    bad = [row for row in trial.rows if row.became == "quarantined"]
    assert [(row.line, row.why) for row in bad] == [(42, "bad_time"), (43, "bad_number")]
    assert str(mapped.sentence(bad[0].why, bad[0].column, bad[0].value)).startswith(
        "Bestelldatum is 'gestern', which is not a date"
    )
    assert str(trial.made[0]["amount"]) == "1000.500000"


def test_only_the_first_rows_are_tried_and_said_so(place: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mapped, "MOST_TRIED", 10)
    ragged = HEADER + "B;x\n" + ROWS
    upload, values = _dropped(place, ragged)
    trial = mapped.trial(upload, "shop.csv", values)
    assert (trial.counts.read, trial.counts.accepted, trial.is_whole) == (10, 9, False)
    assert [row.why for row in trial.rows if row.became == "quarantined"] == ["ragged"]


def test_a_mapping_of_another_file_is_refused_without_our_folders(place: Home):
    upload, values = _dropped(place, HEADER + ROWS)
    other = {**values, "delimiter": ","}
    with pytest.raises(Refused) as refused:
        mapped.trial(upload, "shop.csv", other)
    assert str(refused.value).startswith("shop.csv, line 1: ")


def test_a_mapping_is_saved_under_a_name_of_its_own(place: Home):
    _, values = _dropped(place, HEADER + ROWS)
    assert mapped.save(place, values, "my_shop") == "my_shop"
    mapped.save(place, values, "my_shop")  # the same once more
    with pytest.raises(BadUse, match="says something else"):
        mapped.save(place, {**values, "zone": "Europe/Berlin"}, "my_shop")
    mapped.save(place, {**values, "zone": "Europe/Berlin"}, "my_shop", replaces=True)
    with pytest.raises(BadUse, match="comes with Milepost"):
        mapped.save(place, values, "shopify_orders")
    with pytest.raises(BadUse, match="small letters"):
        mapped.save(place, values, "../shop")


def test_what_is_loaded_is_accounted_for_row_by_row_and_published(place: Home):
    doubled = ROWS.splitlines()[0]
    upload, values = _dropped(place, f"{HEADER}{ROWS}{doubled}\nB40;gestern;K1;3,00\n;;;\n")
    mapped.save(place, values, "shop")
    work.load(upload, ["shop.csv"], "shop")
    done = _over(upload)
    assert (done.state, done.is_published) == (work.DONE, True)
    [result] = done.results
    counts = result["counts"]
    assert (counts["read"], counts["accepted"], counts["duplicate"]) == (43, 40, 1)
    assert (counts["quarantined"], counts["blank"], counts["ignored"]) == (1, 1, 0)
    became = [row["became"] for row in result["rows"]]
    assert {name: became.count(name) for name in set(became)} == {
        "accepted": 40, "duplicate": 1, "quarantined": 1, "blank": 1,
    }  # fmt: skip
    assert len(versions(place)) == 1
    assert b"gestern" in mapped.quarantine_file(upload)
    again, _ = _dropped(place, (upload.files / "shop.csv").read_text())
    assert [known.name for known in look.fitting(again, look.look(again, "shop.csv"))] == ["shop"]
    work.load(again, ["shop.csv"], "shop")
    assert [result["state"] for result in _over(again).results] == ["already loaded"]
    assert len(versions(place)) == 1


def test_too_many_bad_rows_are_refused_until_somebody_says_otherwise_and_publishing_can_wait(
    place: Home,
):
    bad = "".join(f"C{n};gestern;K1;3,00\n" for n in range(10))
    upload, values = _dropped(place, HEADER + ROWS + bad)
    assert mapped.trial(upload, "shop.csv", values).is_refused
    mapped.save(place, values, "shop")
    work.load(upload, ["shop.csv"], "shop", publishes=False)
    done = _over(upload)
    [result] = done.results
    assert (done.is_published, result["state"], result["code"]) == (
        False,
        "refused",
        "too_many_bad",
    )
    assert (result["counts"]["read"], result["counts"]["quarantined"]) == (50, 10)
    work.load(upload, ["shop.csv"], "shop", publishes=False, accepts_bad=True)
    done = _over(upload)
    assert ([r["state"] for r in done.results], done.is_published) == (["loaded"], False)
    assert versions(place) == []
    work.publish(upload)
    done = _over(upload)
    assert ([r["state"] for r in done.results], done.is_published) == (["loaded"], True)


def test_another_writer_at_work_is_said(place: Home, monkeypatch: pytest.MonkeyPatch):
    upload, values = _dropped(place, HEADER + ROWS)
    mapped.save(place, values, "shop")
    monkeypatch.setattr(work, "WAIT_SECONDS", 0)
    with locked(place):
        work.load(upload, ["shop.csv"], "shop")
        with pytest.raises(Busy):
            work.load(upload, ["shop.csv"], "shop")
        assert _over(upload).state == work.BUSY


def test_a_load_that_is_killed_leaves_nothing_and_is_told(place: Home):
    upload, values = _dropped(place, HEADER + ROWS)
    mapped.save(place, values, "shop")
    with locked(place):
        work.load(upload, ["shop.csv"], "shop")
        os.kill(work._children[-1].pid, signal.SIGKILL)
        done = _over(upload)
    assert done.state == work.CUT_SHORT
    assert versions(place) == []
    work.clear(upload)
    assert work.told(upload) is None
