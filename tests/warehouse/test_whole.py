"""A damaged version, or a damaged CURRENT, is passed over for the last good one, and everybody is told."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dashboard import serve
from dashboard.access import EVERYONE
from dashboard.errors import BadData, BadUse, Damaged, JustDamaged
from dashboard.metrics import evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import Home
from dashboard.warehouse import reader, whole
from dashboard.warehouse.publish import current, publish, versions
from queries.slice import Slice, Window
from tests import homes

MARCH = Slice(Window(date(2026, 3, 1), date(2026, 4, 1)))


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Version 1 says 30, version 2 says 33."""
    made = homes.one_day(tmp_path_factory.mktemp("two") / "home")
    with duckdb.connect(str(made.master)) as connection:
        connection.execute("update events set amount = 33 where amount is not null")
        connection.execute("update ledger set path = 'mended.csv' where kind = 'events'")
    publish(made)
    return made


@pytest.fixture
def home(two_versions: Home, tmp_path: Path) -> Home:
    shutil.copytree(two_versions.folder, tmp_path / "home")
    chosen = Home(tmp_path / "home")
    homes.choose(chosen)
    return chosen


def revenue() -> float | None:
    [value] = evaluate.whole(CATALOGUE["revenue"], EVERYONE, MARCH)
    return value.value


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    """One bit, in the middle of the file."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def emptied(content: bytes) -> bytes:
    return b""


def other(content: bytes) -> bytes:
    return b"not a database" * 1000


DAMAGES = (cut_off, flipped, emptied, other)


def damage(path: Path, how: Callable[[bytes], bytes]) -> None:
    path.chmod(0o644)
    path.write_bytes(how(path.read_bytes()))


@pytest.mark.parametrize("how", DAMAGES)
def test_the_last_good_version_is_read(home: Home, how: Callable[[bytes], bytes]) -> None:
    damage(current(home).path, how)
    assert revenue() == 30
    assert "Version 2 is damaged" in reader.damage()
    assert "version 1 of 20" in reader.damage()
    assert "milepost publish" in reader.damage()


@pytest.mark.parametrize("how", DAMAGES)
def test_damage_to_a_file_too_large_to_hash_is_found_when_it_is_opened_or_read(
    home: Home, how: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bit lies in a block that this question may not read: then the answer is right."""
    monkeypatch.setattr(whole, "HASHED_AT_ONCE", -1)
    damage(current(home).path, how)
    try:
        found = revenue()
    except JustDamaged:
        found = revenue()
    assert found == (33 if how is flipped and not reader.damage() else 30)
    reader.check_thoroughly()
    assert revenue() == 30


def test_a_block_that_turns_out_damaged_is_never_answered_from(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "HASHED_AT_ONCE", -1)
    path = current(home).path
    content = path.read_bytes()
    for place in range(3 * 4096 + 100, len(content), 262_144):  # every block of the file
        content = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    damage(path, lambda _: content)
    with contextlib.suppress(JustDamaged):
        assert revenue() == 30
    assert revenue() == 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "CURRENT, which names the version to show, is empty"),
        (b"\xff\x00\xfe garbage", "which is not there"),
        (b"warehouse-000009-aaaaaaaaaaaa.duckdb", "names 'warehouse-000009-aaaaaaaaaaaa.duckdb'"),
        (None, "is missing"),
    ],
)
def test_a_damaged_pointer_leads_to_the_newest_version(
    home: Home, text: bytes | None, words: str
) -> None:
    home.current.unlink()
    if text is not None:
        home.current.write_bytes(text)
    assert revenue() == 33
    assert words in reader.damage()


def test_after_a_rollback_an_older_version_comes_before_a_newer_one(home: Home) -> None:
    publish(home)
    whole.rollback(home)
    damage(current(home).path, flipped)
    assert whole.in_use(home).version.seq == 1


def test_where_no_version_is_whole_nothing_is_shown(home: Home) -> None:
    for version in versions(home):
        damage(version.path, flipped)
    with pytest.raises(Damaged, match="no other version can be read"):
        revenue()


def test_publishing_anew_mends_it(home: Home) -> None:
    damage(current(home).path, flipped)
    assert not whole.says_what_is_loaded(home)
    publish(home)
    assert revenue() == 33
    assert reader.damage() == ""


def test_rollback_passes_damaged_versions_over(home: Home) -> None:
    publish(home)
    damage(versions(home)[1].path, flipped)
    assert whole.rollback(home).seq == 1
    damage(versions(home)[2].path, emptied)
    with pytest.raises(BadUse, match="oldest that is kept whole"):
        whole.rollback(home)


def test_rollback_mends_a_damaged_pointer(home: Home) -> None:
    home.current.write_text("garbage")
    assert whole.rollback(home).seq == 2
    assert reader.damage() == ""


def test_the_command_line_says_so_on_stderr(home: Home, milepost: Callable[..., object]) -> None:
    damage(current(home).path, flipped)
    shown = milepost(
        "show", "revenue", "--from", "2026-03-01", "--to", "2026-04-01", "--format", "json"
    )
    assert shown.returncode == 0
    assert json.loads(shown.stdout)[0]["value"] == 30
    assert shown.stderr.count("Version 2 is damaged") == 1
    status = milepost("status", "--format", "json")
    assert "Version 2 is damaged" in status.stderr
    found = [bool(version["damage"]) for version in json.loads(status.stdout)["versions"]]
    assert found == [True, False]


def spoilt(content: bytes) -> bytes:
    """A bit of every block but the file's own headers: some table cannot be read."""
    for place in range(3 * 4096 + 300_000, len(content), 262_144):
        content = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    return content


def test_a_damaged_master_is_said_to_be_that(home: Home, milepost: Callable[..., object]) -> None:
    damage(home.master, spoilt)
    with pytest.raises(BadData, match=r"master\.duckdb: the .* Restore it from a backup"):
        whole.says_what_is_loaded(home)
    with pytest.raises(BadData, match=r"master\.duckdb: the .* Restore it from a backup"):
        publish(home)
    assert (revenue(), reader.damage()) == (33, "")
    status = milepost("status")
    assert (status.returncode, status.stderr.count("Restore it from a backup")) == (1, 1)
    assert "Version" not in status.stderr


def test_damage_is_said_of_the_home_that_was_asked(
    home: Home, two_versions: Home, milepost: Callable[..., object]
) -> None:
    asked = ("show", "revenue", "--from", "2026-03-01", "--to", "2026-04-01")
    damage(current(home).path, flipped)
    other_home = milepost("--home", str(two_versions.folder), *asked)
    assert (other_home.returncode, other_home.stderr) == (0, "")
    named = milepost("--home", str(home.folder), *asked, MILEPOST_HOME=str(two_versions.folder))
    assert named.stderr.count("Version 2 is damaged") == 1


def test_every_page_says_so(home: Home) -> None:
    from streamlit.testing.v1 import AppTest

    from dashboard.paths import PACKAGE, PAGES
    from dashboard.views.frame import SECTIONS, is_there

    damage(current(home).path, cut_off)
    for name in [page[0] for pages in SECTIONS.values() for page in pages if is_there(page)]:
        app = AppTest.from_file(str(PACKAGE / "app.py"), default_timeout=60)
        app.switch_page(str(PAGES / f"{name}.py"))
        app.run()
        assert [box.value for box in app.warning if "Version 2 is damaged" in box.value], name


def health() -> tuple[int, dict[str, object]]:
    with ThreadPoolExecutor(1) as aside:  # a browser in the same process holds this thread's loop
        answer = aside.submit(asyncio.run, serve.healthz(None)).result()  # type: ignore[arg-type]
    return answer.status_code, json.loads(bytes(answer.body))


def test_health_says_so(home: Home) -> None:
    assert health() == (200, {"status": "ok", "version": 2})
    home.current.write_text("")
    status, said = health()
    assert (status, said["status"], said["version"]) == (200, "degraded", 2)
    assert "is empty" in str(said["damaged"])


def test_a_file_that_fails_to_open_is_passed_over(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "HASHED_AT_ONCE", -1)
    damage(current(home).path, emptied)
    whole.mark(current(home).path, "")  # as if it had been damaged a moment after it was looked at
    assert revenue() == 30
    assert health()[1]["version"] == 1
