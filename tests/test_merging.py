"""Merging: the replies to overlapping windows become one, and nothing stands twice."""

from __future__ import annotations

from collections import Counter

import pytest
from builders import embedded, event, layout, number, quote, reply_of
from hypothesis import given
from hypothesis import strategies as st

from summarizer.merging import merged
from summarizer.replies import Layout, Part, Reply
from summarizer.windows import Window, owned

# Sentences 6, 7 and 8 are shown twice; the first window speaks up to 7.
TWO = [Window(1, 8), Window(6, 14)]


def surfaces(reply: Reply | None) -> list[tuple[int, str]]:
    """Return the figures of a reply."""
    assert reply is not None
    return [(item.sentence, item.surface) for item in reply.numbers]


def zones(reply: Reply | None) -> list[tuple[int, int, int, str]]:
    """Return the zones of a reply."""
    assert reply is not None
    assert reply.layout is not None
    return [(zone.first, zone.last, zone.part, zone.zone) for zone in reply.layout.zones]


def parts(reply: Reply | None) -> dict[int, Part]:
    """Return the parts of a reply by number."""
    assert reply is not None
    assert reply.layout is not None
    assert len({part.part for part in reply.layout.parts}) == len(reply.layout.parts)
    return {part.part: part for part in reply.layout.parts}


def laid_out(*layouts: Layout | None) -> Reply | None:
    """Return what the layouts of the two windows make together."""
    return merged(TWO, [Reply(layout=one) if one else None for one in layouts])


def main(**fields: object) -> Part:
    """Return what a window says of the main article."""
    return embedded(0, **fields)


def of(part: Part, *rows: tuple[int, int, int, str], others: tuple[Part, ...] = ()) -> Layout:
    """Return a layout whose main article is `part`."""
    return layout(*rows).model_copy(update={"parts": [part, *others]})


def test_the_reply_to_all_of_a_document_stays_as_it_is() -> None:
    """Without splitting nothing is changed, not even what stands twice."""
    whole = reply_of(number(2, "7"), number(2, "7"), number(99, "8"))
    assert merged([Window(1, 4)], [whole]) is whole


def test_without_a_reply_there_is_none() -> None:
    """Where no window was answered nothing is made up."""
    assert merged(TWO, [None, None]) is None


# What the first and the second window answer, as (sentence, surface), and what stands in the end.
OVERLAPS = [
    ([(1, "5"), (8, "9")], [(8, "9"), (12, "3")], [(1, "5"), (8, "9"), (12, "3")]),  # once
    ([(7, "nearly 80")], [(7, "80")], [(7, "nearly 80")]),  # 7 is the first one's
    ([(8, "nearly 80")], [(8, "80")], [(8, "80")]),  # 8 is the second one's
    ([(7, "two"), (7, "two")], [(7, "two")], [(7, "two"), (7, "two")]),  # printed twice
    ([(2, "4")], [(6, "5")], [(2, "4"), (6, "5")]),  # only one has anything to say
    ([(8, "5"), (3, "4")], [(9, "6")], [(8, "5"), (3, "4"), (9, "6")]),  # as it came
    ([(99, "5")], [(99, "6")], [(99, "5")]),  # no window shows it: the first one
]


@pytest.mark.parametrize(("first", "second", "stands"), OVERLAPS, ids=range(len(OVERLAPS)))
def test_a_sentence_has_the_figures_of_one_window(
    first: list[tuple[int, str]], second: list[tuple[int, str]], stands: list[tuple[int, str]]
) -> None:
    """What two windows answer about one sentence is that of the window that speaks for it."""
    replies = [reply_of(*(number(*row) for row in rows)) for rows in (first, second)]
    assert surfaces(merged(TWO, replies)) == stands


def test_an_event_in_other_words_stands_once() -> None:
    """Two windows that tell one event of a sentence differently do not make two."""
    first = reply_of(
        event(7, "closed two bridges", "The council closed two bridges"), number(7, "2")
    )
    second = reply_of(event(7, "The council closed two bridges on Monday"), quote(7, "Closed"))
    reply = merged(TWO, [first, second])
    assert reply is not None
    assert [item.what for item in reply.events] == ["The council closed two bridges"]
    assert [item.words for item in reply.quotes] == ["Closed"]  # another kind is another matter
    assert surfaces(reply) == [(7, "2")]


def test_the_end_of_a_quotation_is_not_another_one() -> None:
    """A window that shows only the end of a quotation does not add it to the whole."""
    first = reply_of(quote(4, "We wait.  It is late."), quote(2, "late"))
    second = reply_of(quote(6, "it is LATE."), quote(7, "is lat"), quote(9, "It is late."))
    reply = merged(TWO, [first, second])
    assert reply is not None
    assert [(item.sentence, item.words) for item in reply.quotes] == [
        (4, "We wait.  It is late."),
        (2, "late"),
        (7, "is lat"),  # no whole words of it
        (9, "It is late."),  # said again
    ]


def test_a_window_without_a_reply_leaves_a_gap() -> None:
    """What the neighbour says of the shared sentences is kept, the rest of the gap stays empty."""
    reply = merged(TWO, [None, Reply(layout=layout((6, 14, 0, "body")), numbers=(number(6, "5"),))])
    assert surfaces(reply) == [(6, "5")]
    assert zones(reply) == [(6, 14, 0, "body")]


def test_zones_are_joined() -> None:
    """Each sentence has the zone that the window that speaks for it gives."""
    reply = laid_out(
        layout((1, 1, 0, "title"), (2, 8, 0, "body")),
        layout((6, 8, 0, "body"), (9, 9, 0, "caption"), (10, 14, 0, "body")),
    )
    assert zones(reply) == [
        (1, 1, 0, "title"),
        (2, 8, 0, "body"),
        (9, 9, 0, "caption"),
        (10, 14, 0, "body"),
    ]


def test_a_window_says_nothing_of_what_it_does_not_show() -> None:
    """Zones beyond a window are ignored, and a gap is filled by the neighbour or stays one."""
    reply = laid_out(
        layout((1, 6, 0, "body"), (9, 14, 0, "caption")), layout((1, 13, 0, "heading"))
    )
    assert zones(reply) == [(1, 6, 0, "body"), (7, 13, 0, "heading")]


def test_of_two_zones_of_one_window_the_first_counts() -> None:
    """As for a whole page, what is said of a sentence first is what holds."""
    reply = laid_out(layout((1, 5, 0, "body"), (4, 8, 0, "caption")), layout((6, 14, 0, "body")))
    assert zones(reply) == [(1, 5, 0, "body"), (6, 7, 0, "caption"), (8, 14, 0, "body")]


def test_further_articles_get_numbers_of_their_own() -> None:
    """Part 1 of one window is not part 1 of the next; part 0 is the main article going on."""
    reply = laid_out(
        layout((1, 3, 0, "body"), (4, 5, 1, "body"), (6, 8, 0, "body"), parts=[embedded(1)]),
        layout(
            (6, 9, 0, "body"), (10, 14, 1, "body"), parts=[embedded(1, outlet="The Oxmere Post")]
        ),
    )
    assert zones(reply)[1:] == [(4, 5, 1, "body"), (6, 9, 0, "body"), (10, 14, 2, "body")]
    assert {number: part.outlet for number, part in parts(reply).items()} == {
        0: "",
        1: "",
        2: "The Oxmere Post",
    }


def test_a_further_article_may_go_on() -> None:
    """A further article that both windows see in a shared sentence is one."""
    reply = laid_out(
        layout((1, 4, 0, "body"), (5, 8, 3, "body"), parts=[embedded(3, title_sentence=5)]),
        layout((6, 10, 1, "body"), (11, 14, 2, "body"), parts=[embedded(1), embedded(2)]),
    )
    assert zones(reply) == [(1, 4, 0, "body"), (5, 10, 1, "body"), (11, 14, 2, "body")]
    assert parts(reply)[1].title_sentence == 5


def test_a_part_without_a_sentence_is_left_out() -> None:
    """A further article that stands only where the other window speaks is none."""
    reply = laid_out(
        layout((1, 8, 0, "body")),
        layout((6, 7, 1, "body"), (8, 14, 0, "body"), parts=[embedded(1)]),
    )
    assert [*parts(reply)] == [0]
    assert zones(reply) == [(1, 14, 0, "body")]


def test_an_unknown_part_is_the_main_article() -> None:
    """A zone of a part that its window does not describe belongs to the main article."""
    reply = laid_out(layout((1, 8, 4, "body")), layout((6, 14, 0, "body")))
    assert zones(reply) == [(1, 14, 0, "body")]


def test_the_first_window_that_knows_something_is_believed() -> None:
    """Headline, outlet, date and language come from the first window that has them."""
    first = of(main(outlet="The Oxmere Post", outlet_sentence=2), (1, 8, 0, "body"))
    second = of(
        main(
            title_sentence=6,
            outlet="Another",
            outlet_sentence=9,
            published="4 July 2025",
            published_sentence=14,
        ),
        (6, 14, 0, "body"),
    )
    reply = laid_out(first.model_copy(update={"language": ""}), second)
    part = parts(reply)[0]
    assert (part.outlet, part.outlet_sentence) == ("The Oxmere Post", 2)
    assert (part.published, part.published_sentence, part.title_sentence) == ("4 July 2025", 14, 6)
    assert reply is not None
    assert reply.layout is not None
    assert reply.layout.language == "en"


def test_a_headline_that_a_window_does_not_show_is_none() -> None:
    """A later window cannot know that sentence 1 is the headline."""
    reply = laid_out(of(main(), (1, 8, 0, "body")), of(main(title_sentence=1), (6, 14, 0, "body")))
    assert parts(reply)[0].title_sentence == 0


# What the windows take the page for, and what it is.
KINDS = [
    (["report", "commentary"], "report"),
    (["stub", "live"], "live"),  # it only looked cut short
    (["not_an_article", "stub"], "stub"),  # navigation, then an article
    (["not_an_article", "not_an_article"], "not_an_article"),
]


@pytest.mark.parametrize(("kinds", "kind"), KINDS, ids=range(len(KINDS)))
def test_a_page_is_an_article_if_one_window_holds_one(kinds: list[str], kind: str) -> None:
    """A window of navigation, or one that seems cut short, does not decide what the page is."""
    rows = ((1, 8, 0, "body"), (6, 14, 0, "body"))
    reply = laid_out(*(of(main(kind=k), row) for k, row in zip(kinds, rows, strict=True)))
    assert parts(reply)[0].kind == kind


items = st.lists(st.tuples(st.integers(1, 20), st.sampled_from(["1", "2", "two"])), max_size=8)
THREE = [Window(1, 8), Window(6, 12), Window(10, 20)]


@given(st.lists(items | st.none(), min_size=3, max_size=3))
def test_no_figure_is_invented_or_doubled(rows: list[list[tuple[int, str]] | None]) -> None:
    """Every figure is one that a window gave, no oftener, and every sentence spoken of keeps one."""
    replies = [
        None if row is None else reply_of(*(number(*entry) for entry in row)) for row in rows
    ]
    together = merged(THREE, replies)
    if together is None:
        assert rows == [None] * 3
        return
    stands = Counter(surfaces(together))
    given_by = [Counter(row or ()) for row in rows]
    assert all(count <= max(c[item] for c in given_by) for item, count in stands.items())
    assert {n for n, _ in stands} == {n for row in rows for n, _ in row or ()}


@given(st.lists(st.lists(st.integers(1, 3), min_size=20, max_size=20), min_size=3, max_size=3))
def test_every_sentence_is_placed_once(zoned: list[list[int]]) -> None:
    """Whatever the windows say, the joined zones cover every sentence exactly once, in order."""
    names = ("body", "caption", "furniture")
    layouts = [
        layout(*((n, n, 0, names[row[n - 1] - 1]) for n in window.numbers))
        for window, row in zip(THREE, zoned, strict=True)
    ]
    rows = zones(merged(THREE, [Reply(layout=one) for one in layouts]))
    placed = {n: zone for first, last, _, zone in rows for n in range(first, last + 1)}
    assert [n for first, last, *_ in rows for n in range(first, last + 1)] == [*range(1, 21)]
    for numbers, row in zip(owned(THREE), zoned, strict=True):
        assert all(placed[n] == names[row[n - 1] - 1] for n in numbers)
