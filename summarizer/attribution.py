"""Who says each claim of a story: the namings of its articles joined, each join with what shows it.

Two namings are one sayer only where an article of the story shows it: a last name beside the full
name, an office and a name in one sentence, a body named alike. Two people of one last name stay
apart, and so does whatever could be either. Pure; any order of claims and articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from summarizer.articles import Document
from summarizer.claims import AnyClaim, Quotation
from summarizer.names import plain, same_name
from summarizer.namings import (
    OFFICES,
    Naming,
    appositions,
    fullness,
    given_names,
    is_held,
    is_one_person,
    naming_of,
    owned_alike,
    skeleton,
)
from summarizer.sayers import Sayer, Sayers, Shown, said_by
from summarizer.sources import SourceArticle

_FEMININE = frozenset("mrs ms miss".split())


def sayers_of(
    claims: Iterable[AnyClaim], source_of: Mapping[str, str], sources: Sequence[SourceArticle]
) -> Sayers:
    """Return who says each of a story's claims, and what in its articles shows it.

    Args:
        claims: the claims of one story.
        source_of: for each claim id the id of its source.
        sources: the articles of the story.
    """
    documents = {source.id: source.document for source in sources}
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    relayed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim in claims:
        document = documents[source_of[claim.id]].digest
        if said_by(claim):
            named[document, said_by(claim)].append(claim.id)
        if isinstance(claim, Quotation) and claim.relayed_by:
            relayed[document, claim.relayed_by].append(claim.id)
    nodes = sorted({*named, *relayed})
    story = _Story(nodes, {d.digest: d for d in documents.values()})
    sayer_of = story.sayers()
    return Sayers(
        {name: sayer_of[node] for node in sorted(named) for name in sorted(named[node])},
        {name: sayer_of[node] for node in sorted(relayed) for name in sorted(relayed[node])},
        tuple(sorted(story.shown, key=lambda s: (s.naming, s.document, s.sentence, s.sayer))),
    )


_Node = tuple[str, str]  # a document's hash and a naming in it


@dataclass(frozen=True, slots=True)
class _Held:
    """A name beside an office, where, and which of the sayers it is."""

    document: str
    sentence: int
    name: str
    office: Naming
    holder: _Node | None


class _Story:
    """Joins the namings of a story's articles, each join with what shows it."""

    def __init__(self, nodes: Sequence[_Node], documents: Mapping[str, Document]) -> None:
        self.nodes = nodes
        self.documents = documents
        self.read = {node: naming_of(node[1]) for node in nodes}
        self.root = {node: node for node in nodes}
        self.shown: list[Shown] = []
        self.printed: dict[_Node, Naming] = {}  # the full name that stands for a last name
        # Of each person that says something the offices beside his name, and whose they are.
        self.offices: dict[_Node, list[Naming]] = defaultdict(list)

    def sayers(self) -> dict[_Node, Sayer]:
        """Return the sayer of each naming."""
        self._join_people()
        self._join_bodies()
        self._join_offices()
        groups: dict[_Node, list[_Node]] = defaultdict(list)
        for node in self.nodes:
            groups[self._find(node)].append(node)
        return {node: made for group in groups.values()
                for made in (self._sayer(group),) for node in group}  # fmt: skip

    def _sayer(self, group: Sequence[_Node]) -> Sayer:
        namings = {self.read[node] for node in group}
        namings |= {self.printed[node] for node in group if node in self.printed}
        ordered = tuple(sorted(namings, key=fullness))
        offices = {n.office for n in namings if n.office}
        owners = {word for n in namings for word in n.owner}
        for naming in (naming for node in group for naming in self.offices.get(node, ())):
            offices.add(naming.office)
            owners |= naming.owner
        return Sayer(
            id="\n".join(min(group)),
            name=ordered[0].text,
            namings=ordered,
            offices=frozenset(offices),
            owners=frozenset(owners),
        )

    def _find(self, node: _Node) -> _Node:
        while self.root[node] != node:
            self.root[node] = self.root[self.root[node]]
            node = self.root[node]
        return node

    def _join(self, left: _Node, right: _Node) -> None:
        a, b = sorted((self._find(left), self._find(right)))
        self.root[b] = a

    # --- people -------------------------------------------------------------------------------------

    def _join_people(self) -> None:
        """Join full names that are one, and last names to the one full name they can stand for."""
        people = [n for n in self.nodes if self.read[n].person and not self.read[n].is_body]
        alone: list[_Node] = []
        for node in people:
            if self.read[node].is_full:
                self.printed[node] = self.read[node]
            elif not self._is_somebody_else(node):
                own = self._full_names_in(node)
                if len(own) == 1:
                    self.printed[node] = own[0]
                    self._show(node, own[0].text)
                elif not own:
                    alone.append(node)
        full: dict[str, list[_Node]] = defaultdict(list)
        for node, naming in sorted(self.printed.items()):
            like = full[skeleton(naming.person[-1])]
            known = next((n for n in like if is_one_person(self.printed[n], naming)), None)
            if known is None:
                like.append(node)
            else:
                self._join(known, node)
        first: dict[str, _Node] = {}
        for node in alone:
            self._join_alone(node, first, full)

    def _join_alone(
        self, node: _Node, alone: dict[str, _Node], full: Mapping[str, Sequence[_Node]]
    ) -> None:
        """Join a name whose article has no fuller one to the only such person of the story."""
        name = self.read[node].person[0]
        known = list(full.get(skeleton(name), ()))
        if not known:  # "Xi" of an article in which Xi Jinping speaks
            known = [n for found in full.values() for n in found
                     if n[0] == node[0] and self.printed[n].person[0] == name]  # fmt: skip
        if len(known) == 1:
            self._join(known[0], node)
            self._show(known[0], self.printed[known[0]].text, node[1])
        if not known:
            like = next((word for word in alone if same_name(word, name)), name)
            self._join(alone.setdefault(like, node), node)

    def _full_names_in(self, node: _Node) -> list[Naming]:
        """Return the people of that last (or first) name whom the naming's article prints in full."""
        word = self.read[node].person[0]
        text = self.documents[node[0]].text
        match = re.search(rf"(?<!\w){re.escape(_as_printed(node[1], word))}(?!\w)", text)
        printed = match.group() if match else word
        found: list[Naming] = []
        for name in given_names(printed, text):
            naming = naming_of(name)
            if naming.is_full and not any(is_one_person(naming, other) for other in found):
                found.append(naming)
        return found

    def _is_somebody_else(self, node: _Node) -> bool:
        """Whether "Mrs Hale" stands in an article that also has a Mr Hale."""
        naming = self.read[node]
        if not set(naming.office) & _FEMININE:
            return False
        pattern = rf"\b(?:Mr|President|Lord|Sir)\b\.?\s+(?:\w+\s+)?{re.escape(naming.person[-1])}\b"
        return bool(re.search(pattern, self.documents[node[0]].text, re.IGNORECASE))

    def _show(self, node: _Node, words: str, naming: str = "") -> None:
        """Note the first sentence of a naming's article that has the words, if one does."""
        document = self.documents[node[0]]
        within = (s.number for s in document.sentences if words in s.span.of(document.text))
        number = next(within, None)
        if number is not None:  # a name may run over a line's end
            self.shown.append(Shown(naming or node[1], words, node[0], number))

    # --- bodies and offices -------------------------------------------------------------------------

    def _join_bodies(self) -> None:
        """Join bodies named alike: whose they are is said alike, or said once in all the story."""
        alike: dict[tuple[str, ...], list[_Node]] = defaultdict(list)
        for node in self.nodes:
            naming = self.read[node]
            if naming.is_body and not naming.is_nobody:
                alike[naming.office].append(node)
        for nodes in alike.values():
            owned: dict[frozenset[str], _Node] = {}
            for node in nodes:
                owner = self.read[node].owner
                like = next((o for o in owned if owned_alike(o, owner)), owner) if owner else None
                if like is not None:
                    self._join(owned.setdefault(like, node), node)
            bare = [node for node in nodes if not self.read[node].owner]
            for node in bare:
                own = {self._find(n) for n in nodes if n[0] == node[0] and self.read[n].owner}
                whose = own or {self._find(n) for n in owned.values()}
                if len(whose) == 1:
                    self._join(node, next(iter(whose)))
                elif not whose:
                    self._join(bare[0], node)

    def _join_offices(self) -> None:
        """Join "the mayor" to the one person whom an article shows to be the mayor."""
        own: dict[tuple[str, str], list[_Held]] = defaultdict(list)
        story: dict[str, dict[object, _Held]] = defaultdict(dict)
        silent: dict[str, _Node] = {}  # the mayor's name, if only "the mayor" says anything
        for held in self._held():
            head = held.office.office[-1]
            own[held.document, head].append(held)
            who = held.holder or held.name
            story[head].setdefault((who, held.office.office, held.office.owner), held)
            if held.holder:
                self.offices[held.holder].append(held.office)
        for node in self.nodes:
            naming = self.read[node]
            if naming.person or naming.is_body or naming.is_nobody:
                continue
            head = naming.office[-1]
            near = [h for h in own[node[0], head] if is_held(naming, h.office, is_own=True)]
            far = [h for h in story[head].values() if is_held(naming, h.office, is_own=False)]
            found = near or far
            first = found[0] if found else None
            if first is None or len({held.holder or held.name for held in found}) > 1:
                continue
            if first.holder:
                self._join(node, first.holder)
            else:
                self.printed[node] = naming_of(first.name)
                self._join(silent.setdefault(first.name, node), node)
            self.shown.append(Shown(node[1], first.name, first.document, first.sentence))
        self._join_like_offices()

    def _held(self) -> list[_Held]:
        """Return every name beside an office in the articles, with who of the sayers it names."""
        full: dict[str, dict[_Node, Naming]] = defaultdict(dict)
        here: dict[tuple[str, str], set[_Node]] = defaultdict(set)
        for node in self.nodes:
            naming = self.printed.get(node, self.read[node])
            if naming.person and not naming.is_body:
                last = skeleton(naming.person[-1])
                here[node[0], last].add(self._find(node))
                if naming.is_full:
                    full[last].setdefault(self._find(node), naming)
        found = []
        for digest, document in sorted(self.documents.items()):
            for sentence in document.sentences:
                for seen in appositions(sentence.span.of(document.text)):
                    last = skeleton(seen.name.person[-1])
                    if seen.name.is_full:
                        named = [n for n, f in full[last].items() if is_one_person(f, seen.name)]
                    else:
                        named = sorted(here[digest, last])
                    holder = named[0] if len(named) == 1 else None
                    found.append(
                        _Held(digest, sentence.number, seen.name.text, seen.office, holder)
                    )
        return found

    def _join_like_offices(self) -> None:
        """Join two mentions of an office that nobody is shown to hold, owned alike."""
        alone: dict[tuple[str, ...], list[_Node]] = defaultdict(list)
        for node in self.nodes:
            naming = self.read[node]
            if naming.office and not naming.person and not naming.is_body and not naming.is_nobody:
                if naming.office[-1] in OFFICES and self._find(node) == node:
                    alone[naming.office].append(node)
        for nodes in alone.values():
            first: dict[tuple[frozenset[str], str], _Node] = {}
            for node in nodes:
                owner = self.read[node].owner
                key = (owner, "" if owner else node[0])
                like = next(
                    (k for k in first if k == key or (owner and k[0] and owned_alike(k[0], owner))),
                    key,
                )
                self._join(first.setdefault(like, node), node)


def _as_printed(naming: str, word: str) -> str:
    """Return a word of a naming as its article writes it."""
    return next((w for w in re.findall(r"[\w'’-]+", naming) if plain(w) == word), word)
