"""What every number means: the glossary, drawn from the declarations, and how forecasts came out."""

from dashboard.language import _
from dashboard.views import frame, glossary, past_forecasts, widgets

viewer = frame.viewer()
frame.title(_("Definitions"), _("One word, one meaning: what each number is, and how sure it is."))
asked = widgets.search()
past_forecasts.link()
glossary.draw(asked)
past_forecasts.draw(viewer, asked)
