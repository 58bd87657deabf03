import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

OUT_OF_REACH = re.compile(
    "(NewConnection|Connection|NameResolution|Proxy|SSL|ReadTimeout)Error|timed out"
)


def test_the_lock_is_what_pyproject_compiles_to(tmp_path):
    """Compiled against the existing lock, so a newer release somewhere is no difference."""
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    before = (tmp_path / "requirements.txt").read_text()
    compiled = _compile(tmp_path)
    if compiled.returncode != 0 and OUT_OF_REACH.search(compiled.stderr):
        pytest.skip("the package registry cannot be reached, so the lock cannot be compiled again")
    assert compiled.returncode == 0, compiled.stderr
    after = (tmp_path / "requirements.txt").read_text()
    assert after == before, "pyproject.toml has moved on: run `make lock`"


def _compile(folder):
    command = "from piptools.scripts.compile import cli; cli()"
    arguments = ["--output-file", "requirements.txt", "pyproject.toml"]
    environment = {
        "CUSTOM_COMPILE_COMMAND": "make lock",
        "PIP_RETRIES": "1",
        "PIP_DEFAULT_TIMEOUT": "10",
    }
    try:
        return subprocess.run(
            [sys.executable, "-W", "ignore", "-c", command, *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=55,
        )
    except subprocess.TimeoutExpired:
        pytest.skip("the package registry did not answer within 55 seconds")


def test_every_locked_package_has_a_hash():
    lock = (ROOT / "requirements.txt").read_text()
    packages = re.findall(r"^\S+==\S+ \\\n    --hash=sha256:", lock, flags=re.M)
    assert len(packages) == len(re.findall(r"^[a-z0-9]\S*==", lock, flags=re.M)) > 50


def test_the_lock_names_no_place():
    lock = (ROOT / "requirements.txt").read_text()
    assert not re.search(r"://|--index-url|--find-links|--trusted-host", lock)
