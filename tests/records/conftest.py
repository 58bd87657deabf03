"""Records on both databases: a file of its own, and a Postgres where the machine has one."""

import pytest
from sqlalchemy import URL, make_url

from dashboard.records.store import Store


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path) -> URL:
    """An empty database."""
    if request.param == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "records.sqlite"))
    postgres = request.getfixturevalue("postgres")
    return make_url(postgres.address(postgres.new_database()))


@pytest.fixture
def store(url):
    store = Store(url)
    yield store
    store.close()
