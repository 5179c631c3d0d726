"""What a briefing of a span of time is made from: what was read now, and what the desk read before.

Puts the seen-list and the window together; the product's `Edition` is made here, and kept with a run.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from summarizer import briefing as product
from summarizer.editions import Covered, Dated, TimeWindow, covered
from summarizer.overruling import Desk, Overruling
from summarizer.reading import Reading, as_documents
from summarizer.sightings import Seen, Within, document_key

if TYPE_CHECKING:  # a replay without a store loads no database
    from summarizer.seen import SeenList

_OPTION = "edition"  # under which an edition stands in the options of a run
_EVER = datetime.min.replace(tzinfo=UTC)


def cover(
    reading: Reading, seen: SeenList | None, window: TimeWindow, desk: Desk
) -> tuple[Reading, product.Edition]:
    """Return the articles of a window, and what the header says of them.

    Args:
        reading: what was read now; of an article that is kept as well, it says what holds today.
        seen: what the desk read before, and maybe now as well; None where nothing is kept.
        window: the span of time.
        desk: whose dates of sources stand in for their own.
    """
    has_own_dates = any(entry.published for entry in desk.sources)
    since = _EVER if has_own_dates else window.since
    kept = seen.within(since, window.as_of) if seen is not None else Within()
    first_read = seen.first_read(reading.documents) if seen is not None else {}
    known = {document_key(entry.document): entry for entry in kept.seen}
    read_again = sum(first_read[key] <= window.as_of for key in first_read.keys() - known.keys())
    for document in reading.documents:
        first = min(first_read.get(document_key(document), window.as_of), window.as_of)
        known[document_key(document)] = Seen(document, first)
    published = {
        document_key(document): document.metadata.published
        for document in Overruling(desk).documents(entry.document for entry in known.values())
    }
    found = covered(
        (
            Dated(
                entry.document,
                published.get(key, entry.document.metadata.published),
                entry.first_read,
            )
            for key, entry in known.items()
        ),
        window,
        older=kept.older - read_again,
    )
    merged = as_documents(found.documents)  # copies once, two texts of one name apart
    notes = [*reading.notes, *merged.notes, *found.notes]
    if kept.damaged:
        notes.append(f"kept articles that are damaged and left out: {kept.damaged}")
    told = Reading(merged.documents, reading.failures, tuple(dict.fromkeys(notes)))
    return told, _edition(found, window)


def _edition(found: Covered, window: TimeWindow) -> product.Edition:
    newest = found.newest
    return product.Edition(
        as_of=window.as_of.isoformat(),
        timezone=window.zone.key,
        since=window.since.isoformat(),
        until=window.end.isoformat(),
        newest=newest.iso() if newest else None,
        newest_basis=newest.basis if newest else None,
    )


def edition_options(edition: product.Edition | None) -> dict[str, Any]:
    """Return an edition as it stands among the options of a run: nothing where there is none."""
    return {} if edition is None else {_OPTION: edition.model_dump(mode="json")}


def edition_from(options: Mapping[str, Any]) -> product.Edition | None:
    """Return the edition that stands among the options of a run, or None."""
    told = options.get(_OPTION)
    return None if told is None else product.Edition.model_validate(told)
