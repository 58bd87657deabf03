"""The executive's two minutes: which goals will be met, what they are worth, and what really changed."""

from dashboard.views import cards, changed, controls, frame, front, goals, links, scorecard, tv

viewer = frame.viewer()
found = goals.standings(viewer)
if tv.is_on():
    tv.show(viewer)
else:
    front.title(found)
    front.first_screen(found, viewer)
    news = frame.header()
    front.every(found, viewer)

    header = frame.header()
    with controls.bar():
        choice = controls.filters(viewer)
    board = scorecard.read(viewer, choice, found)
    front.metrics_title(board.subtitle, header)
    cards.wall(board.sections, board.goals, choice.grain, board.currency, links.kept())
    cards.without_data(board.without_data)
    changed.draw(viewer, news)  # last: on a version that is new it takes a few seconds to find out
