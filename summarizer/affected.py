"""Which statements of a previous page rested on words that their source has corrected since. Pure.

Works on briefings as they are read from their files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from summarizer.briefing import Briefing, ClaimRecord, Correction, Resting, Statement, Story
from summarizer.clustering import content_stems
from summarizer.names import name_tokens
from summarizer.spans import locate
from summarizer.versioning.choosing import page_address
from summarizer.versioning.retracting import CARRIED, values_in


def affected(previous: Briefing, corrections: Sequence[Correction]) -> list[Correction]:
    """Return the corrections, each with the statements of a previous page that rested on its old words.

    A statement rests on them if one of its claims from that source tells them, and, where they are a
    figure, name or quotation, its own text does.

    Args:
        previous: the page of before.
        corrections: of today's page.
    """
    told = list(_statements(previous.stories))
    return [
        correction.model_copy(update={"statements": _resting(correction, previous, told)})
        for correction in corrections
    ]


def _resting(
    correction: Correction, previous: Briefing, told: Sequence[Statement]
) -> list[Resting]:
    address = page_address(correction.url)
    own = {
        source.source
        for source in previous.sources
        if source.sha256 in correction.texts
        or source.source == correction.source
        or (address and page_address(source.url) == address)
    }
    records = {claim.id: claim for claim in previous.claims if claim.source in own}
    found: dict[str, Resting] = {}
    for statement in told:
        claims = [records[name] for name in statement.rests_on if name in records]
        if any(_rests(claim, correction, statement) for claim in claims):
            found[statement.id] = Resting(id=statement.id, text=statement.text)
    return list(found.values())


def _rests(claim: ClaimRecord, correction: Correction, statement: Statement) -> bool:
    old = correction.old
    printed = [statement.text, *(variant.words for variant in statement.variants)]
    if old is None:
        return claim.id in correction.claims
    if correction.kind == "report" or (correction.kind == "figure" and not values_in(old)):
        return claim.id in correction.claims or _carries(claim, old)
    words = _bare(old, correction.kind)
    is_told = claim.id in correction.claims or _has(_told(claim), words, old)
    return is_told and any(_has(text, words, old) for text in printed)


def _bare(old: str, kind: str) -> str:
    return old.strip(" “”\"„«»‘’'") if kind == "quotation" else old


def _has(text: str, words: str, old: str) -> bool:
    """Whether a text prints old words; of a stretch with a figure, that figure and one more word."""
    if locate(words, text) is not None:
        return True
    figures = values_in(old)
    if figures:
        stems = {stem for stem in content_stems(old) if not stem[:1].isdigit()}
        return bool(figures & values_in(text)) and (
            len(stems) < 2 or bool(stems & set(content_stems(text)))
        )
    if locate(text, words) is not None:
        return True
    names = [token.word for token in name_tokens(f"the {old}")]
    return bool(names) and locate(names[-1], text) is not None  # first names are shared


def _told(claim: ClaimRecord) -> str:
    fields = (claim.what, claim.surface, claim.counted, claim.words, claim.speaker, claim.said_by)
    return " ".join(field for field in fields if field)


def _carries(claim: ClaimRecord, report: str) -> bool:
    words, told = set(content_stems(report)), set(content_stems(_told(claim)))
    return bool(words) and len(words & told) >= CARRIED * len(words)


def _statements(stories: Iterable[Story]) -> Iterator[Statement]:
    for story in stories:
        yield story.headline
        yield from (s for section in story.sections for s in section.statements)
        yield from (s for dispute in story.disputes for s in dispute.versions)
        yield from (row.reading for row in story.figures if row.reading is not None)
