"""The executive's two minutes: are we on target, and what changed?"""

from dashboard.language import _
from dashboard.views import cards, controls, frame, links, scorecard

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)
board = scorecard.read(viewer, choice)

frame.title(_("Scorecard"), board.subtitle, header)
cards.verdict(board.standings, header)
cards.wall(board.sections, board.goals, choice.grain, board.currency, links.kept())
cards.without_data(board.without_data)
