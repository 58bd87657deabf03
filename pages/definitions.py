"""What every number means: the glossary, drawn from the declarations."""

from dashboard.views import controls, frame, glossary

viewer = frame.viewer()
frame.title("Definitions", "One word, one meaning: what each number is, and how sure it is.")
glossary.draw(controls.search())
