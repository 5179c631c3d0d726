"""Briefings whose page is tested: with the texts of their articles, and with hostile ones."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.claimed import claimed
from claim_builders import Clip, briefing_of, metadata, newsroom

from summarizer import briefing as product
from summarizer.articles import Kind
from summarizer.briefing import Briefing
from summarizer.extraction import Extraction
from summarizer.prompts import PromptSet
from summarizer.texts import ReadText


def texts_of(extractions: Iterable[Extraction]) -> dict[str, ReadText]:
    """Return the texts as the pipeline keeps them."""
    return {e.document.digest: ReadText(e.document.text, dict(e.page.zones)) for e in extractions}


def framed() -> Clip:
    """Return a page with furniture, a caption and an embedded article."""
    clip = Clip(
        "Home | News | Sport\n"
        "Ferry of Oxmere aground\n"
        "The ferry of Oxmere ran aground on Tuesday.\n"
        "Nobody was hurt, the harbour office said.\n"
        "Photo: the ferry at the quay\n"
        "Read also: Tariffs return in Vandria\n"
        "Vandria will levy tariffs of 30 percent on Friday.\n"
        "Share this page\n",
        "Coast Herald",
        "2031-03-04",
        zones={
            1: ("furniture", 0),
            2: ("title", 0),
            5: ("caption", 0),
            6: ("title", 1),
            7: ("body", 1),
            8: ("furniture", 0),
        },
        parts={1: (metadata("Inner Page"), Kind.REPORT)},
        url="https://coast.example/ferry?a=1&b=2",
        language="en",
    )
    clip.event("The ferry of Oxmere ran aground on Tuesday", topic="accident", date="2031-03-04")
    clip.event("Nobody was hurt", said_by="the harbour office")
    clip.event("Vandria will levy tariffs of 30 percent on Friday", status="planned")
    return clip


def newsroom_page(prompts: PromptSet, *more: Clip) -> Briefing:
    """Return the briefing of the made-up newsroom and `more`, with the texts beside it."""
    extractions = [clip.extraction() for clip in [*newsroom(), *more]]
    return briefing_of(extractions, prompts).with_texts(texts_of(extractions))


def large_page(prompts: PromptSet, articles: int, copies: int) -> Briefing:
    """Return the briefing of so many made-up articles, told so many times over as different ones.

    Each copy has sources, texts, claims and statements of its own; only their words are the same.
    """
    extractions = claimed(articles)
    one = briefing_of(extractions, prompts)
    texts = texts_of(extractions)
    told = [_copied(one, texts, number) for number in range(copies)]
    stories = [story for copy in told for story in copy.stories]
    ranked = [
        story.model_copy(update={"rank": rank}) for rank, story in enumerate(stories, start=1)
    ]
    every = {
        "sources": [source for copy in told for source in copy.sources],
        "claims": [claim for copy in told for claim in copy.claims],
        "left_out": [item for copy in told for item in copy.left_out],
        "stories": ranked,
    }
    read = {digest: text for copy in told for digest, text in copy.texts.items()}
    return one.model_copy(update=every).with_texts(read)


def _copied(briefing: Briefing, texts: Mapping[str, ReadText], number: int) -> Briefing:
    """Return a copy whose ids, digests and labels are its own; its texts end in its number."""
    read = {
        digest: ReadText(f"{text.text}\nCopy {number}", text.zones)
        for digest, text in texts.items()
    }
    digests = {
        digest: hashlib.sha256(text.text.encode()).hexdigest() for digest, text in read.items()
    }
    told = re.sub(r'"([0-9a-f]{8}|[0-9a-f]{10})(?=[-"])', rf'"{number:02d}\1', briefing.as_json())
    told = re.sub(r'"([0-9a-f]{64})"', lambda match: f'"{digests[match[1]]}"', told)
    page = json.loads(told)
    for source in page["sources"]:
        source["label"] += f" {number}"
    copy = Briefing.model_validate_json(json.dumps(page))
    return copy.with_texts({digests[digest]: text for digest, text in read.items()})


HOSTILE = (
    '</span></mark></style><script>window.hit=1</script><img src=x onerror="window.hit=1">'
    "<!-- \"'><svg onload=window.hit=1> ]]> javascript:window.hit=1 {{7*7}} &lt;b&gt; &copy "
    "evil\u202etxt.exe zero\u200bwidth tag\U000e0041 \x1b[31mred \x9b2J bell\x07 </script>"
)
UNCOVERED = (
    "evil⟪U+202E⟫txt.exe zero⟪U+200B⟫width tag⟪U+E0041⟫ ⟪U+001B⟫[31mred ⟪U+009B⟫2J bell⟪U+0007⟫"
)
_SENTENCES = 40


def hostile_page(briefing: Briefing) -> Briefing:
    """Return the briefing with hostile words in every place that articles, models or callers fill."""
    lines = {source.source: f"{n} {HOSTILE}" for n, source in enumerate(briefing.sources)}
    texts = {name: "\n".join([line] * _SENTENCES) for name, line in lines.items()}
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}

    def planted(value: Any) -> Any:
        if isinstance(value, list):
            return [planted(entry) for entry in value]
        if isinstance(value, product.Citation):
            words = lines[value.source]
            start = (value.sentence - 1) * (len(words) + 1)
            update: dict[str, Any] = {"words": words, "start": start, "end": start + len(words)}
        elif isinstance(value, product.BaseModel):
            fields = {name: getattr(value, name) for name in type(value).model_fields}
            update = {
                name: HOSTILE if name in _FILLED and isinstance(entry, str) else planted(entry)
                for name, entry in fields.items()
            }
        else:
            return value
        return value.model_copy(update=update)

    failed = product.Failed(name="x", stage="x", reason="x")
    left = product.LeftOut(claim=None, source="", kind="field", text="x", reason="x")
    more = {"failures": [failed], "skipped": [failed], "notes": [HOSTILE]}
    changed: Briefing = planted(
        briefing.model_copy(update={**more, "left_out": [*briefing.left_out, left]})
    )
    sources = [
        source.model_copy(
            update={
                "title": HOSTILE,
                "language": HOSTILE,
                "sha256": digests[source.source],
                "url": _ADDRESSES[index % len(_ADDRESSES)],
            }
        )
        for index, source in enumerate(changed.sources)
    ]
    read: Mapping[str, ReadText] = {digests[name]: ReadText(text) for name, text in texts.items()}
    return changed.model_copy(update={"sources": sources}).with_texts(read)


_FILLED = frozenset(
    "label path title text words what counted scope surface said_by as_of speaker unit "
    "dates_derivation derivation separate_because name stage reason question reading model "
    "prompt_set published cue relayed_by when where".split()
)
_ADDRESSES = (
    "javascript:window.hit=1",
    'https://post.example/"onclick="window.hit=1',
    "data:text/html,<script>window.hit=1</script>",
    "https://post.example/a?b=c&d=<script>",
    "https://post.example/fine",
)
