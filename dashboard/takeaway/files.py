"""A document as a file of one of four kinds."""

from collections.abc import Callable
from pathlib import Path

from dashboard.language import speaking
from dashboard.takeaway.document import Document

KINDS = {
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "pdf": ("PDF", "application/pdf"),
    "html": ("HTML", "text/html"),
    "md": ("Markdown", "text/markdown"),
}
"""Ending → what it is called, and its type."""


def file_of(document: Document, kind: str, template: Path | None = None) -> bytes:
    """The file, in the document's language. What writes it is imported only now."""
    with speaking(document.language):
        if kind == "pptx":
            from dashboard.takeaway.slides import slides

            return slides(document, template)
        return _writer(kind)(document)


def _writer(kind: str) -> Callable[[Document], bytes]:
    from dashboard.takeaway.markdown import markdown
    from dashboard.takeaway.packet import html
    from dashboard.takeaway.pdf import pdf

    return {"pdf": pdf, "html": html, "md": markdown}[kind]
