"""One document, written as slides, PDF, Markdown or one HTML file. It opens nothing and knows no page."""
