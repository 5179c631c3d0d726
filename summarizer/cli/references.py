"""References to kept runs: what `last`, `last~1`, an id or a briefing's file stand for in a call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.cli.desk import Named, read_articles, store_path
from summarizer.cli.printing import say
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.archive import Archive
    from summarizer.articles import DateOrder
    from summarizer.overruling import Desk
    from summarizer.reading import Reading
    from summarizer.room import Room
    from summarizer.runs import Run


@contextmanager
def archive_at(store: Path | None) -> Iterator[Archive]:
    """Give the runs of a store that is there: as given, configured, or the default one."""
    from summarizer.archive import Archive
    from summarizer.store import Store

    with Store(store_path(store), create=False) as opened:
        yield Archive(opened)


def refers_to_run(name: str) -> bool:
    """Whether a name means a kept run; a file or folder that bears it wins, and that is said."""
    from summarizer.runs import is_reference

    if not is_reference(name):
        return False
    if not Path(name).exists():
        return True
    if name.startswith("last"):
        say(f"note: {name!r} is read from this folder; move it away to name the run")
    return False


def find_run(reference: str, store: Path | None) -> Run:
    """Return the run that a reference names.

    Raises:
        UsageError: there is none, or there is no store.
        StoreError: it is damaged.
    """
    path = store_path(store)
    if not path.exists():
        raise UsageError(f"there is no run {reference!r}: there is no store {str(path)!r} yet")
    with archive_at(path) as archive:
        return archive.find(reference)


def run_named(articles: Sequence[str], store: Path | None, *, replay: Path | None) -> Run | None:
    """Return the run that stands in the place of articles, or None where they name articles.

    Such a run stands alone: by a reference, or by its briefing's JSON file. Digits that are no id
    of a run are taken for the name of an article.
    """
    named = [name for name in articles if refers_to_run(name)]
    if not named:
        return _run_of_file(articles, store, replay)
    if len(articles) > 1:
        if not named[0].startswith("last"):
            return None
        raise UsageError(f"{named[0]!r} names a kept run and stands alone, without other articles")
    is_id = not named[0].startswith("last")
    if is_id and not _is_known(named[0], store):
        return None
    return find_run(named[0], store)


def model_of(run: Run | None, model: str | None) -> str | None:
    """Return the model of a call: the one that is named, else that of the run it is about."""
    return model if run is None else model or run.model


def store_of(run: Run | None, store: Path | None) -> Path | None:
    """Return the store of a call: where it is about a run, the one that the run is in."""
    return store if run is None else store_path(store)


def prompt_set_of(run: Run | None, prompts: Path | None, prompt_set: str | None) -> str | None:
    """Return the shipped set of a call: the one that is named, else that of the run it is about."""
    from summarizer.prompts import shipped_sets

    if run is None or prompts is not None or prompt_set is not None:
        return prompt_set
    return run.prompt_set if run.prompt_set in shipped_sets() else None


def overruling_of(run: Run | None, file: Path | None) -> Desk:
    """Return what an editor overrules: as the file says, else as it was in the run."""
    from summarizer.overruling import desk_of, parse_desk

    if run is None or file is not None:
        return desk_of(file)
    return parse_desk(run.options.get("desk", ""), where=f"the desk of run {run.id}")


def room_of(run: Run | None, words: int | None, most_stories: int | None) -> Room:
    """Return how much room a page has: as the call says, else as it was in the run."""
    from summarizer.room import USUAL_ROOM, Room, room_from

    usual = USUAL_ROOM if run is None else room_from(run.options)
    return Room(
        usual.words if words is None else words,
        usual.most_stories if most_stories is None else most_stories,
    )


def reading_of(
    run: Run | None,
    named: Named,
    published: str | None,
    outlet: str | None,
    *,
    relative: bool = True,
    date_order: DateOrder = "",
) -> Reading:
    """Return the articles of a run as they were read then, or those that the arguments name now."""
    if run is None:
        return read_articles(named, published, outlet, relative=relative, date_order=date_order)
    if named.feeds:
        raise UsageError(f"{named.articles[0]!r} names a kept run and stands alone, without --feed")
    if published is not None or outlet is not None:
        raise UsageError("a kept run has its articles as they were read: leave out --published "
                         "and --outlet")  # fmt: skip
    return run.reading


def _is_known(digits: str, store: Path | None) -> bool:
    path = store_path(store)
    if not path.exists():
        return False
    with archive_at(path) as archive:
        return any(run.id.startswith(digits) for run in archive.runs())


def _run_of_file(articles: Sequence[str], store: Path | None, replay: Path | None) -> Run | None:
    """Return the run whose briefing is the one file given, byte for byte, if there is one."""
    file = Path(articles[0]) if len(articles) == 1 else None
    if file is None or file.suffix.lower() != ".json" or not file.is_file():
        return None
    if store is None and replay is not None:
        return None
    path = store_path(store)
    if not path.exists():
        return None
    with archive_at(path) as archive:
        name = archive.run_of(hashlib.sha256(file.read_bytes()).hexdigest())
        if name is None:
            return None
        say(f"note: {file} is the briefing of run {name}: its articles are taken")
        return archive.find(name)
