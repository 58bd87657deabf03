"""A home before and after Anna was forgotten."""

from pathlib import Path

import pytest

from dashboard.paths import Home
from dashboard.warehouse.publish import publish
from tests.warehouse.forget.anna import EVENTS, IDENTITIES, copied, forget, put_in


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Home:
    chosen = Home(tmp_path_factory.mktemp("loaded") / "home")
    put_in(chosen, EVENTS, "anna@x.org.csv")
    put_in(chosen, IDENTITIES, "identities.csv", "milepost_identities")
    publish(chosen)
    publish(chosen)
    return chosen


@pytest.fixture(scope="module")
def forgotten(loaded: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    chosen = copied(loaded, tmp_path_factory.mktemp("forgotten"))
    forget(chosen, "anna@x.org")
    return chosen


@pytest.fixture
def home(loaded: Home, tmp_path: Path) -> Home:
    """Before anybody was forgotten; of the test's own."""
    return copied(loaded, tmp_path)


@pytest.fixture
def after(forgotten: Home, tmp_path: Path) -> Home:
    """After she was forgotten; of the test's own."""
    return copied(forgotten, tmp_path)
