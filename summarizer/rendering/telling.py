"""What a rendering says of a briefing beside its sentences, in plain text that is not escaped.

Knows nothing of Markdown and HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from summarizer.briefing import (
    Briefing,
    Citation,
    ClaimRecord,
    Figures,
    Source,
    Statement,
    Story,
    Value,
)
from summarizer.dates import DateRange, spoken
from summarizer.languages import code_of, is_foreign, language_name
from summarizer.names import WORD, plain, stem
from summarizer.rendering.hidden import HIDDEN
from summarizer.rendering.languages import from_languages, names_told
from summarizer.rendering.sourced import kind_told, versions_told

TITLES = {
    "careful": "Careful",
    "happened": "What happened",
    "quotations": "Quotations",
    "ahead": "Ahead",
    "background": "Background",
    "elsewhere": "Elsewhere",
    "unverified": "Unverified",
}
NOT_REPORTS = {
    "commentary": "commentary",
    "press_release": "press releases",
    "machine_made": "machine-made text",
}
BY_RULE_FROM = 0.1  # share of sentences not written by the model above which a story says so
_TOLD = frozenset({"%", "person"})  # units that the figure or what it counts tells
_REASONS = {
    "below_length": "less weighty than what is printed",
    "excluded_by_desk": "taken out by the desk",
    "story_listed": "of a story that is only listed",
    "duplicate": "told already",
    "garbled": "garbled in the source",
    "no_speaker": "words in quotation marks without a speaker",
    "related_article": "another article on the same page",
    "copy_of_another_source": "copies of another source",
    "not_in_text": "not in the text",
    "number_differs": "a number differs",
    "name_differs": "a name differs",
    "negation_differs": "a negation differs",
    "not_quoted": "not between quotation marks",
    "speaker_not_in_text": "speaker not in the text",
    "no_figure": "no figure",
    "name_not_in_evidence": "a name without evidence",
    "number_not_in_evidence": "a number without evidence",
    "quote_not_in_evidence": "a quotation without evidence",
    "furniture": "page furniture",
    "machine_made": "key points a machine added",
    "empty": "empty",
    "corrected": "old words that their source corrected",
    "correction_notice": "an outlet's words on its own page",
    "withdrawn": "reports that their source took back",
    "only_in_an_older_version": "only in an older text of a source",
}


def uncovered(text: str) -> str:
    """Return `text` with every character that hides shown by its code, its lines kept.

    >>> uncovered("evil\u202etxt.exe")
    'evil⟪U+202E⟫txt.exe'
    """
    return HIDDEN.sub(lambda match: f"⟪U+{ord(match.group()):04X}⟫", text)


def in_line(text: str) -> str:
    """Return `text` in one line, without white space around it or two blanks in a row."""
    return " ".join(text.split())


def is_safe(url: str | None) -> bool:
    """Whether an address is a plain web address without anything hidden in it."""
    if not url or not url.isprintable() or HIDDEN.search(url):
        return False
    return bool(re.fullmatch(r"https?://[^\s<>\"'`\\]+", url))


def told_statements(story: Story) -> list[Statement]:
    """Return the sentences of a story that its prose tells: all but the readings of figures."""
    told = [s for section in story.sections for s in section.statements]
    return [story.headline, *told, *(s for dispute in story.disputes for s in dispute.versions)]


def story_facts(story: Story, kinds: Iterable[str]) -> list[str]:
    """Return what stands below the headline of a story whose cited sources are of these kinds."""
    facts = ["Another story"] if story.rank > 1 else []
    if story.dates:
        derived = f" (derived: {in_line(story.dates_derivation)})" if story.dates_derivation else ""
        facts.append(f"Main events: {spoken_iso(story.dates)}{derived}")
    known = set(kinds)
    if known and not known - NOT_REPORTS.keys():
        facts.append(f"rests on {' and '.join(NOT_REPORTS[kind] for kind in sorted(known))} alone")
    if story.separate_because:
        facts.append(f"kept apart: {in_line(story.separate_because)}")
    if built := built_by_rule(story):
        facts.append(built)
    return facts


def story_hint(story: Story, kinds: Iterable[str]) -> str:
    """Return what a pointer to another story says before its headline: its date and its kind."""
    known = set(kinds)
    hint = ["another story"]
    if known and not known - NOT_REPORTS.keys():
        hint.append(f"{' and '.join(NOT_REPORTS[kind] for kind in sorted(known))} alone")
    when = spoken_iso(story.dates) if story.dates else "date unknown"
    return f"{when[:1].upper()}{when[1:]} — {', '.join(hint)}"


def built_by_rule(story: Story) -> str:
    """Return how much of a story was built by rule and not written, or "" up to a tenth.

    Quotations are printed as they stand, so they count neither way.
    """
    sections = [section for section in story.sections if section.kind != "quotations"]
    told = [statement for section in sections for statement in section.statements]
    built = sum(statement.built_by == "rule" for statement in told)
    if built <= BY_RULE_FROM * len(told):
        return ""
    share = "all" if built == len(told) else f"{built} of {len(told)}"
    return f"{share} sentences built by rule, not written by a model"


def figure_facts(value: Value, kind: str) -> list[str]:
    """Return what is told of one source's figure beside it: who says so, for when, in what text.

    Args:
        value: the figure.
        kind: of its source; "" where that need not be told.
    """
    facts = [f"said by {in_line(value.said_by)}"] if value.said_by else []
    if value.as_of:
        facts.append(f"time: {in_line(value.as_of)}")
    if kind in NOT_REPORTS:
        facts.append(NOT_REPORTS[kind])
    if value.translated_from:
        facts.append(from_languages([value.translated_from]))
    return facts


def amount(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> amount(1, "number"), amount(0, "quotation")
    ('1 number', '0 quotations')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def source_facts(source: Source, by_id: Mapping[str, Source]) -> list[str]:
    """Return what is known of a source: its kind, title, date, and whose copy it is."""
    facts = [kind_told(source)]
    if is_foreign(code_of(source.language or "")):
        facts.append(f"in {language_name(code_of(source.language or ''))}")
    if source.title:
        facts.append(f"“{in_line(source.title)}”")
    facts.append(
        f"published {in_line(source.published)} ({source.published_basis})"
        if source.published
        else "date of publication unknown"
    )
    if source.origin != source.source:
        facts.append(f"a copy of {in_line(by_id[source.origin].label)}")
    if source.versions:
        facts.append(versions_told(source))
    return facts


def source_place(source: Source, by_id: Mapping[str, Source]) -> str:
    """Return where a source was read: its path, and whose page it stands on."""
    if source.embedded_in is None:
        return source.path
    return (
        f"another article on the page of {in_line(by_id[source.embedded_in].label)}, {source.path}"
    )


def counted_thing(row: Figures) -> str:
    """Return what a row counts, with its scope and its unit if that is not told."""
    what = in_line(row.counted) + (f" ({in_line(row.scope)})" if row.scope else "")
    told = plain(row.counted)
    is_told = all(stem(word) in told for word in row.unit.split() if word != "or")
    if row.unit and not is_told and row.unit not in _TOLD:
        what += f", in {in_line(row.unit)}s" if row.unit.isalpha() else f", {in_line(row.unit)}"
    return what


def other_wordings(
    statement: Statement, words: Mapping[str, str]
) -> list[tuple[str, bool, list[Citation]]]:
    """Return the other wordings of a quotation, as (words, whether they are quoted, citations).

    Who prints the same words, or a piece of them, is named without repeating them, at the end.

    Args:
        statement: the quotation.
        words: of each claim, by id.
    """
    printed = _bare(" ".join(words.get(name, "") for name in statement.claims))
    found: dict[tuple[str, bool], list[Citation]] = {}
    for variant in statement.variants:
        bare = _bare(variant.words)
        if bare == printed:
            wording = ("the same words", False)
        elif f" {bare} " in f" {printed} ":
            wording = ("in part", False)
        else:
            wording = (variant.words.rstrip(",; "), True)
        found.setdefault(wording, []).extend(variant.citations)
    last = ["the same words", "in part"]
    order = sorted(found, key=lambda key: 0 if key[1] else 1 + last.index(key[0]))
    return [(*key, found[key]) for key in order]


def printed_claims(briefing: Briefing) -> set[str]:
    """Return the ids of the claims that statements and rows of figures rest on."""
    found: set[str] = set()
    for story in briefing.stories:
        for statement in told_statements(story):
            found.update(statement.rests_on)
        found.update(value.claim for row in story.figures for value in row.values)
        found.update(name for row in story.figures if row.reading for name in row.reading.claims)
    return found


def derived_dates(briefing: Briefing) -> dict[tuple[str, int, int], list[str]]:
    """Return for each cited sentence how the dates told of it were derived, as one phrase each."""
    printed = printed_claims(briefing)
    found: dict[tuple[str, int, int], set[tuple[str, str]]] = {}
    for claim in briefing.claims:
        if claim.date and claim.derivation and claim.id in printed:
            place = (claim.source or "", *claim.evidence[-1])
            found.setdefault(place, set()).add((claim.derivation, claim.date))
    return {
        place: [f"{in_line(words)}: {spoken_iso(iso)}" for words, iso in sorted(dates)]
        for place, dates in found.items()
    }


def told(claim: ClaimRecord) -> str:
    """Return what a claim says, in a line."""
    if claim.kind == "event":
        return claim.what or ""
    if claim.kind == "quantity":
        return f"{claim.surface} ({claim.counted})"
    return f"“{claim.words}”"


def claim_details(claim: ClaimRecord) -> dict[str, str]:
    """Return who says a claim, its date and what else sets it apart, by name, where there is any."""
    details = {
        "said by": claim.said_by,
        "speaker": claim.speaker,
        "relayed by": claim.relayed_by,
        "date": claim.date,
        "derived": claim.derivation,
        "zone": claim.zone if claim.zone != "body" else None,
        "status": claim.status if claim.status != "happened" else None,
    }
    return {name: value for name, value in details.items() if value}


def written_by(statement: Statement) -> str:
    """Return who wrote a sentence."""
    if statement.built_by == "rule":
        return "rule, from its claims"
    again = " when asked again" if statement.built_by == "rewrite" else ""
    return f"the model, and checked against the words it cites{again}"


def spoken_iso(iso: str) -> str:
    """Return an ISO day or interval as prose writes it.

    >>> spoken_iso("2031-03"), spoken_iso("2031-03-03/2031-03-04"), spoken_iso("soon")
    ('March 2031', 'the night of 3–4 March 2031', 'soon')
    """
    start, _, end = iso.partition("/")
    if re.fullmatch(r"\d{4}-\d\d", iso):
        first = date.fromisoformat(f"{iso}-01")
        return spoken(DateRange(first, first, "month", ""))
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end or start)
    except ValueError:
        return iso
    return spoken(DateRange(first, last, "night" if (last - first).days == 1 else "span", ""))


def reason_told(name: str) -> str:
    """Return why something was rejected or left out, in words."""
    return _REASONS.get(name, name.replace("_", " "))


def counts_told(briefing: Briefing) -> list[str]:
    """Return the sums of a briefing, a line each: what was found, left out, written, and overruled.

    Then which names are told in another spelling than their source's.
    """
    counts = briefing.counts
    lines = [
        f"{amount(counts.claims, 'claim')} found in the articles: {_listed(counts.grounding)}.",
        f"{amount(sum(counts.rejected.values()), 'answer')} rejected: {_reasons(counts.rejected)}; "
        f"{amount(counts.fields_dropped, 'field')} dropped.",
        f"Not covered by any claim: {amount(counts.uncovered_numbers, 'number')} and "
        f"{amount(counts.uncovered_quotations, 'quotation')} of the articles' text.",
        f"Not printed: {_reasons(counts.left_out)}.",
    ]
    if counts.refused:
        lines.append(f"Proposed and not taken: {_listed(counts.refused)}.")
    lines.append(
        f"{amount(counts.statements, 'statement')}, headlines among them; "
        f"{counts.rewritten} written again, "
        f"{counts.written_by_rule} built from claims by rule."
    )
    overruled = (f"{in_line(o.entry)}: {in_line(o.effect)}" for o in briefing.overruled)
    told = (f"Overruled by the desk: {one}." for one in overruled)
    return [*lines, *told, *names_told(briefing)]


def failures_told(briefing: Briefing) -> list[str]:
    """Return what failed, was skipped or noted, a line each."""
    failed = [
        f"Failed: {in_line(f.name)}, {in_line(f.stage)}: {in_line(f.reason)}"
        for f in briefing.failures
    ]
    skipped = [f"Skipped: {in_line(s.name)}: {in_line(s.reason)}" for s in briefing.skipped]
    return [*failed, *skipped, *(f"Note: {in_line(note)}" for note in briefing.notes)]


def model_told(briefing: Briefing) -> str:
    """Return which model and prompts a briefing was made with, in a line."""
    made = briefing.provenance
    tokens = "" if made.tokens_basis == "reported" else f" ({made.tokens_basis})"
    return (
        f"Model {in_line(made.model)} ({in_line('; '.join(made.answered_by)) or 'not said'}), "
        f"{amount(made.requests, 'answer')}, {amount(made.input_tokens, 'token')} in and "
        f"{made.output_tokens} out{tokens}; prompt set {in_line(made.prompt_set)}."
    )


def _bare(text: str) -> str:
    """Return the words of a quotation without marks and case, to tell wordings apart."""
    return " ".join(plain(match.group()) for match in WORD.finditer(text))


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counted.items()) or "none"


def _reasons(counted: Mapping[str, int]) -> str:
    return _listed({reason_told(name): number for name, number in counted.items()})
