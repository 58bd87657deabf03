"""The wheel alone, in an environment outside the clone, is the whole product."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.packaging

SHIPPED = {"pages": "pages", "data/mappings": "mappings", "data/demo": "demo"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from the clone as it is."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel, tmp_path_factory) -> Path:
    """Commands of an environment with the wheel in it; what it depends on is lent by ours."""
    folder = tmp_path_factory.mktemp("environment")
    _run(sys.executable, "-m", "venv", "--without-pip", folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    commands = folder / "bin"
    _run(commands / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel)
    return commands


@pytest.fixture
def empty_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MILEPOST_HOME", raising=False)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    return tmp_path


def _run(*command: object) -> str:
    ran = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.mark.parametrize("folder", SHIPPED)
def test_pages_mappings_and_demo_travel_in_the_wheel(wheel, folder):
    prefix = f"dashboard/shipped/{SHIPPED[folder]}/"
    in_wheel = {
        name.removeprefix(prefix)
        for name in zipfile.ZipFile(wheel).namelist()
        if name.startswith(prefix)
    }
    here = {
        str(path.relative_to(ROOT / folder))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert in_wheel == here != set()


def test_the_command_comes_from_the_wheel(environment, empty_folder):
    where = "import dashboard, queries; print(dashboard.__file__, queries.__file__)"
    for path in _run(environment / "python", "-c", where).split():
        assert Path(path).is_relative_to(environment.parent)
    version = _run(environment / "milepost", "--version")
    assert version == _run(environment / "python", "-m", "dashboard", "--version")


def test_the_wheel_speaks_russian(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "dashboard/locale/ru/LC_MESSAGES/milepost.po" in names


def test_shipped_folders_are_found(environment, empty_folder):
    shown = "from dashboard import paths; print(paths.PAGES, paths.MAPPINGS, paths.DEMO)"
    for path in _run(environment / "python", "-c", shown).split():
        assert Path(path).is_relative_to(environment.parent)
        assert any(Path(path).iterdir())


PAGES = """
from dashboard import paths
from streamlit.testing.v1 import AppTest

opened = AppTest.from_file(str(paths.PACKAGE / "app.py"), default_timeout=60).run()
assert not opened.exception and not opened.error, opened
print(opened)
"""


def test_an_empty_folder_becomes_the_demo_company(environment, empty_folder):
    _run(environment / "milepost", "demo", "--events", "20000")
    assert (empty_folder / "data" / "local" / "CURRENT").exists()
    assert "conversion" in _run(environment / "milepost", "metrics")
    assert "Conversion" in _run(environment / "milepost", "show", "conversion", "--last", "3m")
    assert "Scorecard" in _run(environment / "python", "-c", PAGES)
