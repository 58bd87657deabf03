"""The tables come about by migrations alone, from nothing and from every earlier release, as the ORM expects them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from dashboard.records import migrate, notes
from dashboard.records.keep import Actor
from dashboard.records.store import Store

ANN, DAY = Actor("Ann"), date(2026, 3, 1)
REVISIONS = [script.revision for script in ScriptDirectory(str(migrate.SCRIPTS)).walk_revisions()][
    ::-1
]


def test_the_newest_revision_is_the_one_that_is_asked_for():
    assert sorted(REVISIONS) == REVISIONS
    assert REVISIONS[-1] == migrate.NEWEST


@pytest.mark.parametrize("earlier", [None, *REVISIONS])
def test_from_every_revision_the_tables_become_what_the_orm_expects(store, earlier):
    if earlier:
        with store.begin() as connection:
            migrate.apply(connection, earlier)
    store.prepare()
    with store.begin() as connection:
        assert migrate.revision(connection) == migrate.NEWEST
        command.check(migrate.configured(connection))  # raises where a table differs
    assert notes.add(store, ANN, "it works", DAY).id == 1


def test_many_who_open_empty_records_at_once_migrate_them_once(url):
    stores = [Store(url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda store: notes.add(store, ANN, "at once", DAY).id, stores))
    assert sorted(made) == [1, 2, 3, 4, 5, 6]
    for store in stores:
        store.close()


def test_records_of_a_newer_release_are_left_alone(store, url):
    notes.add(store, ANN, "kept", DAY)
    with store.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    later = Store(url)
    with pytest.raises(migrate.OtherRelease, match="newer release of Milepost"):
        notes.notes(later)
    later.close()
    assert [note.text for note in notes.notes(store)] == ["kept"]


def test_a_migration_that_fails_leaves_nothing_half_done(store, monkeypatch):
    def cut_off(connection, to):
        connection.execute(text("create table half (id integer)"))
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(migrate, "apply", cut_off)
        with pytest.raises(RuntimeError):
            store.prepare()
    store.prepare()
    with store.begin() as connection:
        command.check(migrate.configured(connection))
