"""Pictures of a briefing as inline SVG: the timeline of a story, the versions of a figure.

Each is one `<svg>` with a full text alternative, or "" where the words or the table say it better.
They bring no script, no style attribute and no address; `STYLE` is what a page adds to its sheet.
"""

from __future__ import annotations

from summarizer.rendering.pictures.drawing import STYLE
from summarizer.rendering.pictures.timeline import timeline
from summarizer.rendering.pictures.versions import versions_plot

__all__ = ["STYLE", "timeline", "versions_plot"]
