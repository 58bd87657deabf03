"""The few rules of the house that ruff cannot hold."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCES = [
    path.relative_to(ROOT)
    for folder in ("dashboard", "queries", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
ABOVE_THE_WAREHOUSE = (
    "queries",
    "pages",
    "dashboard/commands",
    "dashboard/insight",
    "dashboard/metrics",
    "dashboard/views",
)
EMPTY_WORDS = re.compile(r"_*(get|handle|process|manage)_|.*(helper|utils|manager)")
ASKED_FOR_BY_CLICK = {"get_command"}
SQL = re.compile(
    r"\bselect\s.*\sfrom\b|\b(insert into|delete from|(create|drop) table)\b", re.I | re.S
)


def _trees(*folders):
    for path in SOURCES:
        if any(path.is_relative_to(folder) for folder in folders):
            yield path, ast.parse((ROOT / path).read_text())


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_module_can_be_read_in_one_sitting(path: Path):
    assert len((ROOT / path).read_text().splitlines()) <= 400


def test_names_say_what_a_thing_is():
    empty = [
        f"{path}:{node.lineno} {node.name}"
        for path, tree in _trees("dashboard", "queries", "pages")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and EMPTY_WORDS.match(node.name.lower())
        and node.name not in ASKED_FOR_BY_CLICK
    ]
    assert empty == []


def test_no_string_becomes_sql_above_the_warehouse():
    pasted = [
        f"{path}:{node.lineno}"
        for path, tree in _trees(*ABOVE_THE_WAREHOUSE)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and SQL.search(_written(node))
    ]
    assert pasted == []


def _written(text: ast.JoinedStr) -> str:
    return "".join(str(part.value) for part in text.values if isinstance(part, ast.Constant))


def test_nothing_asks_what_time_it_is():
    clocks = {"now", "today", "utcnow"}
    asked = [
        f"{path}:{node.lineno}"
        for path, tree in _trees("queries", "dashboard/metrics", "dashboard/insight")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
    ]
    assert asked == []


def test_a_page_is_a_table_of_contents():
    for path, tree in _trees("pages"):
        imported = {
            (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not {name.split(".")[0] for name in imported} & {"duckdb", "sqlalchemy"}, path
        assert len((ROOT / path).read_text().splitlines()) <= 60, path


def test_no_file_knows_the_machine_it_was_written_on():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    places = re.compile("/(" + "|".join(("home", "root", "Users", "work")) + r")/\w")
    known = [
        name
        for name in listed.stdout.splitlines()
        if (ROOT / name).suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".yml", ".sql", ""}
        and (ROOT / name).is_file()
        and places.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert known == []
