"""The briefing as one self-contained HTML page: views of the briefing, laid out by templates.

Every value that a template prints is escaped, and what hides in it shown by its code (`page`).
"""

from summarizer.rendering.html.page import html

__all__ = ["html"]
