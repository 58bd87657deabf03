"""The README's files and commands, as a newcomer would type them."""

import re

import pytest

from tests import docs
from tests.conftest import ROOT


def test_what_the_commands_print_is_what_the_readme_shows(tmp_path):
    readme = (ROOT / docs.README).read_text()
    assert docs.with_real_output(readme, tmp_path) == readme, "run `make docs`"


def test_the_translation_shows_the_same_files_and_commands():
    shown = [(ROOT / name).read_text() for name in (docs.README, docs.RUSSIAN)]
    for block in (docs.FILE, docs.CONSOLE):
        assert [found[0] for found in block.finditer(shown[0])] == [
            found[0] for found in block.finditer(shown[1])
        ]


@pytest.mark.parametrize("name", [docs.README, docs.RUSSIAN])
def test_links_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / name).read_text())
    inside = [link for link in links if "://" not in link]
    assert inside
    assert [link for link in inside if not (ROOT / link).exists()] == []
