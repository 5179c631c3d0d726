"""Converts gold of two other formats to the project's; their sources are not part of it.

    python tests/convert_gold.py seeds|devset SOURCE_DIR ARTICLES OUT

`seeds` reads SOURCE_DIR/seeds.gold.json and cross.gold.json and writes OUT/seeds.json; `devset` writes
a file for every one of SOURCE_DIR/*.json. Every span is checked against the articles.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotate import documents_in

from summarizer.articles import Document
from summarizer.errors import SummarizerError, UsageError
from summarizer.evaluation.gold import GoldSet, differences

Json = Mapping[str, Any]

# Kinds of numbers that are no figure to everybody: superlatives, dates, ranks, vague words.
_DEBATABLE_NUMBERS = frozenset(
    {"date", "ordinal", "superlative", "vague_count", "implicit_count", "interval", "frequency"}
)
_DEBATABLE_UNITS = frozenset({"rank", "time", "local time"})
_NO_CLAIMS = frozenset({"noise", "llm_summary"})  # zones whose figures may be left out
_CLEAR_CONFLICTS = ("source error", "update", "unresolved", "competing")


def words(item: Json) -> dict[str, Any]:
    """Return where the words of an item stand."""
    return {"start": item["start"], "end": item["end"], "words": item["text"]}


def numeric(value: object) -> int | float | None:
    """Return a value that is a number; a word or a date in its place is none."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def without_default(item: Json) -> dict[str, Any]:
    """Return an item without optional=False, which is the default."""
    return {name: value for name, value in item.items() if not (name == "optional" and not value)}


def seeds(gold: Json, cross: Json) -> GoldSet:
    """Return the gold of the seeds: everything per article and across."""
    file_of = {article["doc"]: article["file"] for article in gold["articles"]}
    articles = [seeds_article(article) for article in gold["articles"]]

    def reference(item: str) -> str:
        return f"{file_of[item[:3]]}:{item}"

    across = {
        "stories": seeds_stories(gold, cross),
        "same_event": [
            {"events": [reference(member) for member in cluster["members"]]}
            for cluster in cross["event_clusters"]
            if len(cluster["members"]) > 1
        ],
        "same_quantity": [
            same_quantity(
                cluster["what"],
                [(reference(m["number"]), numeric(m["value"])) for m in cluster["members"]],
                {"source error": "conflict", "update over time": "update"}.get(cluster["verdict"]),
            )
            for cluster in cross["number_clusters"]
            if len(cluster["members"]) > 1
        ],
        "sums": [
            {
                "terms": [reference(term["number"]) for term in added["terms"]],
                "total": reference(added["equals"]["number"]),
            }
            for added in cross["arithmetic"]
            if all(t.get("number") and t.get("sign", 1) == 1 for t in added["terms"])
            and added["equals"].get("number")
            and sum(t["value"] for t in added["terms"]) == added["equals"]["value"]
        ],
        "disputes": [
            without_default(
                {
                    "about": conflict["about"],
                    "sides": [
                        [reference(r) for r in position["refs"]]
                        for position in conflict["positions"]
                        if position.get("refs")
                    ],
                    "optional": not conflict["kind"].startswith(_CLEAR_CONFLICTS),
                }
            )
            for conflict in cross["conflicts"]
            if sum(bool(p.get("refs")) for p in conflict["positions"]) > 1
        ],
    }
    return GoldSet.model_validate({"version": 1, "articles": articles, "across": across})


def seeds_article(article: Json) -> dict[str, Any]:
    """Return one article of the seeds."""
    zone_of = {sentence["id"]: sentence["zone"] for sentence in article["sentences"]}
    return {
        "article": article["file"],
        "sha256": article["sha256"],
        "events": [seeds_event(event) for event in article["events"]],
        "numbers": [
            without_default(
                {
                    "id": number["id"],
                    **words(number),
                    **seeds_value(number),
                    "unit": number["unit"] or "",
                    "counted": number["unit"] or "",
                    "optional": number["kind"] in _DEBATABLE_NUMBERS
                    or zone_of[number["sentence"]] in _NO_CLAIMS,
                }
            )
            for number in article["numbers"]
        ],
        "quotations": [
            without_default(
                {
                    "id": quote["id"],
                    **words(quote),
                    "speaker": quote["speaker"],
                    "optional": quote["form"] == "scare",
                }
            )
            for quote in article["quotes"]
        ]
        + [
            {"id": f"marks-{n}", **words(marked), "speaker": None, "optional": True}
            for n, marked in enumerate(article["quote_marks_that_are_not_quotations"], start=1)
        ],
    }


def seeds_event(event: Json) -> dict[str, Any]:
    """Return an event: its first sentence, the others beside."""
    first, *others = event["sentences"]
    status = (event.get("status") or "").partition(" ")[0].rstrip(",")
    return without_default(
        {
            "id": event["id"],
            **words(first),
            "also": [(other["start"], other["end"]) for other in others],
            "what": event["description"],
            "date": event["date"],
            "where": event["place"],
            "status": status if status in ("claimed", "planned") else None,
            "optional": event["importance"] == "peripheral",
        }
    )


def seeds_value(number: Json) -> dict[str, Any]:
    """Return the value, or the bounds of a range."""
    value, high = numeric(number["value"]), numeric(number.get("value_high"))
    return {"value": value} if high is None else {"value": None, "low": value, "high": high}


def seeds_stories(gold: Json, cross: Json) -> list[dict[str, Any]]:
    """Return the articles with an event of the main story as one story, each other alone."""
    file_of = {article["doc"]: article["file"] for article in gold["articles"]}
    told: dict[str, set[str]] = {file: set() for file in file_of.values()}
    for article in gold["articles"]:
        for event in article["events"]:
            doc, *part = event["id"].split("-")[:-1]
            name = file_of[doc] + (f"#{part[0].removeprefix('R')}" if part else "")
            told.setdefault(name, set()).add(event["story"])
    main = sorted(name for name, stories in told.items() if "main" in stories)
    largest = max(
        (cluster for cluster in cross["event_clusters"] if cluster["story"] == "main"),
        key=lambda cluster: len(cluster["sources"]),
    )
    alone = [{"articles": [name]} for name in sorted(set(told) - set(main))]
    return [{"articles": main, "date": largest["date"]}, *alone]


def devset(gold: Json, digests: Mapping[str, str]) -> GoldSet:
    """Return the gold of one cluster; its events name no words, so events are not annotated."""
    articles = [devset_article(article, digests) for article in gold["articles"]]
    file_of = {article["id"]: article["file"] for article in gold["articles"]}
    at = {
        (article["article"], number["start"]): (
            f"{article['article']}:{number['id']}",
            number["value"],
        )
        for article in articles
        for number in article["numbers"]
    }
    groups = []
    for known in gold["cross_article"]:
        members = [
            at[file_of[value["article"]], value["start"]]
            for value in known["values"]
            if (file_of[value["article"]], value["start"]) in at
        ]
        if len(members) > 1:
            relation = {"conflict": "conflict", "evolving": "update"}.get(known["kind"])
            groups.append(same_quantity(known["what"], members, relation))
    dates = {event["event"]: event["date"] for event in reversed(gold["events"])}
    across = {
        "stories": [
            {"articles": [file_of[member] for member in members], "date": dates.get(story)}
            for story, members in gold["membership"].items()
        ],
        "same_quantity": groups,
    }
    return GoldSet.model_validate({"version": 1, "articles": articles, "across": across})


def devset_article(article: Json, digests: Mapping[str, str]) -> dict[str, Any]:
    """Return one article of a cluster."""
    if article["file"] not in digests:
        raise UsageError(f"no article {article['file']!r} among {', '.join(sorted(digests))}")
    marked = article["quotation_marks_not_speech"]
    return {
        "article": article["file"],
        "sha256": digests[article["file"]],
        "events": None,
        "numbers": [
            without_default(
                {
                    "id": f"n{n}",
                    **words(number),
                    **devset_value(number),
                    "unit": number["unit"] or "",
                    "counted": number["what"],
                    "optional": number["unit"] in _DEBATABLE_UNITS,
                }
            )
            for n, number in enumerate(article["numbers"], start=1)
        ],
        "quotations": [
            without_default(
                {
                    "id": f"q{n}",
                    **words(quote),
                    "speaker": quote["speaker"],
                    "optional": quote["kind"] == "quoted-without-marks",
                }
            )
            for n, quote in enumerate(article["quotes"], start=1)
        ]
        + [
            {"id": f"marks-{n}", **words(stretch), "speaker": None, "optional": True}
            for n, stretch in enumerate(marked, start=1)
        ],
    }


def devset_value(number: Json) -> dict[str, Any]:
    """Return the value, or the bounds of a range; neither for a vague word."""
    if number["value"] is not None:
        return {"value": number["value"]}
    return {"value": None, "low": number["value_low"], "high": number["value_high"]}


def same_quantity(
    counted: str, members: Sequence[tuple[str, object]], differing: str | None
) -> dict[str, Any]:
    """Return a group: equal values are equal, and differing ones relate as told, if they do.

    Which of two is the later is not told, so an update may be left out or told either way.
    """
    relations = []
    for (left, one), (right, other) in itertools.combinations(members, 2):
        if one is None or other is None or left == right:
            continue
        relation = "equal" if one == other else differing
        if relation is not None:
            debatable = {"optional": True} if relation == "update" else {}
            told = {"left": left, "right": right, "relation": relation}
            relations.append(told | debatable)
    return {"counted": counted, "numbers": [m for m, _ in members], "relations": relations}


def checked(gold: GoldSet, documents: Iterable[Document]) -> GoldSet:
    """Return gold whose every span fits the articles."""
    by_name = {document.name: document for document in documents}
    for article in gold.articles:
        if article.article not in by_name:
            raise UsageError(f"no article {article.article!r}")
        document = by_name[article.article]
        if wrong := differences(article, document.digest, document.text):
            raise UsageError("\n".join(wrong))
    return gold


def counted(gold: GoldSet) -> str:
    """Return how much a gold set holds, in a line."""
    found: Counter[str] = Counter()
    for article in gold.articles:
        for kind in ("events", "numbers", "quotations"):
            items = getattr(article, kind) or ()
            found[kind] += len(items)
            found[f"optional {kind}"] += sum(item.optional for item in items)
    for name, items in gold.across:
        found[name] = len(items or ())
    relations = [r for group in gold.across.same_quantity or () for r in group.relations]
    found["relations"] = len(relations)
    return ", ".join(f"{number} {name}" for name, number in found.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("format", choices=("seeds", "devset"))
    parser.add_argument("source", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args(arguments)
    documents = documents_in(given.articles)
    made: dict[str, GoldSet] = {}
    if given.format == "seeds":
        gold, cross = (
            json.loads((given.source / f"{name}.gold.json").read_text(encoding="utf-8"))
            for name in ("seeds", "cross")
        )
        made["seeds"] = seeds(gold, cross)
    else:
        digests = {name: document.digest for name, document in documents.items()}
        for path in sorted(given.source.glob("*.json")):
            made[path.stem] = devset(json.loads(path.read_text(encoding="utf-8")), digests)
    given.out.mkdir(parents=True, exist_ok=True)
    for name, gold_set in made.items():
        checked(gold_set, documents.values())
        target = given.out / f"{name}.json"
        target.write_text(gold_set.as_json(), encoding="utf-8", newline="\n")
        print(f"{name}: {len(gold_set.articles)} articles, {counted(gold_set)}")


if __name__ == "__main__":
    try:
        main()
    except SummarizerError as error:
        sys.exit(f"convert_gold: {error}")
