"""`milepost records`: where they are, and who changed what."""

import json
from datetime import date

from dashboard.paths import Home
from dashboard.records import notes
from dashboard.records.keep import Actor
from dashboard.records.store import opened


def test_where_records_are_and_who_changed_what(milepost, tmp_path):
    home = Home(tmp_path / "home")
    nothing = milepost("records", "status")
    assert f"Nothing is written down yet. It would be kept in {home.records}." in nothing.stdout
    assert milepost("records", "audit").stderr == "Nothing has been changed yet.\n"
    assert not home.records.exists()

    kept = opened(home)
    note = notes.add(kept, Actor("Ann"), "=Prices up", date(2026, 3, 1))
    notes.remove(kept, Actor("Bo", is_verified=True), note.id, 1)
    status = json.loads(milepost("records", "status", "--format", "json").stdout)
    assert (status["place"], status["revision"]) == (str(home.records), status["newest_revision"])
    assert (status["rows"]["audit"], status["rows"]["actor"], status["rows"]["annotation"]) == (
        2,
        2,
        0,
    )

    newest = json.loads(milepost("records", "audit", "--format", "json").stdout)
    assert [(line["who"], line["identity"], line["did"]) for line in newest] == [
        ("Bo", "verified", "removed"),
        ("Ann", "unverified", "added"),
    ]
    assert (newest[0]["before"]["text"], newest[0]["after"]) == ("=Prices up", None)
    lines = milepost("records", "audit", "--limit", "1", "--format", "csv").stdout.splitlines()
    assert lines[0] == "at,who,identity,did,kind,id,version,before,after"
    assert len(lines) == 2
    assert "removed" in milepost("records", "audit").stdout


def test_a_database_that_does_not_answer_is_said_without_its_password(milepost):
    refused = milepost(
        "records", "status",
        MILEPOST_RECORDS_URL="postgresql://ann:s3cret@127.0.0.1:1/x?connect_timeout=2",
    )  # fmt: skip
    assert refused.returncode == 1
    assert "Is it running?" in refused.stderr
    assert "s3cret" not in refused.stderr + refused.stdout
