"""What must hold of any briefing, with no gold: citations, their words, and that nothing vanished."""

from __future__ import annotations

from collections.abc import Mapping

from summarizer.briefing import Briefing
from summarizer.evaluation.metrics import Share
from summarizer.evaluation.stories import prose_of, statements_of


def checks_of(briefing: Briefing, texts: Mapping[str, str]) -> dict[str, Share]:
    """Return what share holds, by name.

    `cited`: statements with a citation, readings of figures among them. `exact`: citations whose
    words stand at their offsets, of those whose article is at hand (absent where none is).
    `by_model`: sentences of prose not built by rule; quotations, readings and versions of disputes
    are built of claims by design, and count neither way. `accounted`: claims that are printed or
    left out with a reason.

    Args:
        briefing: as read from its file.
        texts: the articles at hand, by the sha256 of their text.
    """
    statements = [s for story in briefing.stories for s in statements_of(story)]
    prose = [s for story in briefing.stories for s in prose_of(story)]
    citations = [c for statement in statements for c in statement.citations]
    citations += [c for row in briefing.figures() for v in row.values for c in v.citations]
    citations += [c for row in briefing.figures() for d in row.derivations for c in d.citations]
    text_of = {s.source: texts[s.sha256] for s in briefing.sources if s.sha256 in texts}
    at_hand = [c for c in citations if c.source in text_of]
    printed = {claim for statement in statements for claim in statement.rests_on}
    printed |= {value.claim for row in briefing.figures() for value in row.values}
    known = printed | {left.claim for left in briefing.left_out if left.claim is not None}
    found = {
        "cited": Share(sum(bool(s.citations) for s in statements), len(statements)),
        "by_model": Share(sum(s.built_by != "rule" for s in prose), len(prose)),
        "accounted": Share(
            sum(claim.id in known for claim in briefing.claims), len(briefing.claims)
        ),
    }
    if at_hand:
        exact = sum(text_of[c.source][c.start : c.end] == c.words != "" for c in at_hand)
        found["exact"] = Share(exact, len(at_hand))
    return found
