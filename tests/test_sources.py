"""Which articles are sources, what they are called, and which are copies of one text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from claim_builders import Clip, metadata
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.articles import Kind
from summarizer.sources import BOILERPLATE, CONTAINED, COPY, SHINGLE, SourceArticle, sources_of

WIRE = (
    "The council of Halm voted late on Monday to shut its oldest bridge for nine months. "
    "Engineers had found cracks in two of the four piers, a spokeswoman for the town said. "
    "Some 1,200 people cross it every day on their way to the harbour. "
    "Ferries will run every ten minutes from the north quay, at no charge, until the work is done. "
    "The mayor said the town had no choice, and that the state would pay for half of the repairs. "
    "A firm from Oxmere is to begin in May with the pier nearest to the old customs house."
)
OTHER = (
    "Commuters in Halm face months of detours after councillors agreed to close the old crossing. "
    "Two piers are cracked, according to a report that our newsroom has seen. "
    "Shopkeepers on both banks fear for their trade, and one has already given notice. "
    "The town hall promises free boats across the river until next winter."
)


def sources(*clips: Clip) -> tuple[SourceArticle, ...]:
    """Return the sources that the clips are."""
    return sources_of(clip.extraction() for clip in clips)


def origins(*texts: str) -> list[int]:
    """Return for each text the place of the first one with its origin; outlets are in this order."""
    found = sources(*(Clip(text, f"Outlet {n:03}", "2031-05-01") for n, text in enumerate(texts)))
    shared = [source.origin for source in found]
    assert [source.document.text for source in found] == list(texts)
    return [shared.index(origin) for origin in shared]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, WIRE + " "),  # a blank more
        (WIRE, WIRE.upper()),  # capitals
        (WIRE, WIRE.replace(". ", ".\n\n")),  # paragraphs
        (WIRE, WIRE.replace(",", "").replace(".", "")),  # punctuation
        (WIRE, "Halm, Monday – " + WIRE),  # a dateline
        (WIRE, WIRE.replace("nine months", "most of a year")),  # an edit
        (WIRE, WIRE + " Our reporter adds that it rained."),  # a sentence more
        (WIRE, WIRE.rpartition(". ")[0]),  # a sentence less
        pytest.param(WIRE, WIRE[: WIRE.index("Ferries")], id="first half"),
        pytest.param(WIRE, f"{WIRE} {OTHER} {OTHER[::-1]}", id="a longer text"),
        pytest.param("All lost.", "All  lost.", id="two words"),
    ],
)
def test_copies_of_one_text_are_one_origin(one: str, other: str) -> None:
    """A wire text counts once, however many outlets print it and edit a little."""
    assert origins(one, other) == [0, 0]
    assert origins(other, one) == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OTHER),  # two reporters
        (
            WIRE,
            "The mayor said the town had no choice, and that was all. " + OTHER,
        ),  # a shared quote
        (WIRE, ""),  # nothing to compare
        ("", ""),
        ("It rained.", "It snowed."),
    ],
)
def test_reports_of_their_own_are_two_origins(one: str, other: str) -> None:
    """The same news in other words, or with a few words in common, is another origin."""
    assert origins(f"{one} Photo", f"{other} Film") == [0, 1]


@pytest.mark.parametrize(
    "order",
    [
        (2, 0, 1),  # the one between comes first
        (0, 2, 1),
        pytest.param((0, 1, 2), id="last"),
    ],
)
def test_a_text_between_two_others_makes_them_one_origin(order: tuple[int, ...]) -> None:
    """Where one text is a copy of two others, all three come from one text, whoever prints which."""
    sentences = [
        f"Clerk{n} told court{n} that ship{n} had lost cargo{n} near port{n}." for n in range(40)
    ]
    texts = [" ".join(sentences[:30]), " ".join(sentences[10:]), " ".join(sentences[3:37])]
    assert origins(*(texts[number] for number in order)) == [0, 0, 0]


def test_an_origin_is_the_first_of_its_copies() -> None:
    """Copies share the id of the one that comes first, which is its own origin."""
    first, copy, other = sources(
        Clip(WIRE, "Alpha", "2031-05-01"),
        Clip(WIRE + " ", "Beta", "2031-05-02"),
        Clip(OTHER, "Gamma", "2031-05-03"),
    )
    assert first.origin == first.id == copy.origin
    assert other.origin == other.id
    assert len({first.id, copy.id, other.id}) == 3


def test_furniture_makes_no_copy() -> None:
    """Two pages of one site have their navigation in common, which is not their text."""
    navigation = WIRE.replace(". ", ".\n")
    furniture = dict.fromkeys(range(1, 7), ("furniture", 0))
    one = Clip(f"{navigation}\nA storm hit the coast at noon.", "Alpha", zones=furniture)
    two = Clip(f"{navigation}\nThe trial began without him today.", "Beta", zones=furniture)
    first, second = sources(one, two)
    assert first.origin != second.origin


def test_furniture_hides_no_copy() -> None:
    """A copy amid much navigation is still a copy."""
    furniture = dict.fromkeys(range(1, 5), ("furniture", 0))
    page = OTHER.replace(". ", ".\n") + "\n" + WIRE
    first, second = sources(Clip(WIRE, "Alpha"), Clip(page, "Beta", zones=furniture))
    assert first.origin == second.origin


def with_ferry(outlet: str | None = None, *, told: bool = True) -> Clip:
    """Return a page that embeds an article about a ferry; `told` if claims were found in it."""
    clip = Clip(
        f"The vote is on Friday.\nA ferry sank near Oxmere. {WIRE}",
        outlet,
        "2031-05-01",
        zones=dict.fromkeys(range(2, 9), ("body", 1)),
        parts={1: (metadata("Oxmere Post", "2031-04-30"), Kind.WIRE)},
    )
    if told:
        clip.event("A ferry sank near Oxmere")
    return clip


def test_an_embedded_article_is_a_source_of_its_own() -> None:
    """It has its own label and says in which page it stands."""
    ferry, page = sources(with_ferry("Example News"))
    assert (ferry.label, page.label) == ("Oxmere Post", "Example News")
    assert (ferry.part, page.part) == (1, 0)
    assert ferry.embedded_in == page.id
    assert page.embedded_in is None
    assert ferry.id == f"{page.id}-1"
    assert ferry.article.kind is Kind.WIRE
    assert ferry.origin != page.origin


def test_an_embedded_article_without_claims_is_no_source() -> None:
    """A teaser from which nothing was taken is not listed; the page itself always is."""
    (page,) = sources(with_ferry("Example News", told=False))
    assert page.part == 0


def test_an_embedded_copy_is_a_copy() -> None:
    """A wire text counts once, also where another page embeds it."""
    ferry, page, wire = sources(
        with_ferry("Example News"), Clip(WIRE, "Halm Courier", "2031-05-02")
    )
    assert ferry.origin == wire.origin
    assert page.origin != wire.origin


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.REPORT, True),
        (Kind.WIRE, True),
        (Kind.LIVE, True),
        (Kind.STUB, True),  # read in part, but a report
        (Kind.COMMENTARY, False),  # an opinion
        (Kind.PRESS_RELEASE, False),  # a party
        (Kind.MACHINE_MADE, False),  # nobody's own work
    ],
)
def test_who_corroborates(kind: Kind, expected: bool) -> None:
    """Commentary, press releases and machine-made texts confirm nothing."""
    (source,) = sources(Clip(WIRE, "Alpha", kind=kind))
    assert source.corroborates is expected


def test_sources_come_by_day_then_outlet() -> None:
    """The earliest comes first; what has no date, and within a day no outlet, comes last."""
    found = sources(
        Clip("It rained.", "Alpha"),
        Clip("It snowed.", None, "2031-05-02"),
        Clip("It froze.", "Beta", "2031-05-02"),
        Clip("It thawed.", "Gamma", "2031-05-01"),
        Clip("It hailed.", "Alpha", "2031-05-02"),
        Clip("It poured."),
    )
    assert [source.document.text for source in found] == [
        "It thawed.",
        "It hailed.",
        "It froze.",
        "It snowed.",
        "It rained.",
        "It poured.",
    ]


@pytest.mark.parametrize(
    ("outlets", "expected"),
    [
        (["Alpha", "Beta"], ["Alpha", "Beta"]),
        # several articles of one outlet are numbered
        (["Alpha", "Alpha", "Beta", "Alpha"], ["Alpha", "Alpha (2)", "Beta", "Alpha (3)"]),
        # without an outlet a letter
        ([None, "Beta", None], ["source A", "Beta", "source B"]),
        (
            [None] * 27,
            [*(f"source {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "source AA"],
        ),
        # an outlet that is called like a label
        (["Alpha", "Alpha", "Alpha (2)"], ["Alpha", "Alpha (3)", "Alpha (2)"]),
        (["source A", None], ["source A", "source B"]),
        ([None, "source A"], ["source B", "source A"]),
    ],
)
def test_sources_are_called_by_their_outlet(
    outlets: Sequence[str | None], expected: Sequence[str]
) -> None:
    """Each source has a label that no other one has."""
    clips = [
        Clip(f"It rained {'again ' * n}.", outlet, f"2031-05-{n + 1:02}")
        for n, outlet in enumerate(outlets)
    ]
    assert [source.label for source in sources(*clips)] == expected


def test_no_articles_are_no_sources() -> None:
    """Nothing comes from nothing."""
    assert sources_of([]) == ()


@st.composite
def clippings(draw: st.DrawFn) -> list[Clip]:
    """Draw pages whose texts are different, alike or copies, dated and named or not."""
    texts = draw(
        st.lists(
            st.sampled_from(
                [
                    WIRE,
                    WIRE.upper(),
                    "Halm – " + WIRE,
                    WIRE.rpartition(". ")[0] + ".",
                    OTHER,
                    OTHER + " It rained.",
                    "It rained.",
                    "It snowed.",
                ]
            ),
            unique=True,
            max_size=6,
        )
    )
    outlet = st.sampled_from([None, "Alpha", "Beta"])
    day = st.sampled_from([None, "2031-05-01", "2031-05-02"])
    clips = [Clip(text, draw(outlet), draw(day)) for text in texts]
    if draw(st.booleans()):
        clips.append(with_ferry(draw(outlet), told=draw(st.booleans())))
    return clips


@given(clippings(), st.randoms(use_true_random=False))
def test_the_order_in_which_articles_come_does_not_matter(
    clips: list[Clip], random: object
) -> None:
    """The same pages give the same sources, labels and origins."""
    extractions = [clip.extraction() for clip in clips]
    shuffled = list(extractions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sources_of(shuffled) == sources_of(extractions)


@given(clippings())
def test_every_page_is_a_source_with_an_id_a_label_and_an_origin(clips: list[Clip]) -> None:
    """Ids and labels tell sources apart, and an origin is a source that comes from itself."""
    found = sources(*clips)
    by_id = {source.id: source for source in found}
    assert len(by_id) == len({source.label for source in found}) == len(found)
    assert {source.document.text for source in found} == {clip.document.text for clip in clips}
    for source in found:
        assert by_id[source.origin].origin == source.origin
        assert source.embedded_in is None or by_id[source.embedded_in].part == 0
    assert [source.sort_key for source in found] == sorted(source.sort_key for source in found)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_texts_with_no_words_in_common_are_no_copies(stories: list[int]) -> None:
    """As many origins are counted as there are stories, whatever ending each copy has."""
    texts = [
        " ".join(f"{'abcde'[story]}{n}" for n in range(60)) + " x" * copy
        for copy, story in enumerate(stories)
    ]
    assert origins(*texts) == [stories.index(story) for story in stories]


# --- many articles ----------------------------------------------------------------------------------

POOL = [
    f"Clerk{n} told court{n} that ship{n} had lost cargo{n} near port{n} in year{n}."
    for n in range(30)
]


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of words by which two texts are compared."""
    words = text.replace(".", "").lower().split()
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def are_copies(left: str, right: str) -> bool:
    """Return whether two texts are copies by all their runs of words."""
    a, b = runs(left), runs(right)
    least = min(len(a), len(b))
    shared = len(a & b)
    return bool(shared) and (
        shared >= COPY * len(a | b) or (shared >= CONTAINED * least and least >= 20)
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda first, count, own: [*POOL[first : first + count], *own],
            st.integers(0, 20),
            st.integers(2, 25),
            st.lists(st.sampled_from(POOL), max_size=3),
        ).map(" ".join),
        min_size=2,
        max_size=7,
        unique=True,
    )
)
def test_copies_are_found_as_if_every_two_texts_were_compared(texts: list[str]) -> None:
    """Origins are those that a comparison of all runs of every two texts gives."""
    origin = list(range(len(texts)))
    for right, text in enumerate(texts):
        for left in range(right):
            if are_copies(texts[left], text):
                first, second = sorted((origin[left], origin[right]))
                origin = [first if known == second else known for known in origin]
    assert origins(*texts) == origin


def test_a_line_that_every_page_has_makes_no_copies() -> None:
    """What more texts share than are compared shows nothing; their copies are still found."""
    line = "Sign up here for the letter that we send to our readers every morning."
    texts = [f"{POOL[n % 30]} Then {n} boats sank off {n * n} quays. {line}" for n in range(90)]
    assert len(texts) > BOILERPLATE
    found = origins(*texts, *(f"Halm. {text}" for text in texts))
    assert found == [*range(90), *range(90)]


def test_hundreds_of_copies_of_one_text_are_one_origin() -> None:
    """A wire text that all print is one, each with a line of its own."""
    assert set(origins(*(f"{WIRE} Printed in town {n}." for n in range(150)))) == {0}


@given(st.lists(st.sampled_from([None, "A", "B", "A (2)", "source A"]), min_size=1, max_size=9))
def test_no_two_sources_are_called_alike(outlets: list[str | None]) -> None:
    """The first of an outlet has its name, the others numbers; unnamed ones letters nobody has."""
    pages = (Clip(f"It rained {n} times.", outlet) for n, outlet in enumerate(outlets))
    labels = {source.id: source for source in sources(*pages)}.values()
    assert len({source.label for source in labels}) == len(outlets)
    for source in labels:
        assert source.label.startswith(source.article.metadata.outlet or "source ")
