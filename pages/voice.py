"""What customers answer and say, and whom to call back."""

from dashboard.language import _
from dashboard.views import controls, frame, voice

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)
with voice.bar():
    score = voice.kind()
    survey = controls.part(score, voice.surveys(score, viewer, choice))
asked = voice.read(score, viewer, choice, survey)

frame.title(_("Voice"), voice.subtitle(asked, choice), header)
voice.draw(asked, voice.look())
