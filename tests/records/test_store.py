"""Where records are kept, how durable, and what is said when the database does not answer."""

import sqlite3
from datetime import date

import pytest
from sqlalchemy import make_url

from dashboard.errors import BadUse, Busy
from dashboard.paths import Home
from dashboard.records import notes, store
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS, RecordsUnreachable, Store, opened

ANN, DAY = Actor("Ann"), date(2026, 3, 1)
SECRET = "s3cret:/@ %"


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.delenv(ADDRESS, raising=False)
    return opened(Home(tmp_path / "home"))


def test_records_lie_in_the_home_unless_a_setting_says_otherwise(tmp_path, kept, monkeypatch):
    assert kept.place == str(tmp_path / "home" / "records.sqlite")
    assert opened(Home(tmp_path / "home")) is kept
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/elsewhere.sqlite")
    assert opened(Home(tmp_path / "home")).place == str(tmp_path / "elsewhere.sqlite")
    monkeypatch.setenv(ADDRESS, "postgresql://ann:secret@db.example:5433/records?sslmode=require")
    assert opened(Home(tmp_path)).place == "postgresql+psycopg://ann@db.example:5433/records"


def test_a_commit_is_on_the_disk_and_removed_rows_are_overwritten(kept):
    notes.add(kept, ANN, "kept", DAY)
    with kept.begin() as connection:
        values = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    sound = sqlite3.sqlite_version_info >= store.WAL_IS_SOUND
    journal = "wal" if sound else "truncate"
    assert values == {
        "journal_mode": journal,
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_file_that_was_taken_away_begins_anew(kept, tmp_path):
    notes.add(kept, ANN, "lost", DAY)
    (tmp_path / "home" / "records.sqlite").unlink()
    assert list(notes.notes(kept)) == []
    notes.add(kept, ANN, "new", DAY)
    assert [note.text for note in notes.notes(kept)] == ["new"]


def test_a_file_that_was_replaced_is_the_one_that_is_read_and_written(kept, tmp_path):
    file = tmp_path / "home" / "records.sqlite"
    notes.add(kept, ANN, "old", DAY)
    backup = file.read_bytes()
    notes.add(kept, ANN, "after the backup", DAY)
    file.rename(file.with_suffix(".broken"))
    file.write_bytes(backup)
    notes.add(kept, ANN, "new", DAY)
    assert {note.text for note in notes.notes(kept)} == {"old", "new"}


def test_a_file_that_is_no_database_is_said_so(kept, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "records.sqlite").write_text("Ann's diary, and nothing else " * 99)
    with pytest.raises(
        RecordsUnreachable, match=r"records\.sqlite cannot be used: file is not a database"
    ):
        notes.notes(kept)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path):
    (tmp_path / "file").write_text("")
    kept = opened(Home(tmp_path / "file" / "home"))
    with pytest.raises(RecordsUnreachable, match="may it be written"):
        notes.add(kept, ANN, "x", DAY)


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(kept, tmp_path, monkeypatch):
    notes.add(kept, ANN, "kept", DAY)
    monkeypatch.setattr(store, "WAIT_SECONDS", 0.05)
    hasty = Store(kept.url)
    other = sqlite3.connect(tmp_path / "home" / "records.sqlite")
    other.execute("begin immediate")
    with pytest.raises(Busy, match="Somebody else is writing"):
        notes.add(hasty, ANN, "late", DAY)
    other.rollback()
    other.close()
    notes.add(hasty, ANN, "in time", DAY)
    hasty.close()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgres:" + SECRET, "cannot be read"),
        (f"mysql://ann:{SECRET.replace('/', '')}@host/x", "of the kind 'mysql'"),
        ("sqlite://", "of the kind 'sqlite'"),
        ("postgresql+nosuch://ann:secret@host/x", "option or a driver that is not known"),
    ],
)
def test_an_address_that_cannot_be_is_refused_without_being_repeated(
    tmp_path, monkeypatch, address, words
):
    monkeypatch.setenv(ADDRESS, address)
    with pytest.raises(BadUse, match=words) as refused:
        opened(Home(tmp_path))
    assert "s3cret" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_no_message_holds_the_password(postgres):
    for url in (
        postgres.url(password="wr0ng:/@ %"),
        make_url("postgresql+psycopg://ann:wr0ng%3A@127.0.0.1:1/x?connect_timeout=2"),
    ):
        broken = Store(url)
        with pytest.raises(RecordsUnreachable) as refused:
            notes.notes(broken)
        assert "wr0ng" not in str(refused.value) + broken.place
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__
