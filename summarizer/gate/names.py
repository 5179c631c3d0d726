"""Names of a sentence: in the cited words, as a variant or fuller form, or a source's own label."""

from __future__ import annotations

import re

from summarizer.articles import Document
from summarizer.gate.cited import Cited, figures_of
from summarizer.gate.sayers import CUES
from summarizer.names import NameToken, carries, is_opener, name_tokens, plain, stem
from summarizer.scripts import unlatin_words
from summarizer.spans import Span, locate

_PART = r"[A-ZÀ-Ž](?:[\w.-]|['’](?!s\b))*"
_RUN = re.compile(rf"{_PART}(?:\s+(?:of\s+|de\s+|al\s+|the\s+)?{_PART})*")
_TELLS = re.compile(
    rf"^(?:['’]s\b|,|;|\)|:|[.!?]?\s*$|\s+(?:alone|also|only|itself|earlier|first|later|still|then|now|however)?\s*(?:{CUES}|has|have|had|carried|cited|"
    r"citing|placed|spoke|gives|put|puts|reports?|tells?|names?|with|and|that|wrote|prints?|printed)\b)"
)
_TOLD = re.compile(
    r"(?:according to|in|by|from|per|as|to|while|whereas|and|but|the|only|source|writes|cited by|for|of"
    r"|told|machine-made|commentary)\s+(?:the\s+)?$|^(?:the\s+)?$|[,;:(]\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_TITLES = frozenset(
    "president prime minister foreign mayor governor senator colonel general king queen pope chief "
    "secretary spokesman spokeswoman chancellor premier chairman director judge captain sir doctor "
    "professor bishop ambassador deputy vice acting".split()
)


def name_problems(bare: str, cited: Cited) -> list[str]:
    """Return the names of a sentence (quoted words blanked out) that its sources do not carry."""
    masked = _without_labels(bare, cited)
    for figure in figures_of(bare):  # a number word that opens the sentence has a capital
        masked = without_span(masked, figure.core)
    problems = []
    for run in _runs_of(masked, cited):
        missing = [name for name in run if not _is_carried(name, run, cited)]
        if missing:
            problems.append(f"the name {missing[0].word!r} does not stand in the rows it names")
        elif len(run) > 1 and not _stand_together(run, cited):
            whole = " ".join(name.word for name in run)
            problems.append(f"the name {whole!r} is not one in the rows it names")
    others = dict.fromkeys(span.of(bare) for span in unlatin_words(masked))
    problems += [
        f"the word {word!r} does not stand in the rows it names"
        for word in others
        if not locate(word, cited.printed)
    ]
    return problems


def _without_labels(bare: str, cited: Cited) -> str:
    """Blank out the labels of the cited sources where the sentence speaks of them as sources."""
    told = False
    spans = [
        found
        for label in cited.labels
        for found in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", bare, re.IGNORECASE)
    ]
    for found in sorted(spans, key=lambda f: (f.start(), -f.end())):
        before, after = bare[: found.start()], bare[found.end() :]
        tells = bool(_TELLS.match(after)) or any(f.span.start <= 1 for f in figures_of(after))
        # "A placed it before noon, B after": the verb of the first serves the second.
        if (tells or told) and _TOLD.search(before):
            bare = before + " " * len(found.group()) + after
            told = told or tells
    return bare


def without_span(text: str, span: Span) -> str:
    """Return `text` with a stretch blanked out, so that offsets stay."""
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]


def _runs_of(text: str, cited: Cited) -> list[list[NameToken]]:
    """Return the names of a text, words of one name together."""
    tokens = [t for t in name_tokens(text) if not (t.opens and _is_common(cited, t.word))]
    spans = [Span(match.start(), match.end()) for match in _RUN.finditer(text)]
    runs: list[list[NameToken]] = []
    for span in spans:
        inside = [token for token in tokens if span.contains(token.span)]
        if inside:
            runs.append(inside)
    grouped = {token.span for run in runs for token in run}
    return runs + [[token] for token in tokens if token.span not in grouped]


def _is_carried(name: NameToken, run: list[NameToken], cited: Cited) -> bool:
    if carries(cited.words, name.word):
        return True
    if name.opens and _is_common(cited, name.word):
        return True
    return _in_fuller_name(name.word, [other.word for other in run], cited)


def _is_common(cited: Cited, word: str) -> bool:
    """Whether a capitalised opening word is an ordinary word of one of the cited articles."""
    if is_opener(word):
        return True
    base = stem(word)
    pattern = re.compile(rf"\b{re.escape(base)}\w{{0,4}}\b")
    documents = {cited.document(claim).digest: cited.document(claim) for claim in cited.claims}
    if len(base) > 2 and any(pattern.search(d.text) for d in documents.values()):
        return True
    places = [t.opens for d in documents.values() for t in name_tokens(d.text) if t.word == word]
    return bool(places) and all(places)  # a capital only where any word would have one


def _in_fuller_name(word: str, run: list[str], cited: Cited) -> bool:
    """Admit a missing part of a name that the same source has beside a cited part, and cite it."""
    partners = [other for other in run if other != word and carries(cited.words, other)]
    for claim in cited.claims:
        document = cited.document(claim)
        for sentence in document.sentences:
            for other in _runs_in(sentence.span.of(document.text), document, cited):
                known = frozenset(map(plain, other))
                if carries(known, word) and any(carries(known, p) for p in partners):
                    cited.add(claim, sentence.number)
                    return True
    return False


def _stand_together(run: list[NameToken], cited: Cited) -> bool:
    """Whether the parts of a name stand in one name of a source, in this order, titles aside."""
    parts = [name.word for name in run if name.word.casefold() not in _TITLES]
    if len(parts) < 2:
        return True
    documents = {cited.document(claim).digest: cited.document(claim) for claim in cited.claims}
    for document in documents.values():
        for sentence in document.sentences:
            for other in _runs_in(sentence.span.of(document.text), document, cited):
                if _in_order(parts, other):
                    return True
    for document in documents.values():
        for sentence in document.sentences:
            for other in _runs_in(sentence.span.of(document.text), document, cited):
                if all(carries(frozenset(map(plain, other)), part) for part in parts):
                    return False  # the same words in another order are another name
    # Two names side by side ("Kyiv Tuesday"): each stands in the cited words, none is made up.
    return all(carries(cited.words, part) for part in parts) and _side_by_side(parts, cited)


def _in_order(parts: list[str], run: list[str]) -> bool:
    at = 0
    for part in parts:
        while at < len(run) and not carries(frozenset([plain(run[at])]), part):
            at += 1
        if at == len(run):
            return False
        at += 1
    return True


def _side_by_side(parts: list[str], cited: Cited) -> bool:
    """Whether no two of the parts belong to names of persons: only then may they meet anew."""
    return not any(plain(part) in cited.known.people for part in parts)


def _runs_in(sentence: str, document: Document, cited: Cited) -> list[list[str]]:
    """Return the names of a sentence, each as its words; of another language also in English."""
    named = cited.known.names_in(document, sentence)
    return source_runs(sentence) + [name.split() for name in named]


def source_runs(text: str) -> list[list[str]]:
    """Return the capitalised runs of a sentence, each as its words."""
    return [[w.rstrip(".'’") for w in match.group().split()] for match in _RUN.finditer(text)]
