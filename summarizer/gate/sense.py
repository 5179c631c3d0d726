"""The sense of a sentence as far as rules reach: harm, negation, absence, plans and claims."""

from __future__ import annotations

import re

from summarizer.claims import AnyClaim, Event, Quantity, Quotation
from summarizer.gate.cited import SMALL, Cited, words
from summarizer.names import plain, stem, words_of
from summarizer.synonyms import HARM, deeds_in

_DEEDS = HARM | {"damaged"}
_NEGATION = re.compile(
    r"\b(not|no|never|none|nobody|nothing|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_REFUSALS = {
    "deny": re.compile(r"\bden(?:y|ies|ied|ial)\b", re.IGNORECASE),
    "refuse": re.compile(r"\brefus\w+", re.IGNORECASE),
    "fail": re.compile(r"\bfail\w*", re.IGNORECASE),
    "hardly": re.compile(r"\b(?:hardly|barely|scarcely|rarely|seldom)\b", re.IGNORECASE),
}
_DENIED = re.compile(
    r"(?:\bnot|\bnever|n't)\s+(?:\w+ly\s+)?(?:(?:be|been|yet)\s+)?([a-z]{3,})", re.IGNORECASE
)
_ABSENCE = re.compile(
    r"\b(?:no|none|nobody|nothing|not any|without any)\b[^.;]{0,60}\b(?:reported|recorded|mentioned|"
    r"known|given|confirmed|announced|available|said|stated|specified|disclosed)\b"
    r"|\b(?:not|n't|never)\b[^.;]{0,25}\b(?:reported|mentioned|stated|specified|disclosed|known)\b"
    r"|\bun(?:known|clear|specified|reported)\b|\bremains? to be seen\b",
    re.IGNORECASE,
)
PLANNED = re.compile(
    r"\b(plan|plans|planned|planning|will|would|hop(?:e|es|ed|ing)|expect\w*|due|set to|schedul\w*|"
    r"intend\w*|aims?|aimed|may|might|could|should|to be|(?:is|are|was|were) to|propos\w*|vow\w*|"
    r"promis\w*|pledg\w*|seek\w*|sought|urg\w*|call\w* (?:on|for)|asked|threat\w*|warn\w*|demand\w*|"
    r"upcoming|prepar\w*|announc\w*)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(claim\w*|alleg\w*|accord\w+|sa(?:y|ys|id|ying)|stat(?:e|ed|es|ing)|report\w*|den(?:y|ied|ies)|"
    r"assert\w*|accus\w*|maintain\w*|insist\w*|told|announc\w*|add(?:ed|s)|describ\w*|call\w*|put|"
    r"warn\w*|argu\w*|believ\w*|estimat\w*|counted|count|gave|gives?|cit\w+|reiterat\w*|confirm\w*|"
    r"blam\w*|unverified|suggest\w*|spoke|speak\w*|write\w*|wrote|tweet\w*|post\w*|ask\w*|urg\w*|"
    r"demand\w*|condemn\w*|term(?:ed|s)|quot\w+|point\w*|not(?:ed|es|ing)|recount\w*|vow\w*|word|"
    r"express\w*|nam(?:ed|es|ing)|spokes\w+|carried|placed|per|reckon\w*|version)\b",
    re.IGNORECASE,
)
_REJECTS = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|disput\w*|not|n't)\b", re.IGNORECASE
)
_EXACT = (
    "destroy", "surrender", "resign", "captur", "kidnap", "execut", "tortur", "assassinat", "poison",
)  # fmt: skip
_QUANTIFIERS = (
    ("most", re.compile(r"\bmost\b|\bmajority\b|\bmostly\b", re.IGNORECASE)),
    (
        "all",
        re.compile(r"\ball\b(?! (?:over|night|day))|\bevery\b|\bentire\b|\bwhole\b", re.IGNORECASE),
    ),
    ("a record", re.compile(r"\brecord\b", re.IGNORECASE)),
)
_IRREGULAR = {
    "lost": "lose", "kept": "keep", "went": "go", "gave": "give", "took": "take", "came": "come",
    "said": "say", "made": "make", "found": "find", "met": "meet", "won": "win", "held": "hold",
}  # fmt: skip


def sense_problems(bare: str, cited: Cited) -> list[str]:
    """Return where the sense of a sentence (quoted words blanked out) is not its sources'."""
    problems = [
        f"the rows it names say nothing of {name}"
        for name in sorted((deeds_in(bare) & _DEEDS) - deeds_in(_said(cited)))
    ]
    problems += [
        f"the rows it names do not say {name!r}"
        for name, pattern in _QUANTIFIERS
        if pattern.search(bare) and not pattern.search(_said(cited))
    ]
    printed = _said(cited).casefold()
    problems += [
        f"the rows it names do not say {base!r}"
        for base in _EXACT
        if base in bare.casefold() and base not in printed
    ]
    problems += _absence_problems(bare, cited)
    problems += _negation_problems(bare, cited)
    problems += _status_problems(bare, cited)
    return problems


def _said(cited: Cited) -> str:
    """Return the cited sentences and what the rows say of them."""
    return cited.text + "\n" + "\n".join(event.what for event in cited.events)


def _absence_problems(bare: str, cited: Cited) -> list[str]:
    if _ABSENCE.search(bare) and not _ABSENCE.search(_said(cited)):
        return ["it states that something was not reported or is not known"]
    return []


def _negation_problems(bare: str, cited: Cited) -> list[str]:
    said = _said(cited)
    for name, pattern in _REFUSALS.items():
        if pattern.search(bare) and not pattern.search(said):
            return [f"it says {name!r}, which the rows it names do not"]
    if not _negations_stand(bare, said):
        return ["it denies something that the rows it names do not deny"]
    refusals = [p for p in _REFUSALS.values() if p.search(bare)]
    if not _NEGATION.search(bare) and not refusals:
        told = {_lemma(w) for w in words_of(bare)}
        denied = [
            _lemma(verb)
            for event in cited.events
            for verb in _DENIED.findall(event.what.replace("’", "'"))
        ]
        openly = [
            event for event in cited.events if re.match(r"(?:no|nobody|none)\b", event.what, re.I)
        ]
        if any(verb in told for verb in denied) or (openly and len(openly) == len(cited.claims)):
            return ["it drops the negation of the rows it names"]
    return []


def _negations_stand(bare: str, said: str) -> bool:
    """Whether every negation is in a cited sentence that has the word after it, negated as well."""
    denied = [_denied_by(found, said) for found in _NEGATION.finditer(said)]
    refuses = any(pattern.search(said) for pattern in _REFUSALS.values())
    for found in _NEGATION.finditer(bare):
        target = _denied_by(found, bare)[:1]
        if not denied and not refuses:
            return False
        if target and not refuses and not any(target[0] in others for others in denied):
            return False
    return True


def _denied_by(found: re.Match[str], text: str) -> list[str]:
    """Return the first words after a negation that it can be about, as stems; adverbs aside."""
    after = [
        w
        for w in words(text[found.end() : found.end() + 80].split("\n")[0])
        if w.casefold() not in SMALL and not w.endswith("ly")
    ]
    return [_lemma(plain(w)) for w in after[:2]]


def _lemma(word: str) -> str:
    return stem(_IRREGULAR.get(word, word))


def _status_problems(bare: str, cited: Cited) -> list[str]:
    problems = []
    if _is_planned(cited) and not _says_planned(bare, cited):
        problems.append("the rows it names are plans; the sentence has to say so")
    events = cited.events
    if events:
        if all(e.status in {"claimed", "denied"} for e in events) and not _HEDGE.search(bare):
            problems.append(f"the rows it names are claims of {events[0].said_by or 'one side'}")
        if all(e.status == "denied" for e in events) and not _denies(bare):
            problems.append("the rows it names are denied; the sentence has to say so")
    return problems


def _denies(bare: str) -> bool:
    return len(_REJECTS.findall(bare)) == 1


def _is_planned(cited: Cited) -> bool:
    """Whether all the rows tell plans; a figure or quotation takes the status of its sentence."""
    if cited.quotations:
        return (
            False  # the words quoted are told as said; the row beside them gives name or occasion
        )
    statuses = [status for claim in cited.claims for status in _statuses(claim, cited)]
    return bool(statuses) and all(status == "planned" for status in statuses)


def _statuses(claim: AnyClaim, cited: Cited) -> list[str]:
    if isinstance(claim, Event):
        return [claim.status]
    if isinstance(claim, Quotation):
        return []
    sentence = cited.known.reading(cited.document(claim), claim.part, claim.evidence[0])
    told = {
        other.status
        for other in cited.known.by_page.get(claim.document, ())
        if isinstance(other, Event) and other.evidence[0] == claim.evidence[0]
    }
    if told:
        return ["planned"] if told == {"planned"} else ["happened"]
    return (
        ["planned"] if isinstance(claim, Quantity) and _PLAN_VERB.search(sentence) else ["happened"]
    )


_PLAN_VERB = re.compile(r"\b(?:plans?|intends?|hopes?|will|aims?) (?:to )?\w+", re.IGNORECASE)


def _says_planned(bare: str, cited: Cited) -> bool:
    """Whether a word of planning stands before the last word that the rows share."""
    marker = PLANNED.search(bare)
    if marker is None:
        return False
    shared = {stem(w) for event in cited.events for w in words_of(event.what) if len(w) > 3}
    places = [m.start() for m in re.finditer(r"[^\W_]+", bare) if stem(plain(m.group())) in shared]
    return not places or marker.start() < max(places)
