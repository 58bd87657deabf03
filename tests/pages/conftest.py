"""Pages are run as Streamlit runs them, without a browser."""

import json
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.paths import PACKAGE, PAGES, Home
from tests import homes

Open = Callable[..., AppTest]


def clickable_html(app: AppTest) -> list[str]:
    """The HTML of our own whose parts can be clicked."""
    told = [json.loads(e.proto.json or "{}") for e in app.get("bidi_component")]
    return [data["html"] for data in told if isinstance(data, dict) and "html" in data]


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Home:
    return homes.demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def one_day(tmp_path_factory) -> Home:
    return homes.one_day(tmp_path_factory.mktemp("one_day"))


@pytest.fixture
def opened() -> Open:
    """A page of a home, opened by its link with these parameters."""

    def open_page(home: Home, page: str, **parameters: str | list[str]) -> AppTest:
        homes.choose(home)
        app = AppTest.from_file(str(PACKAGE / "app.py"), default_timeout=30)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.switch_page(str(PAGES / f"{page}.py"))
        return app.run()

    return open_page


@pytest.fixture
def said() -> Callable[[AppTest], str]:
    """Everything that a page says in HTML, captions and boxes."""

    def words(app: AppTest) -> str:
        html = [element.proto.body for element in app.get("html")] + clickable_html(app)
        return "\n".join([*html, *(e.value for e in (*app.caption, *app.markdown, *app.info))])

    return words
