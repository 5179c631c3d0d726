"""What changed from one briefing to another: pairing, comparison, rules and renderings.

`diff` gives a `Revision`; nothing here knows how a briefing is made, and only `files` writes.
"""

from summarizer.revision.changes import Revision, revision_schema
from summarizer.revision.diffing import Version, diff

__all__ = ["Revision", "Version", "diff", "revision_schema"]
