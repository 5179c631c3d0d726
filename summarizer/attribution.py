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
    CHANGING,
    OFFICES,
    Apposition,
    Naming,
    appositions,
    given_names,
    naming_of,
)
from summarizer.sayers import Sayer, Sayers, Shown, meet, said_by
from summarizer.sources import SourceArticle

_Y = re.compile(r"[iyj]+")
_HONORIFICS = frozenset("mr mrs ms miss".split())


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
    """A name beside an office, and where."""

    document: str
    sentence: int
    found: Apposition


class _Story:
    """Joins the namings of a story's articles, each join with what shows it."""

    def __init__(self, nodes: Sequence[_Node], documents: Mapping[str, Document]) -> None:
        self.nodes = nodes
        self.documents = documents
        self.read = {node: naming_of(node[1]) for node in nodes}
        self.root = {node: node for node in nodes}
        self.shown: list[Shown] = []
        self.printed: dict[_Node, Naming] = {}  # the full name that stands for a last name
        self.by_name: dict[str, list[_Held]] = defaultdict(list)
        self.by_office: dict[str, list[_Held]] = defaultdict(list)
        for digest, document in sorted(documents.items()):
            for sentence in document.sentences:
                for found in appositions(sentence.span.of(document.text)):
                    held = _Held(digest, sentence.number, found)
                    self.by_name[_skeleton(found.name.person[-1])].append(held)
                    self.by_office[found.office.office[-1]].append(held)

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
        ordered = tuple(sorted(namings, key=_fullness))
        offices = {n.office for n in namings if n.office}
        owners = {word for n in namings for word in n.owner}
        for node in group:
            full = self._full(node)
            for held in self.by_name[_skeleton(full.person[-1])] if full else ():
                if self._is_named(held, node):
                    offices.add(held.found.office.office)
                    owners |= held.found.office.owner
        return Sayer(
            id="\n".join(min(group)),
            name=ordered[0].text,
            namings=ordered,
            offices=frozenset(offices),
            owners=frozenset(owners),
        )

    def _full(self, node: _Node) -> Naming | None:
        """Return the fullest name an article has for a person, or None for who is none."""
        naming = self.printed.get(node, self.read[node])
        return naming if naming.person and not naming.is_body else None

    def _is_named(self, held: _Held, node: _Node) -> bool:
        """Whether a name beside an office is this sayer's: in full, or in his own article."""
        full, name = self._full(node), held.found.name
        if full is None:
            return False
        if name.is_full:
            return _is_one_person(name, full)
        return held.document == node[0] and same_name(name.person[-1], full.person[-1])

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
            like = full[_skeleton(naming.person[-1])]
            known = next((n for n in like if _is_one_person(self.printed[n], naming)), None)
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
        known = list(full.get(_skeleton(name), ()))
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
            if naming.is_full and not any(_is_one_person(naming, other) for other in found):
                found.append(naming)
        return found

    def _is_somebody_else(self, node: _Node) -> bool:
        """Whether "Mrs Hale" stands in an article that also has a Mr Hale."""
        naming = self.read[node]
        if not set(naming.office) & (_HONORIFICS - {"mr"}):
            return False
        pattern = rf"\b(?:Mr|President|Lord|Sir)\b\.?\s+(?:\w+\s+)?{re.escape(naming.person[-1])}\b"
        return bool(re.search(pattern, self.documents[node[0]].text, re.IGNORECASE))

    def _show(self, node: _Node, words: str, naming: str = "") -> None:
        """Note the first sentence of a naming's article that has the words."""
        document = self.documents[node[0]]
        number = next(s.number for s in document.sentences if words in s.span.of(document.text))
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
                like = next((o for o in owned if _owned_alike(o, owner)), owner) if owner else None
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
        people: dict[str, list[_Node]] = defaultdict(list)
        for node in self.nodes:
            full = self._full(node)
            if full:
                people[_skeleton(full.person[-1])].append(node)
        for node in self.nodes:
            naming = self.read[node]
            if naming.person or naming.is_body or naming.is_nobody:
                continue
            holders = self._holders(node, people)
            if len({self._find(holder) for holder, _ in holders}) == 1:
                holder, held = min(holders, key=lambda found: (found[0], found[1].sentence))
                self._join(node, holder)
                self.shown.append(Shown(node[1], holder[1], held.document, held.sentence))
        self._join_like_offices()

    def _holders(
        self, node: _Node, people: Mapping[str, Sequence[_Node]]
    ) -> list[tuple[_Node, _Held]]:
        """Return who holds an office: whom the naming's own article has in it, else the others.

        Nobody does where a name that says no claim stands beside the office: it may be he.
        """
        found: list[tuple[_Node, _Held]] = []
        strangers: list[_Held] = []
        for held in self.by_office[self.read[node].office[-1]]:
            if _is_held(self.read[node], held.found.office, is_own=held.document == node[0]):
                known = people.get(_skeleton(held.found.name.person[-1]), ())
                holders = [n for n in known if self._is_named(held, n)]
                found += [(holder, held) for holder in holders]
                strangers += [] if holders else [held]
        own = [pair for pair in found if pair[1].document == node[0]]
        is_open = any(not own or held.document == node[0] for held in strangers)
        return [] if is_open else own or found

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
                    (
                        k
                        for k in first
                        if k == key or (owner and k[0] and _owned_alike(k[0], owner))
                    ),
                    key,
                )
                self._join(first.setdefault(like, node), node)


def _fullness(naming: Naming) -> tuple[int, int, int, int, bool, str]:
    """Order the namings of one sayer, the fullest first; of the same words the one in small letters."""
    return (
        -min(len(naming.person), 3),
        -int(bool(naming.office) and naming.office[-1] not in _HONORIFICS),
        -int(bool(naming.owner)),
        len(naming.text),
        naming.text[:4] == "The ",
        naming.text,
    )


def _is_one_person(left: Naming, right: Naming) -> bool:
    """Whether two full names are one: last names in any spelling, given names but for i and y."""
    if left.suffix != right.suffix or not same_name(left.person[-1], right.person[-1]):
        return False
    if not (left.is_full and right.is_full):
        return False
    return _skeleton(left.person[0]) == _skeleton(right.person[0])


def _skeleton(word: str) -> str:
    return _Y.sub("i", plain(word))


def _owned_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return all(meet({word}, right) for word in left) or all(meet({word}, left) for word in right)


def _is_held(naming: Naming, office: Naming, *, is_own: bool) -> bool:
    """Whether a naming may mean the office: the same one, owned alike as far as both say.

    In another article the owner has to be said on both sides or on neither.
    """
    if naming.office[-1] != office.office[-1]:
        return False
    rest, other = set(naming.office[:-1]), set(office.office[:-1])
    if (rest ^ other) & CHANGING or not rest <= other:
        return False
    if naming.owner and office.owner:
        return _owned_alike(naming.owner, office.owner)
    if is_own:
        return True
    return rest == other and not naming.owner and naming.office[-1] in OFFICES


def _as_printed(naming: str, word: str) -> str:
    """Return a word of a naming as its article writes it."""
    return next((w for w in re.findall(r"[\w'’-]+", naming) if plain(w) == word), word)
