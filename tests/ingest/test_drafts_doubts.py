"""What a draft says of what it cannot know, and of what it leaves out."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import BadData
from dashboard.ingest.mappings import read_mapping
from dashboard.ingest.roles import SYNONYMS, plain_words
from tests.ingest.conftest import Master
from tests.ingest.drafting import SHOP, drafted, loaded

ODD = {
    "odd names": 'date,"a: b","#x",null,"it\'s ""so""", ,Ünï,true\n2026-08-01,1,2,3,4,5,6,7\n',
    "no value": "date,x\n2026-08-01,\n",
    "one column": "date\n2026-08-01\n",
    "ragged": "date,x\n2026-08-01,1\n2026-08-02,1,2\n",
    "long header": "date," + "very " * 60 + "\n2026-08-01,1\n",
}


@pytest.mark.parametrize("name", ODD)
def test_a_draft_is_a_mapping_whatever_a_file_is_like(master: Master, name: str):
    assert loaded(master, ODD[name], "feed 1.csv").accepted == 1


NOTHING = {
    "no time": ("a,b\n1,2\n", "no column holds dates"),
    "no row": ("a,date\n", "holds no row"),
    "no header": ("2026-08-01,5\n2026-08-02,6\n", "values and no names"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_cannot_be_drafted_is_said(master: Master, name: str):
    content, words = NOTHING[name]
    with pytest.raises(BadData, match=words):
        drafted(master, content, "a.csv")


def test_no_word_stands_for_two_roles():
    seen = [word for words in SYNONYMS.values() for word in words]
    assert sorted({word for word in seen if seen.count(word) > 1}) == []
    assert [word for word in seen if plain_words(word) != word.replace("ё", "е")] == []


def test_the_command_writes_a_draft_and_never_over_a_file(
    milepost: Callable[..., "subprocess.CompletedProcess[str]"], tmp_path: Path
):
    shop, out = tmp_path / "shop.csv", tmp_path / "out.yaml"
    shop.write_text(SHOP)
    shown = milepost("map", str(shop), "--mapping-name", "web_shop")
    assert (shown.returncode, shown.stderr) == (0, "To check: 2 lines.\n")
    assert "name: web_shop" in shown.stdout
    written = milepost("map", str(shop), "-o", str(out))
    assert (written.returncode, written.stdout) == (0, "")
    assert read_mapping(str(out)).name == "shop"
    again = milepost("map", str(shop), "-o", str(out))
    assert (again.returncode, again.stderr.strip()) == (
        2, f"{out}: there is a file already. Choose another name.",
    )  # fmt: skip
    wrong = milepost("map", str(shop), "--mapping-name", "Web Shop")
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)


PAID = """order_id,date,customer,total,payment,closed,internal_ref
1,2026-08-01,a,5,paid,2026-08-03,x1
2,2026-08-02,b,6,refunded,,x2
3,2026-08-02,c,7,paid,,x3
"""


def test_columns_that_nothing_uses_are_marked(master: Master):
    text = drafted(master, PAID, "shop.csv").read_text()
    assert (
        "payment: text  # check: used by nothing, and these rows may mean different things: "
        "paid, refunded; add a `when`, or ignore some"
    ) in text
    assert "closed: time  # check: used by nothing" in text
    assert "internal_ref: text  # check: used by nothing" in text
    assert "total: integer\n" in text


def test_a_list_of_tickets_with_a_score_marks_the_times_it_leaves_out(master: Master):
    text = drafted(master, "id,opened,closed,score\n1,2026-08-01,2026-08-02,5\n", "a.csv")
    assert "closed: time  # check: used by nothing" in text.read_text()


def test_objects_inside_objects_are_drafted_by_their_paths(master: Master):
    line = '{"id": "o1", "date": "2026-08-01", "total": 5, "user": {"id": "u1"}}\n'
    assert loaded(master, line, "a.jsonl").accepted == 1
    assert master.one("select person_id from events") == "u1"


def test_rows_that_could_not_be_read_are_counted_in_the_draft(master: Master):
    text = drafted(master, '{"id": "1", "date": "2026-08-01"}\n{"id": \n', "a.jsonl").read_text()
    said = "# check: 1 of 2 rows could not be read: the line is not a JSON object\n"
    assert text.splitlines(keepends=True)[1] == said
    text = drafted(master, "date,x\n2026-08-01,1\n2026-08-02,1,2\n", "a.csv").read_text()
    assert "# check: 1 of 2 rows could not be read: the row does not have as many" in text


def test_ids_that_a_spreadsheet_has_shortened_are_marked(master: Master):
    text = drafted(master, "order_id,date,total\n1.2E+12,2026-08-01,5\n", "a.csv").read_text()
    assert re.search(r"order_id: .*# check: .*a spreadsheet has shortened these ids", text)
