"""A briefing read back: the gate that the file carries judges its own sentences as before."""

from __future__ import annotations

from claim_builders import briefing_of, clips, newsroom, statements
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.briefing import Briefing
from summarizer.claims import Event, Quantity, Quotation
from summarizer.prompts import PromptSet
from summarizer.restoring import restored


def test_claims_come_back_as_they_were(prompts: PromptSet) -> None:
    """Of a claim whose sentences are cited every field that the file carries is the same."""
    made = newsroom()
    known = {claim.id: claim for clip in made for claim in clip.claims}
    briefing = briefing_of((clip.extraction() for clip in made), prompts)
    back = restored(Briefing.model_validate_json(briefing.as_json())).gate.claims
    assert len(back) > 5
    for name, claim in back.items():
        before = known[name]
        assert type(claim) is type(before)
        assert (claim.span, claim.evidence, claim.part) == (
            before.span,
            before.evidence,
            before.part,
        )
        match claim, before:
            case Event(), Event():
                assert (claim.what, claim.said_by, claim.status) == (
                    before.what, before.said_by, before.status,
                )  # fmt: skip
                assert (claim.date and claim.date.iso()) == (before.date and before.date.iso())
            case Quantity(), Quantity():
                assert (claim.value, claim.low, claim.high, claim.change, claim.is_vague) == (
                    before.value, before.low, before.high, before.change, before.is_vague,
                )  # fmt: skip
            case Quotation(), Quotation():
                assert (claim.words, claim.speaker) == (before.words, before.speaker)


@settings(max_examples=25, deadline=None)
@given(st.lists(clips(), min_size=1, max_size=3))
def test_every_statement_passes_with_the_sentences_it_cites(prompts: PromptSet, made: list) -> None:
    """What the gate let through with claims, the gate of the file lets through with citations."""
    by_digest = {clip.document.digest: clip for clip in made}
    briefing = briefing_of((clip.extraction() for clip in by_digest.values()), prompts)
    back = restored(Briefing.model_validate_json(briefing.as_json()))
    for story in briefing.stories:
        for statement in statements(story):
            cited = [(citation.source, citation.sentence) for citation in statement.citations]
            assert back.gate.check_cited(statement.text, cited).problems == ()


def test_a_sentence_that_is_not_there_carries_nothing(prompts: PromptSet) -> None:
    """A sentence number or source that the file does not have is a problem, not an error."""
    briefing = briefing_of((clip.extraction() for clip in newsroom()), prompts)
    gate = restored(briefing).gate
    for place in (("nowhere", 1), (briefing.sources[0].source, 4711)):
        assert "there is no sentence" in gate.check_cited("It burned.", [place]).problems[0]
