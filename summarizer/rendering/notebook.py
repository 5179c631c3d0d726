"""The page of a briefing inside a notebook: framed, so that neither one's style touches the other."""

from __future__ import annotations

from html import escape

HEIGHT = 640  # pixels: a screenful of a notebook, so that the cells around it stay in sight
# The page's own script runs without access to the notebook; links to articles open new tabs.
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def framed(page: str, title: str) -> str:
    """Return a frame that shows `page`, a whole HTML document, and scrolls within a notebook's output.

    >>> framed('<p class="a">Words</p>', "Briefing").partition("srcdoc=")[2]
    '"&lt;p class=&quot;a&quot;&gt;Words&lt;/p&gt;"></iframe>'
    """
    return (
        f'<iframe title="{escape(title)}" width="100%" height="{HEIGHT}" frameborder="0" '
        f'sandbox="{_SANDBOX}" srcdoc="{escape(page)}"></iframe>'
    )
