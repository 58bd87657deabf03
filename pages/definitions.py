"""What every number means: the glossary, drawn from the declarations."""

from dashboard.language import _
from dashboard.views import frame, glossary, widgets

viewer = frame.viewer()
frame.title(_("Definitions"), _("One word, one meaning: what each number is, and how sure it is."))
glossary.draw(widgets.search())
