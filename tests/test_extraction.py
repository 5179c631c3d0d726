"""One document through the prompts: what is too long is asked in parts, with the same result."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import event, layout, number, quote
from model_server import ModelServer, Reaction, Seen, saying, within, writing_at_most

from summarizer import Endpoint, LiveModel, Summarizer
from summarizer.answers import Outcome, Request
from summarizer.asking import Asker
from summarizer.batch import write_requests
from summarizer.errors import AnswersMissing, InvalidReply
from summarizer.importing import import_answers
from summarizer.pipeline import Extracted
from summarizer.reasks import faults_for
from summarizer.recordings import write

DOCUMENT_PROMPTS = ("layout", "events", "numbers", "quotes")


def long_article(characters: int) -> str:
    """Return a made-up article of at least so many characters, no two sentences of it alike.

    Every paragraph has a figure, an event and a quotation over two sentences.
    """
    paragraphs = ["The harbour of Oxmere counts its crates"]
    while sum(map(len, paragraphs)) + len(paragraphs) <= characters:
        at = len(paragraphs)
        paragraphs.append(
            f"The harbour office counted {4000 + at} crates on pier {at}. "
            f"Workers closed shed {at} of Oxmere after a gale. "
            f"“We wait for boat {at}. It is late,” Ada Brandt told reporters."
        )
    return "\n".join(paragraphs) + "\n"


def read(seen: Seen) -> dict[str, Any]:
    """Return an honest reply about the sentences that a question shows, to others an empty one."""
    shown = seen.body["messages"][1]["content"]
    if "Its sentences are numbered" not in seen.body["messages"][0]["content"]:
        return {part: [] for part in seen.schema["properties"]}
    sentences = [(int(n), text) for n, text in re.findall(r"^\[(\d+)\] (.*)$", shown, re.MULTILINE)]
    first, last = sentences[0][0], sentences[-1][0]
    found: dict[str, Any] = {
        "layout": layout((first, last, 0, "body")),
        "numbers": [
            number(at, words.group(1), "crates counted", unit="crate")
            for at, text in sentences
            if (words := re.search(r"counted (\d+)", text))
        ],
        "events": [
            event(at, text.rstrip("."), kind="damage") for at, text in sentences if "closed" in text
        ],
        "quotes": [
            quote(at, words.group(1), "Ada Brandt", speaker_sentence=0)
            for at, text in sentences
            if (words := re.search("“(.*)", text))
            for following in [dict(sentences).get(at + 1, "")]
            if (words := re.match("“(.*)”", f"{text} {following}"))
        ],
    }
    return {
        part: found[part].model_dump()
        if part == "layout"
        else [item.model_dump() for item in found[part]]
        for part in seen.schema["properties"]
    }


def reading(seen: Seen) -> str:
    """Return an honest reply as text."""
    return json.dumps(read(seen))


@contextmanager
def desk(reaction: Reaction, **options: Any) -> Iterator[tuple[Summarizer, ModelServer]]:
    """Give a summarizer with a server behind it."""
    settings = options.pop("endpoint", {})
    with (
        ModelServer(reaction) as server,
        Summarizer(
            model="m", client=LiveModel(Endpoint(server.url, **settings)), **options
        ) as summarizer,
    ):
        yield summarizer, server


def shown(seen: Seen) -> tuple[int, int]:
    """Return the first and the last sentence that a question shows."""
    numbers = re.findall(r"^\[(\d+)\] ", seen.body["messages"][1]["content"], re.MULTILINE)
    return int(numbers[0]), int(numbers[-1])


def claims(extracted: Extracted) -> list[dict[str, Any]]:
    """Return the claims as plain values."""
    return [claim.as_json() for claim in extracted.claims]


def whole(text: str) -> Extracted:
    """Return the claims of an article by a model without limits."""
    with desk(saying(reading)) as (summarizer, server):
        extracted = summarizer.extract(text)
        assert len(server.requests) == 4
    return extracted


LIMITS: list[tuple[str, Callable[[], Reaction], dict[str, Any], bool]] = [
    ("refused by the endpoint", lambda: within(900, saying(reading)), {}, True),
    ("known beforehand", lambda: saying(reading), {"context_tokens": 900}, False),
    ("cut while writing", lambda: writing_at_most(900, reading), {}, True),
]


@pytest.mark.parametrize(
    ("reaction", "settings", "is_sent"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS]
)
def test_a_long_article_gives_the_claims_of_a_short_one(
    reaction: Callable[[], Reaction], settings: dict[str, Any], is_sent: bool
) -> None:
    """Whoever finds the article too long, its parts give what all of it would have given."""
    text = long_article(9_000)
    expected = claims(whole(text))
    with desk(reaction(), endpoint=settings) as (summarizer, server):
        extracted = summarizer.extract(text)
    assert claims(extracted) == expected
    assert extracted.rejections == extracted.failures == ()
    seen = {shown(request) for request in server.requests}
    assert ((1, len(extracted.document.sentences)) in seen) is is_sent
    assert len(seen) > 4  # windows


def test_parts_say_that_they_are_parts() -> None:
    """A part has the numbers and the marker of the whole, and says which sentences it shows."""
    text = long_article(9_000)
    with desk(within(1800, saying(reading))) as (summarizer, server):
        document = summarizer.extract(text).document
    last = len(document.sentences)
    for seen in server.requests:
        message = seen.body["messages"][1]["content"]
        assert message.count(f"page {document.digest[:8]}>") == 2
        told = re.findall(r"part of a long page, sentences (\d+) to (\d+)", message)
        assert told == ([] if shown(seen) == (1, last) else [tuple(map(str, shown(seen)))])
        if "Cover every sentence" in message:
            covered = re.search(r"from (\d+) to (\d+) exactly once", message)
            assert covered is not None
            assert covered.groups() == tuple(map(str, shown(seen)))


def test_a_hundred_thousand_characters() -> None:
    """Claims come from all of a very long article, once each, and slice back to their words."""
    text = long_article(100_000)
    paragraphs = text.count("\n") - 1
    with desk(within(8_000, saying(reading))) as (summarizer, server):
        extracted = summarizer.extract(text)
    assert extracted.failures == extracted.rejections == ()
    found = claims(extracted)
    by_kind = {kind: [c for c in found if c["kind"] == kind] for kind in ("quantity", "event")}
    assert [c["surface"] for c in by_kind["quantity"]] == [
        str(4000 + at) for at in range(1, paragraphs + 1)
    ]
    assert [text[c["start"] : c["end"]] for c in by_kind["event"]] == [
        f"Workers closed shed {at} of Oxmere after a gale" for at in range(1, paragraphs + 1)
    ]
    quotations = [c for c in found if c["kind"] == "quotation"]
    assert [text[c["start"] : c["end"]] for c in quotations] == [
        f"We wait for boat {at}. It is late," for at in range(1, paragraphs + 1)
    ]
    assert all(c["speaker"] == "Ada Brandt" for c in quotations)
    assert len(found) == 3 * paragraphs
    assert len(server.requests) < 4 * 16


def test_a_later_run_does_not_ask_what_was_too_long(tmp_path: Path) -> None:
    """Which questions are split is stored: a second run sends nothing and finds the same."""
    text, store = long_article(9_000), tmp_path / "answers.db"
    with desk(within(1800, saying(reading)), store=store) as (summarizer, _):
        first = claims(summarizer.extract(text))
    with desk("good", store=store) as (summarizer, server):
        assert claims(summarizer.extract(text)) == first
        assert server.requests == []


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    """What the first run did not get to is what the second one asks."""
    text, store = long_article(9_000), tmp_path / "answers.db"
    stopped = desk(within(1800, saying(reading)), store=store, max_calls=7)
    with stopped as (summarizer, server), pytest.raises(AnswersMissing):
        summarizer.extract(text)
    first = len(server.requests)
    with desk(within(1800, saying(reading)), store=store) as (summarizer, server):
        summarizer.extract(text)
        rest = len(server.requests)
    with desk(within(1800, saying(reading))) as (summarizer, server):
        summarizer.extract(text)
        assert rest == len(server.requests) - first


@pytest.mark.parametrize(
    "reaction",
    [within(1800, saying(reading)), writing_at_most(900, reading)],
    ids=["too long", "cut"],
)
def test_an_export_replays(reaction: Reaction, tmp_path: Path) -> None:
    """Exported answers hold that questions were split, and give the same page without a model."""
    text, folder = long_article(9_000), tmp_path / "recordings"
    with desk(reaction) as (summarizer, _):
        outcome = asyncio.run(summarizer.run(_as_read(text)))
        expected = outcome.briefing
        pairs = [(outcome.asker.asked[key], one) for key, one in outcome.asker.used.items()]
        expected_claims = claims(summarizer.extract(text))
    write(folder, pairs)
    assert {a.outcome for _, a in pairs} - {Outcome.VALID} in (
        {Outcome.TOO_LONG},
        {Outcome.CUT},
    )
    with Summarizer(replay=folder) as replayed:
        assert claims(replayed.extract(text)) == expected_claims
        assert replayed.brief(text).model_dump_json() == expected.model_dump_json()
        assert replayed.plan(text).is_fresh


def _as_read(text: str) -> Any:
    from summarizer.reading import as_documents

    return as_documents(text, today=None)


def test_the_same_parts_for_every_limit() -> None:
    """Limits that differ a little ask about the same parts, so their answers are shared."""
    text = long_article(9_000)
    asked = []
    for tokens in (1750, 1800):
        with desk(within(tokens, saying(reading))) as (summarizer, server):
            summarizer.extract(text)
            asked.append(sorted(seen.raw for seen in server.requests))
    assert asked[0] == asked[1]


def test_by_file_in_rounds(tmp_path: Path) -> None:
    """An error line that says "too long" makes the next plan hold the parts, until all is there."""
    text = long_article(9_000)
    rounds = []
    with Summarizer(model="m", store=tmp_path / "a.db") as summarizer:
        while not (plan := summarizer.plan(text)).is_fresh and len(rounds) < 6:
            prompts = {request.prompt for request in plan.requests}
            if not prompts <= set(DOCUMENT_PROMPTS):
                break
            rounds.append(len(plan.requests))
            write_requests(tmp_path / "requests.jsonl", plan.requests)
            summarizer.answers.register(plan.requests)
            _answer(tmp_path / "requests.jsonl", tmp_path / "answers.jsonl", tokens=1800)
            import_answers(
                tmp_path / "answers.jsonl",
                summarizer.answers,
                answered_by="b",
                faults=faults_for,
            )
        counts = {c.prompt: c for c in plan.prompts}
        extracted = summarizer.extract(text)
    assert rounds[0] == 4
    assert len(rounds) > 1
    fresh = [counts[name].fresh for name in DOCUMENT_PROMPTS]
    assert all(count > 1 for count in fresh[1:])
    assert not any(
        counts[n].missing + counts[n].stale + counts[n].refused for n in DOCUMENT_PROMPTS
    )
    assert claims(extracted) == claims(whole(text))


def _answer(requests: Path, answers: Path, tokens: int) -> None:
    """Write the answers of a batch endpoint with a limit to a file of questions."""
    lines = []
    for line in map(json.loads, requests.read_text(encoding="utf-8").splitlines()):
        seen = Seen(0, {}, line["body"], b"", 1)
        came = within(tokens, saying(reading))(seen)
        response = {"status_code": came.status, "body": json.loads(came.body)}
        lines.append(json.dumps({"custom_id": line["custom_id"], "response": response}))
    answers.write_text("\n".join(lines), encoding="utf-8")


def test_what_cannot_be_split_fails_with_one_line() -> None:
    """A few sentences that are too long fail as a part of their article; the rest is kept."""
    long = "".join(f"A last gale closed shed {at} {'very ' * 200}soon.\n" for at in range(10))
    text = long_article(4_000) + long
    with desk(within(1000, saying(reading))) as (summarizer, _):
        extracted = summarizer.extract(text)
    last = len(extracted.document.sentences)
    reasons = [(failure.stage, failure.reason) for failure in extracted.failures]
    assert [stage for stage, _ in reasons] == ["events", "numbers", "quotes"]
    for stage, reason in reasons:
        told = re.match(r"sentences (\d+) to (\d+): prompt '(.*)': too long for the model", reason)
        assert told is not None
        assert last - 15 < int(told[1]) <= last - 9
        assert (int(told[2]), told[3]) == (last, stage)
    kept = {(claim["kind"], claim["start"] < len(text) - len(long)) for claim in claims(extracted)}
    assert kept >= {("event", True), ("quantity", True), ("quotation", True)}


def test_an_article_of_which_nothing_fits_fails() -> None:
    """Where no question could be answered at all, `extract` raises."""
    with desk(within(10, saying(reading))) as (summarizer, server):
        with pytest.raises(InvalidReply, match="too long for the model"):
            summarizer.extract(long_article(1_000))
        assert len(server.requests) < 4 * 16


def test_many_failed_parts_do_not_fail_an_article() -> None:
    """However many parts of one prompt fail, each for its reason, what others found is given."""

    def react(seen: Seen) -> Any:
        if "quotes" in seen.schema["properties"]:  # cut off differently for every part
            return saying(f"{' ' * shown(seen)[0]}no JSON")(seen)
        return saying(reading)(seen)

    with desk(within(900, react)) as (summarizer, _):
        extracted = summarizer.extract(long_article(9_000))
    assert len({f.reason for f in extracted.failures}) > 4
    assert {failure.stage for failure in extracted.failures} == {"quotes"}
    assert {claim["kind"] for claim in claims(extracted)} == {"event", "quantity"}


def test_a_follow_up_that_is_too_long_leaves_its_items_rejected() -> None:
    """A follow-up is not split: it fails as any other, and the claims stand."""

    def react(seen: Seen) -> Any:
        if "could not be found" in seen.body["messages"][1]["content"]:
            return within(1, saying(reading))(seen)
        value = read(seen)
        for item in value.get("numbers", [])[:1]:
            item["surface"] = "9999"
        return saying(json.dumps(value))(seen)

    text = long_article(2_000)
    with desk(react) as (summarizer, server):
        extracted = summarizer.extract(text)
        again = summarizer.extract(text)
        assert len(server.requests) == 5
    assert [(f.stage, f.reason) for f in extracted.failures] == [
        (
            "follow_up",
            "prompt 'follow_up': too long for the model (asked again with --retry-failed)",
        )
    ]
    assert [rejection.text for rejection in extracted.rejections] == ["9999"]
    assert again.failures == extracted.failures


def test_provenance_counts_what_was_read() -> None:
    """Questions that no model read are not among the requests that a briefing names."""
    text = long_article(9_000)
    with desk(within(1800, saying(reading))) as (summarizer, _):
        outcome = asyncio.run(summarizer.run(_as_read(text)))
    asker: Asker = outcome.asker
    read_answers = [answer for answer in asker.used.values() if answer.was_read]
    split: list[Request] = [*asker.split.values()]
    assert outcome.briefing.provenance.requests == len(read_answers)
    assert len(asker.used) == len(read_answers) + len(split) + len(asker.declined)
    assert outcome.briefing.provenance.tokens_basis == "reported"
