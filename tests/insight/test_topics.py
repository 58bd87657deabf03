"""What comments are about: by hand in both languages, and how often the lists are right on the demo's words."""

from pathlib import Path

import pytest

from dashboard.errors import BadData
from dashboard.ingest.demo.company import company
from dashboard.insight.topics import Lexicon, faults, script_of, spelled
from dashboard.paths import Home
from dashboard.warehouse.topics import read_list, topic_lists, topics_of

LISTS = topic_lists(Home(Path("nowhere")))


@pytest.mark.parametrize(
    ("comment", "topics"),
    [
        ("The parcel came late and the box was damaged!", {"delivery", "packaging"}),
        ("DELIVERIES take weeks", {"delivery"}),
        ("not expensive at all", {"price"}),  # spoken of; whether praised, the score says
        ("I sent it back, still no refund", {"returns"}),
        ("Package arrived", {"delivery"}),  # and not packaging, which is another word
        ("I wish there were more colours", {"choice"}),  # and not how it was described
        ("The app doesn’t work", {"website", "quality"}),
        ("Would buy again", set()),
        ("Посылка опоздала на неделю", {"delivery"}),
        ("Курьером доставили вовремя, но коробка помята", {"delivery", "packaging"}),
        ("Всё дорого", {"price"}),
        ("Ценю ваш труд", set()),  # to value somebody is not what a thing costs
        ("ТЕЧЁТ снизу", {"quality"}),
        ("Не дозвонился до оператора", {"service"}),
        ("Почти идеально", set()),  # почти is no post
        ("Заказ не пришёл", {"delivery"}),
        ("Lieferung zu spät", set()),  # no list of German words
        ("👍 10/10", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_what_a_comment_is_about(comment: str, topics: set[str]) -> None:
    assert topics_of(comment, LISTS) == topics


def test_a_comment_of_two_scripts_is_read_by_the_list_of_most_of_its_letters() -> None:
    assert script_of("Заказал через app, сайт завис") == "cyrillic"
    assert script_of("доставка was late, the courier never rang") == "latin"
    assert script_of("12 ★") == ""


def test_words_are_spelled_alike() -> None:
    assert spelled("Don’t—RETURN it, ё-моё") == ["don't", "return", "it", "е", "мое"]


def test_a_phrase_stands_together_and_in_order() -> None:
    lexicon = Lexicon("latin", {"late": ("arriv* late",)})
    assert lexicon.topics("It arrived late") == {"late"}
    assert lexicon.topics("Late it arrived") == lexicon.topics("arrived much late") == set()


def test_an_exception_takes_away_its_own_word_only() -> None:
    lexicon = Lexicon("latin", {"box": ("pack*",)}, {"box": ("package",)})
    assert lexicon.topics("the package") == set()
    assert lexicon.topics("the package was badly packed") == {"box"}


def test_words_that_cannot_be_looked_for_are_named() -> None:
    assert faults({"a": ["fine", "two words", "end*"]}) == []
    assert faults({"a": ["", "*", "x*", "mid*dle", "!"]}) == [
        "a: ''", "a: '*'", "a: 'x*'", "a: 'mid*dle'", "a: '!'",
    ]  # fmt: skip


def test_a_list_of_the_companys_own_stands_in_place_of_the_one_that_ships(tmp_path) -> None:
    home = Home(tmp_path)
    home.topics.mkdir()
    own = "script: latin\ntopics:\n  tickets: {label: Tickets, words: [seat*]}\n"
    (home.topics / "en.yaml").write_text(own)
    lists = topic_lists(home)
    assert [one.language for one in lists] == ["en", "ru"]
    assert topics_of("our seats and the delivery", lists) == {"tickets"}
    assert topics_of("доставка", lists) == {"delivery"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topics: [", "is not YAML"),
        ("script: klingon\ntopics: {}", "say `script: latin`"),
        ("script: latin\ntopics: {a: [x]}", "each topic by its name"),
        ("script: latin\ntopics: {a: {words: ['b*c']}}", "'b\\*c' is no word to look for"),
    ],
)
def test_a_list_with_a_mistake_is_refused_in_words(tmp_path, text: str, said: str) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(text)
    with pytest.raises(BadData, match=said):
        read_list(path)


def test_the_lists_are_right_about_the_words_of_the_demo() -> None:
    """Each comment of the demo stands under what it is about. Whoever wrote them knew the lists: on a company's own
    comments expect less."""
    found = right = meant = 0
    for moods in company()["comments"].values():
        for topics in moods.values():
            for topic, texts in topics.items():
                for comment in texts["en"] + texts["ru"]:
                    said = topics_of(comment, LISTS)
                    found, meant = found + len(said), meant + bool(topic)
                    right += topic in said
    assert right / found > 0.95  # of topics found, those that are meant
    assert right / meant > 0.95  # of topics meant, those that are found
