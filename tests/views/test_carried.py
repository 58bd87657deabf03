"""Filters go along from page to page, and are not lost where the browser asks twice before it knows of them."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import state


def _opens() -> None:
    import streamlit as st

    from dashboard.views import state

    state.carry(st.session_state["page"])
    st.selectbox(
        "Language", ["en", "ru"], key="w_lang", on_change=state.teller("w_lang", "lang", "en")
    )
    if st.button("Clear"):
        state.tell(region=None)


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_function(_opens)
    app.session_state["page"] = "explore"
    app.query_params["region"] = "North"
    return app.run()


def _goes(app: AppTest, page: str, **query: str) -> AppTest:
    app.session_state["page"] = page
    app.query_params.clear()
    app.query_params.update(query)
    return app.run()


def test_the_next_page_has_the_filters_of_the_one_before(app):
    assert _goes(app, "sales").query_params["region"] in ("North", ["North"])


def test_a_page_with_filters_of_its_own_keeps_them(app):
    assert _goes(app, "sales", region="South").query_params["region"] in ("South", ["South"])


def test_a_second_run_with_the_address_of_before_loses_nothing(app):
    _goes(app, "sales", metric="orders")
    again = _goes(app, "sales", metric="orders")
    assert again.query_params["region"] in ("North", ["North"])


def test_back_to_the_same_page_without_filters_clears_them_later(app, monkeypatch):
    _goes(app, "sales")
    monkeypatch.setattr(state, "ARRIVING", 0)
    assert "region" not in _goes(app, "sales").query_params


def test_what_was_cleared_just_after_arriving_stays_cleared(app):
    _goes(app, "sales")
    app.button[0].click().run()
    assert "region" not in app.query_params
    assert "region" not in _goes(app, "sales").query_params


def test_a_widget_that_tells_the_usual_on_the_way_to_another_page_loses_nothing(app):
    app.session_state["page"] = "sales"
    app.query_params.clear()
    app.selectbox[0].select("ru").select("en")
    app.session_state["w_lang"] = "ru"  # so that 'en' counts as a change
    assert app.run().query_params["region"] in ("North", ["North"])


def test_what_is_changed_on_the_way_to_another_page_goes_along_with_the_rest(app):
    app.session_state["page"] = "sales"
    app.query_params.clear()
    app.selectbox[0].select("ru").run()
    assert app.query_params["lang"] in ("ru", ["ru"])
    assert app.query_params["region"] in ("North", ["North"])


def test_what_a_link_says_stands_also_where_something_was_changed_just_before(app):
    app.session_state[state.TOLD] = True
    assert _goes(app, "sales", region="South").query_params["region"] in ("South", ["South"])
