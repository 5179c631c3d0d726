"""Reads Markdown as GitHub does, and plants text wherever a briefing shows words of others."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from summarizer import briefing as product
from summarizer.briefing import Briefing

READER = MarkdownIt("gfm-like")


def with_text(briefing: Briefing, text: str) -> Briefing:
    """Return the briefing with `text` wherever words of articles, replies or callers are shown."""

    def planted(value: Any) -> Any:
        if isinstance(value, list):
            return [planted(entry) for entry in value]
        if isinstance(value, product.BaseModel):
            return value.model_copy(
                update={
                    name: text
                    if name in PLANTED and isinstance(entry, str) and entry
                    else planted(entry)
                    for name in type(value).model_fields
                    for entry in (getattr(value, name),)
                }
            )
        return value

    failed = product.Failed(name="x", stage="x", reason="x")
    noted = briefing.model_copy(update={"failures": [failed], "skipped": [failed]})
    changed: Briefing = planted(noted)
    sources = [s.model_copy(update={"title": text}) for s in changed.sources]
    return changed.model_copy(update={"notes": [text], "sources": sources})


PLANTED = frozenset(
    "label path title text words counted scope surface said_by as_of dates_derivation derivation "
    "separate_because name stage reason model prompt_set published".split()
)


def tokens_of(page: str) -> list[Token]:
    """Return what a Markdown reader makes of the page, text joined and inline tokens flat."""
    found: list[Token] = []
    for token in READER.parse(page):
        found += [token, *(token.children or ())]
    return found


def structure(page: str) -> list[tuple[str, str]]:
    """Return everything but the words: blocks, emphasis, links with targets, HTML."""
    return [
        (token.type, str(token.attrs.get("href", "")) + (token.content if "html" in token.type else ""))
        for token in tokens_of(page)
        if token.type not in {"text", "inline"}
    ]  # fmt: skip


def words_shown(page: str) -> str:
    """Return the words that a Markdown reader shows, line by line."""
    return "\n".join(
        "".join(child.content for child in token.children or () if child.type == "text")
        for token in READER.parse(page)
        if token.type == "inline"
    )
