"""What the articles brought since the page before: stories chained, changes told, the rest listed.

Takes two finished briefings; knows nothing of models and of how a briefing is made. Pure, but for the
file that `earlier` may read.
"""

from summarizer.since.earlier import Earlier, earlier_of, kept_page, page_options, read_briefing
from summarizer.since.sequel import following

__all__ = ["Earlier", "earlier_of", "following", "kept_page", "page_options", "read_briefing"]
