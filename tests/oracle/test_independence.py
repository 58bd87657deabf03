"""The oracle shares no line with what it checks."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ALLOWED = "dashboard.ingest.contract"
WITH_A_DATABASE = {"master", "worlds"}
"""They make worlds and write them down; the rest only counts."""
FROM_OUTSIDE = {"duckdb", "hypothesis", "pytest"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


@pytest.mark.parametrize("path", sorted(HERE.glob("*.py")), ids=lambda path: path.stem)
def test_the_oracle_imports_nothing_that_it_checks(path):
    ours = [name for name in imported(path) if name.split(".")[0] in ("dashboard", "queries")]
    assert all(name.startswith(ALLOWED) for name in ours)


@pytest.mark.parametrize(
    "name",
    [path.stem for path in sorted(HERE.glob("*.py")) if path.stem not in WITH_A_DATABASE
     and not path.stem.startswith(("test_", "__"))],
)  # fmt: skip
def test_the_oracle_needs_the_standard_library_only(name):
    roots = {module.split(".")[0] for module in imported(HERE / f"{name}.py")}
    assert not roots & (FROM_OUTSIDE | {"numpy", "pandas", "sqlalchemy", "dashboard"})
