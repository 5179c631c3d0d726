"""The only place that knows every stage: articles in, answers asked, claims grounded, a briefing out.

The core is async; the sync door works inside a running event loop too. Nothing here reads a clock.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from summarizer import briefing as product
from summarizer.answers import Answer, Answers, Layered, Memory, Request
from summarizer.articles import DateOrder, Document
from summarizer.asking import Asker, Model, together
from summarizer.assembly import (
    alias_records,
    assemble,
    claim_record,
    counts,
    left_out,
    listed,
    source_record,
    with_older,
)
from summarizer.budget import Budget
from summarizer.claims import Rejection
from summarizer.collector import at_rest
from summarizer.comparing import Comparison, compare
from summarizer.corrections import corrections_of
from summarizer.covering import cover, edition_from, edition_options
from summarizer.editions import TimeWindow
from summarizer.errors import (
    AnswerMissing,
    AnswersMissing,
    DocumentError,
    InvalidReply,
    NothingProduced,
    StoreError,
    UsageError,
)
from summarizer.extraction import Extraction, extract_document
from summarizer.gate import Gate
from summarizer.grouping import group
from summarizer.keeping import Made, keep_run, note_origins, page_hash
from summarizer.overruling import Desk, Overruling, desk_of, parse_desk
from summarizer.planning import Plan, plan_from
from summarizer.prompts import DEFAULT_SET, PromptSet
from summarizer.reading import Failure, Reading, as_documents
from summarizer.rebuilding import AsOf, Recalled
from summarizer.recordings import Recordings
from summarizer.reduction import Reduction, draft
from summarizer.room import USUAL_ROOM, Room, room_from
from summarizer.runs import Run, RunSummary, is_reference
from summarizer.since import Earlier, earlier_of, following, kept_page, page_options, read_briefing
from summarizer.staleness import History
from summarizer.texts import ReadText
from summarizer.tokens import estimate_tokens, tokens_asked
from summarizer.translation import Aliases, Translated, in_english, translate
from summarizer.versioning.choosing import NO_VERSIONS, Versions, versions_of
from summarizer.writing import Prose, write_stories

if TYPE_CHECKING:
    from summarizer.archive import Archive, Kept
    from summarizer.seen import SeenList

MOST_EXPLAINED = 10  # missing answers whose nearest recording is looked for

OTHER_BYTES = "this version of the program makes another briefing of it than there was"

_log = logging.getLogger(__name__)

T = TypeVar("T")
Previous = product.Briefing | Earlier | str | Path


@dataclass(frozen=True, slots=True)
class Extracted:
    """The claims of one article, and what was rejected; itself an article for `brief`."""

    document: Document
    claims: tuple[product.ClaimRecord, ...]
    rejections: tuple[Rejection, ...]
    failures: tuple[product.Failed, ...]

    @property
    def text(self) -> str:
        return self.document.text


@dataclass
class Outcome:
    """One run of the pipeline: the briefing, from what, and what the run asked and used."""

    briefing: product.Briefing
    asker: Asker
    reading: Reading
    started_at: datetime | None = None  # by the store's clock, where there is a store
    previous: Earlier | None = None  # the page that changes were counted from


@dataclass
class _Stages:
    """What one run has made so far, stage by stage."""

    overruling: Overruling = field(default_factory=Overruling)
    extractions: list[Extraction] = field(default_factory=list)
    failures: list[product.Failed] = field(default_factory=list)
    skipped: list[product.Failed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    versions: Versions = NO_VERSIONS
    aliases: Aliases = field(default_factory=Aliases)
    translations: dict[str, str] = field(default_factory=dict)  # claim id -> English
    reduction: Reduction | None = None
    proses: list[Prose] = field(default_factory=list)


class Summarizer:
    """Reads articles and writes cited briefings with one model, one store and one prompt set.

    Args:
        model: the model's name; without it, the one that the recordings in `replay` name.
        replay: a folder (or file) of recordings to answer from, read-only.
        store: a SQLite file that keeps every answer, and of every briefing what it was made from
            (`archive`); without it nothing is written to disk.
        prompts: a folder whose templates overlay the shipped ones file by file.
        prompt_set: the shipped set that is used, or that `prompts` is laid over.
        client: what is asked where no answer is stored, as `LiveModel(Endpoint(url, api_key))`;
            without it nothing is asked. Every answer goes to the store at once.
        max_calls: the most calls that one run makes; the questions left over count as missing.
        max_cost: the same in US dollars; the client has to know what the model costs.
        retry_failed: ask again what the model or a filter declined to answer.
        desk: what an editor overrules, or the path of such a file (`desk.toml`).
        room: how long the lead story is, and how many stories are told.

    Raises:
        PromptError: a template is broken, or no set has that name.
        StoreError: the store or a recording cannot be read.
        UsageError: no model is named anywhere, or `max_cost` without a known price.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        replay: str | Path | None = None,
        store: str | Path | None = None,
        prompts: str | Path | None = None,
        client: Model | None = None,
        max_calls: int | None = None,
        max_cost: Decimal | float | str | None = None,
        retry_failed: bool = False,
        desk: Desk | str | Path | None = None,
        prompt_set: str | None = None,
        room: Room = USUAL_ROOM,
    ) -> None:
        self.client = client
        self.room = room
        self.max_calls = max_calls
        self.max_cost = None if max_cost is None else Decimal(str(max_cost))
        self.retry_failed = retry_failed
        self.desk = desk_of(desk)
        self.watch: Callable[[Asker], None] | None = None  # told of the asker as a run begins
        self._running: set[Asker] = set()
        overlay = Path(prompts) if prompts is not None else None
        self.prompts = PromptSet(overlay, base=prompt_set or DEFAULT_SET)
        recordings = Recordings(Path(replay)) if replay is not None else None
        self.model = model or _recorded_model(recordings)
        self._store = None
        self.archive: Archive | None = None  # the runs in the store
        if store is not None:
            from summarizer.archive import Archive
            from summarizer.store import Store

            self._store = Store(store)
            self.archive = Archive(self._store)
        self.history: History | None = self.archive  # what a plan is compared with
        top: Answers = self._store if self._store is not None else Memory()
        self.answers: Answers = Layered(top, *([recordings] if recordings is not None else []))

    @property
    def seen(self) -> SeenList | None:
        """The articles that this desk has read for windows; None without a store."""
        if self._store is None:
            return None
        from summarizer.seen import SeenList

        return SeenList(self._store, self.desk.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store; the object cannot be used afterwards."""
        if self._store is not None:
            self._store.close()

    def brief(
        self,
        articles: object = (),
        *,
        today: date | None = None,
        window: TimeWindow | None = None,
        previous: Previous | None = None,
    ) -> product.Briefing:
        """Return one briefing of the articles; see `abrief`."""
        return _run(self.abrief(articles, today=today, window=window, previous=previous))

    def extract(self, article: object) -> Extracted:
        """Return the grounded claims of one article; see `aextract`."""
        return _run(self.aextract(article))

    def plan(self, articles: object) -> Plan:
        """Return which questions are fresh, stale, missing or invalid; nothing is asked."""
        return _run(self.aplan(articles))

    def runs(self) -> tuple[RunSummary, ...]:
        """Return the runs that the store keeps, newest first.

        Raises:
            StoreError: the store cannot be read.
            UsageError: there is no store.
        """
        return self._kept().runs()

    def rebuild(self, reference: str | RunSummary) -> product.Briefing:
        """Return the briefing of a kept run as it was, without asking anything; see `arebuild`."""
        return _run(self.arebuild(reference))

    async def arebuild(self, reference: str | RunSummary) -> product.Briefing:
        """Return the briefing of a kept run as it was, without asking anything.

        It is made from the articles, templates, model and answers of that run. Where this version
        of the program gives other bytes than the run had, a warning is logged.

        Args:
            reference: `last`, `last~1`, an id, the first digits of one, or an item of `runs()`.

        Raises:
            UsageError: there is no store, or no such run in it.
            StoreError: the run is damaged.
        """
        named = reference.id if isinstance(reference, RunSummary) else reference
        run = self._kept().find(named)
        briefing, is_same = await self.as_it_was(run)
        if not is_same:
            _log.warning("run %s: %s", run.id, OTHER_BYTES)
        return briefing

    async def as_it_was(self, run: Run) -> tuple[product.Briefing, bool]:
        """Return a kept run's briefing made again, and whether it has the bytes it had."""
        then = Summarizer(model=run.model)
        then.prompts = PromptSet.from_texts(run.prompts, where=f"run {run.id}")
        then.answers = AsOf(self.answers, run.attempts)
        then.client = Recalled(run.failed)
        then.room = room_from(run.options)
        then.desk = parse_desk(run.options.get("desk", ""), where=f"the desk of run {run.id}")
        then.retry_failed = True  # so that what was said of a question asked again is said again
        then_told = edition_from(run.options), kept_page(run)
        briefing = (await then.run(run.reading, *then_told)).briefing
        return briefing, page_hash(briefing.as_json()) == run.briefing_sha256

    async def abrief(
        self,
        articles: object = (),
        *,
        today: date | None = None,
        window: TimeWindow | None = None,
        previous: Previous | None = None,
    ) -> product.Briefing:
        """Return one briefing of the articles, every sentence cited.

        Args:
            articles: one article or several: a str is text, a Path a file or folder, a mapping or
                object with `text` an article, an `Extracted` its article.
            today: the calendar day against which dates in the future are noted; none are, without.
            window: the span of time that is covered, by these articles and, with a store, by all
                that were read for a window before; see `cover`.
            previous: the page to count changes from: a briefing, its JSON file, or a kept run (`last`,
                `last~1`, an id).

        Raises:
            AnswersMissing: a question about an article has no stored answer and no model is there.
            NothingProduced: every article failed.

        With a store the run is kept there; where it cannot be, a warning is logged.
        """
        earlier = None if previous is None else await self._earlier(previous)
        reading, edition = _documents(articles, today, self.desk.date_order), None
        if window is not None:
            reading, edition = await asyncio.to_thread(self.cover, reading, window)
        outcome = await self.run(reading, edition, earlier)
        try:
            await asyncio.to_thread(self.keep, outcome)
        except StoreError as error:  # what was paid for is not withheld
            _log.warning("the run is not kept: %s", error)
        return outcome.briefing

    async def aextract(self, article: object) -> Extracted:
        """Return the grounded claims of one article.

        Raises:
            DocumentError: it cannot be read as an article.
            AnswersMissing: a question about it has no stored answer and no model is there.
        """
        reading = _documents(article, None, self.desk.date_order)
        if reading.failures:
            raise DocumentError(reading.failures[0].name, reading.failures[0].reason)
        if len(reading.documents) != 1:
            raise UsageError(f"extract takes one article, got {len(reading.documents)}")
        async with self.asking() as asker:
            extraction = await extract_document(reading.documents[0], asker, self.model)
        self._note_paid(asker)
        if extraction.missing:
            raise _missing(asker, extraction.missing)
        if not extraction.is_answered:
            failure = extraction.failures[0]
            raise InvalidReply(failure.reason, raw="", prompt=failure.prompt, model=self.model)
        return extracted(extraction)

    async def aplan(self, articles: object) -> Plan:
        """Return which questions are fresh, stale, missing or invalid; nothing is asked."""
        return await self.plan_reading(_documents(articles, None, self.desk.date_order))

    def asker(self) -> Asker:
        """Return a fresh asker over this summarizer's answers; it remembers what one run used."""
        return Asker(self.answers, self.prompts)

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Asker]:
        """Give an asker that may ask the client, whose connections end with the block.

        What is on its way when the block fails is waited for, so that what was paid for is stored;
        if the block is cancelled, it is not.
        """
        asker = Asker(
            self.answers, self.prompts, self.client, self.budget(), retry_failed=self.retry_failed
        )
        self._running.add(asker)
        if self.watch is not None:
            self.watch(asker)
        try:
            yield asker
        except asyncio.CancelledError:
            await asker.abandon()
            self._note_ended(asker)
            raise
        except BaseException:
            task = asyncio.current_task()
            if (
                task is not None and task.cancelling()
            ):  # what ended first hides that it was cancelled
                await asker.abandon()
            else:
                await asker.settle()
            self._note_ended(asker)
            raise
        finally:
            self._running.discard(asker)
            if self.client is not None:
                await self.client.close()

    def budget(self) -> Budget:
        """Return what the next run may spend.

        Raises:
            UsageError: `max_cost` is set and what the client costs is not known.
        """
        price = self.client.price(self.model) if self.client is not None else None
        if self.max_cost is not None and self.client is not None and price is None:
            raise UsageError(
                f"max_cost cannot be watched: what {self.model!r} costs there is not known; give "
                "input_price and output_price (dollars a million tokens; in Python the price of the "
                "Endpoint), or set max_calls"
            )
        return Budget(self.max_calls, self.max_cost, price)

    def stop(self) -> None:
        """Let running calls send nothing more: they end with `Stopped` when the last answer is in.

        To be called in the event loop's thread.
        """
        for asker in tuple(self._running):
            asker.stop()

    async def plan_reading(self, reading: Reading, *, is_extract: bool = False) -> Plan:
        """Return the plan for articles as read: every round whose questions are known by now.

        With `is_extract` it is that of `extract`, which compares and writes nothing.
        """
        asker = self.asker()
        run = _Stages(Overruling(self.desk))
        documents = run.overruling.documents(reading.documents)
        run.extractions = await self._extractions(documents, asker)
        is_open = bool(asker.missing or asker.invalid)
        if not is_open and not is_extract:  # comparing needs the claims of all articles
            await self._reduce(run, asker)
        if (
            run.reduction and not asker.missing and not asker.invalid
        ):  # the prose is keyed on what they made of them
            await self._write(run, asker)
        names = [document.name for document in reading.documents]
        made = plan_from(asker, run.extractions, names, self.history)
        if is_extract:
            made = made.of_extract(self.prompts.follow_up)
        if self.client is None or made.is_fresh:
            return made
        return made.priced(self.client.price(self.model))

    def cover(
        self, reading: Reading, window: TimeWindow, *, keeping: bool = True
    ) -> tuple[Reading, product.Edition]:
        """Return the articles that a briefing of a window is made from, and what its header says.

        These are the articles as read now, which the store keeps from now on, and those that it
        kept before, as far as the moment of each lies in the window: its publication, else when it
        was first read.

        Args:
            reading: what was read now; it may be empty.
            window: the span of time.
            keeping: whether the store keeps what was read now.

        Raises:
            StoreError: the store cannot be read, or not written.
        """
        if self.seen is not None and keeping:
            self.seen.keep(reading.documents, window.as_of)
        return cover(reading, self.seen, window, self.desk)

    async def run(
        self,
        reading: Reading,
        edition: product.Edition | None = None,
        previous: Earlier | None = None,
    ) -> Outcome:
        """Return the briefing of articles as read, and what the run asked and used; see `keep`.

        Args:
            reading: the articles.
            edition: what the header says of the time that they cover; see `cover`.
            previous: the page to tell changes from.
        """
        started_at = self.archive.now() if self.archive is not None else None
        async with self.asking() as asker:
            run = _Stages(Overruling(self.desk))
            documents = run.overruling.documents(reading.documents)
            run.extractions = await self._extractions(documents, asker)
            missing = [miss for extraction in run.extractions for miss in extraction.missing]
            if missing:
                raise _missing(asker, missing)
            run.failures = [_failed_reading(failure) for failure in reading.failures]
            await self._reduce(run, asker)
            await self._write(run, asker)
        with at_rest():
            briefing = self._briefing(run, asker, reading.notes, edition)
            if previous is not None:
                briefing = following(briefing, previous)
        return Outcome(briefing, asker, reading, started_at, previous)

    def keep(self, outcome: Outcome) -> Kept | None:
        """Keep in the store what a briefing was made from; without a store, do nothing.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        if self.archive is None or outcome.started_at is None:
            return None
        page = outcome.briefing.as_json()
        options: dict[str, Any] = {"desk": self.desk.text} if self.desk.text else {}
        before = outcome.previous
        options |= edition_options(outcome.briefing.edition) | self.room.as_options()
        options |= page_options(before)
        made = Made(
            outcome.reading,
            outcome.asker,
            self.model,
            outcome.started_at,
            page,
            options,
            before.text if before else "",
        )
        return keep_run(self.archive, made)

    async def _earlier(self, previous: Previous) -> Earlier:
        """Return the page that a caller names."""
        if isinstance(previous, Earlier):
            return previous
        if isinstance(previous, product.Briefing):
            return earlier_of(previous, "the page before")
        if is_reference(str(previous)) and not Path(previous).exists():
            run = self._kept().find(str(previous))
            briefing, is_same = await self.as_it_was(run)
            if not is_same:
                _log.warning("run %s: %s", run.id, OTHER_BYTES)
            return earlier_of(briefing, f"run {run.id}", run.started_at)
        return earlier_of(read_briefing(Path(previous)), str(previous))

    def note(self, requests: Iterable[Request]) -> None:
        """Note in the store which templates questions were rendered from; without one, do nothing.

        Raises:
            StoreError: the disk is full or failing, or the file is read-only.
        """
        if self.archive is not None:
            note_origins(self.archive, self.prompts, requests)

    def _note_paid(self, asker: Asker) -> None:
        if asker.paid:
            self.note(asker.asked.values())

    def _note_ended(self, asker: Asker) -> None:
        with suppress(StoreError):  # what ended the run is told instead
            self._note_paid(asker)

    def _kept(self) -> Archive:
        if self.archive is None:
            raise UsageError("runs are kept in a store: give one (store=…, --store FILE)")
        return self.archive

    async def extract_each(self, reading: Reading) -> list[Extracted]:
        """Return the claims of every article as read, in the order of their names.

        Raises:
            AnswersMissing: a question has no stored answer and no model is there.
        """
        async with self.asking() as asker:
            extractions = await self._extractions(reading.documents, asker)
        self._note_paid(asker)
        missing = [miss for extraction in extractions for miss in extraction.missing]
        if missing:
            raise _missing(asker, missing)
        return [extracted(extraction) for extraction in extractions]

    async def _extractions(self, documents: Sequence[Document], asker: Asker) -> list[Extraction]:
        """Extract every document, the longest first, in the order that makes results repeatable."""
        ordered = sorted(documents, key=lambda d: (-len(d.text), d.digest))
        asker.documents += len(ordered)

        async def read(document: Document) -> Extraction:
            extraction = await extract_document(document, asker, self.model)
            asker.documents_read += 1
            return extraction

        found = await together(read(document) for document in ordered)
        return sorted(found, key=lambda e: (e.document.name, e.document.digest))

    async def _reduce(self, run: _Stages, asker: Asker) -> None:
        """Sort the claims into stories, ask what compares them, and draft each story."""
        run.extractions = run.overruling.extractions(run.extractions)
        self._sort_out(run)
        run.versions = versions_of(run.extractions)
        found = [claim for extraction in run.extractions for claim in extraction.claims]
        ruling = run.overruling.events(found)
        lead = run.overruling.lead([e.document for e in run.extractions], found)
        with at_rest():
            grouping = group(
                run.versions.speaking, excluded=run.overruling.excluded(found), ruling=ruling
            )
        run.notes = run.overruling.check()
        found_out: list[Comparison | Translated] = await together(
            ask(story, grouping, asker, self.model)
            for ask in (compare, translate)
            for story in grouping.stories
        )
        compared = [one for one in found_out if isinstance(one, Comparison)]
        translated = [one for one in found_out if isinstance(one, Translated)]
        run.failures += [
            product.Failed(name=failure.subject, stage=failure.prompt, reason=failure.reason)
            for comparison in compared
            for failure in comparison.failures
        ]
        self._keep_translations(run, translated)
        with at_rest():
            proposals = [comparison.proposals for comparison in compared]
            told = in_english(grouping, run.aliases)
            run.reduction = draft(told, proposals, ruling=ruling, lead=lead)

    def _keep_translations(self, run: _Stages, translated: Sequence[Translated]) -> None:
        """Note what is known in English, and what could not be asked: a failure if a model was there."""
        run.aliases = Aliases(tuple(sorted({a for one in translated for a in one.aliases})))
        run.translations = {name: t for one in translated for name, t in one.translations.items()}
        for failure in (f for one in translated for f in one.failures):
            if failure.was_asked:
                run.failures.append(
                    product.Failed(
                        name=failure.subject, stage=failure.prompt, reason=failure.reason
                    )
                )
            else:
                run.notes.append(f"{failure.subject}: {failure.prompt}: {failure.reason}")
        refused = sum(one.refused for one in translated)
        if refused:
            run.notes.append(
                f"names and translations offered that the articles do not bear out: {refused}"
            )

    def _sort_out(self, run: _Stages) -> None:
        """Keep the pages that are articles; list the others, and the questions that failed."""
        usable = []
        for extraction in run.extractions:
            name = extraction.document.name
            for failure in extraction.failures:
                run.failures.append(
                    product.Failed(name=name, stage=failure.prompt, reason=failure.reason)
                )
            if not extraction.is_article:
                run.skipped.append(_not_an_article(extraction))
            else:
                usable.append(extraction)
        run.extractions = usable

    async def _write(self, run: _Stages, asker: Asker) -> None:
        assert run.reduction is not None
        gate = gate_of(run.reduction, run.aliases)
        run.proses = await write_stories(run.reduction, gate, asker, self.model, self.room)
        told = run.reduction.stories[: len(run.proses)]
        for story, prose in zip(told, run.proses, strict=True):
            if prose.failure:
                run.failures.append(
                    product.Failed(
                        name=story.label,
                        stage=self.prompts.briefing,
                        reason=f"{prose.failure}; sentences built from the claims instead",
                    )
                )

    def _briefing(
        self,
        run: _Stages,
        asker: Asker,
        notes: Iterable[str],
        edition: product.Edition | None,
    ) -> product.Briefing:
        assert run.reduction is not None
        reduction = run.reduction
        gate = gate_of(reduction, run.aliases)
        spell = run.overruling.spelled
        assembled = assemble(reduction, gate, run.proses, spell, run.translations, self.room)
        if not assembled.stories:
            reasons = "; ".join(f"{f.name}: {f.reason}" for f in run.failures + run.skipped)
            raise NothingProduced(f"nothing to print ({reasons or _why_empty(run)})")
        versions = run.versions
        omitted = left_out(reduction, versions.speaking, run.proses, assembled.printed)
        omitted = with_older(omitted, reduction.sources, versions)
        by_digest = {e.document.digest: e for e in run.extractions}
        claims = sorted(  # as their articles print them
            {c.id: c for e in versions.speaking for c in e.claims}.values(),
            key=lambda c: (reduction.source_of[c.id], c.span, c.id),
        )
        return product.Briefing(
            edition=edition,
            sources=[source_record(source, versions) for source in reduction.sources],
            claims=[
                claim_record(claim, by_digest[claim.document], reduction.source_of[claim.id])
                for claim in claims
            ],
            stories=assembled.stories,
            listed=listed(reduction, len(run.proses), spell),
            corrections=corrections_of(reduction.sources, versions),
            left_out=omitted,
            failures=sorted(run.failures, key=lambda f: (f.name, f.stage, f.reason)),
            skipped=sorted(run.skipped, key=lambda f: f.name),
            notes=sorted([*notes, *run.notes, *versions.notes, *run.overruling.unprinted()]),
            overruled=[
                product.Overruled(entry=u.entry, effect=u.effect, spelling=u.spelling)
                for u in run.overruling.used()
            ],
            aliases=alias_records(reduction, run.aliases),
            counts=counts(versions.speaking, reduction, assembled, omitted),
            provenance=provenance(asker, self.model),
        ).with_texts(
            {
                e.document.digest: ReadText(e.document.text, dict(e.page.zones))
                for e in run.extractions
            }
        )


def _why_empty(run: _Stages) -> str:
    """Return why nothing is printed although nothing failed."""
    if not run.extractions:
        return "no article given"
    offered = any(e.claims or e.grounded.rejections for e in run.extractions)
    if not offered:
        return "every reply was empty: the model listed no event, number or quotation"
    return "no claim could be found"


def gate_of(reduction: Reduction, aliases: Aliases | None = None) -> Gate:
    """Return the gate over everything a reduction knows, and the names in English."""
    sources = {(source.document.digest, source.part): source for source in reduction.sources}
    return Gate(reduction.claims, sources, aliases or Aliases())


def extracted(extraction: Extraction) -> Extracted:
    """Return what `extract` gives its caller."""
    return Extracted(
        document=extraction.document,
        claims=tuple(claim_record(claim, extraction) for claim in extraction.claims),
        rejections=extraction.grounded.rejections,
        failures=tuple(
            product.Failed(name=extraction.document.name, stage=f.prompt, reason=f.reason)
            for f in extraction.failures
        ),
    )


def provenance(asker: Asker, model: str) -> product.Provenance:
    """Return what a briefing was made with: of the answers used, not of this run."""
    used = [(asker.asked[key], a) for key, a in sorted(asker.used.items()) if a.was_read]
    reported = [answer.usage is not None for _, answer in used]
    basis = (
        "reported"
        if used and all(reported)
        else "partly estimated"
        if any(reported)
        else "estimated"
    )
    return product.Provenance(
        model=model,
        answered_by=sorted({answer.answered_by for _, answer in used if answer.answered_by}),
        prompt_set=asker.prompts.name,
        prompts=dict(sorted(asker.prompts.fingerprints.items())),
        requests=len(used),
        input_tokens=sum(_input_tokens(request, answer) for request, answer in used),
        output_tokens=sum(
            answer.usage.output_tokens if answer.usage else estimate_tokens(answer.reply)
            for _, answer in used
        ),
        tokens_basis=basis,  # type: ignore[arg-type]
    )


def _input_tokens(request: Request, answer: Answer) -> int:
    if answer.usage:
        return answer.usage.input_tokens
    return tokens_asked(request)


def _documents(articles: object, today: date | None, order: DateOrder) -> Reading:
    if isinstance(articles, Reading):
        return articles
    if isinstance(articles, Extracted):
        articles = articles.document
    elif isinstance(articles, list | tuple):
        articles = [a.document if isinstance(a, Extracted) else a for a in articles]
    return as_documents(articles, today=today, defaults={"date_order": order} if order else {})


def _recorded_model(recordings: Recordings | None) -> str:
    models = recordings.models() if recordings is not None else []
    if len(models) == 1:
        return models[0]
    if models:
        raise UsageError(f"the recordings name several models, choose one: {', '.join(models)}")
    raise UsageError(
        "no model is named: give --model NAME (in Python model=…), or recordings (--replay DIR)"
    )


def _missing(asker: Asker, misses: Sequence[AnswerMissing]) -> AnswersMissing:
    explained = [asker.explained(miss) for miss in misses[:MOST_EXPLAINED]]
    return AnswersMissing([*explained, *misses[MOST_EXPLAINED:]], limit=asker.limit)


def _not_an_article(extraction: Extraction) -> product.Failed:
    article = extraction.page.articles[0]
    reason = "not an article" + (f": {article.kind_why}" if article.kind_why else "")
    stage = "layout" if article.kind_basis == "layout" else "kind"
    return product.Failed(name=extraction.document.name, stage=stage, reason=reason)


def _failed_reading(failure: Failure) -> product.Failed:
    return product.Failed(name=failure.name, stage="read", reason=failure.reason)


def _run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to completion, also where an event loop is running in this thread (a notebook)."""
    results: list[T] = []

    async def kept() -> None:  # asyncio.run spells out what its task returns, however large
        results.append(await coroutine)

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(kept())
    else:
        with ThreadPoolExecutor(1) as executor:
            executor.submit(asyncio.run, kept()).result()
    return results[0]


def brief(articles: object, **options: Any) -> product.Briefing:
    """Return one briefing of the articles; `options` are those of `Summarizer`."""
    with Summarizer(**options) as summarizer:
        return summarizer.brief(articles)


def extract(article: object, **options: Any) -> Extracted:
    """Return the grounded claims of one article; `options` are those of `Summarizer`."""
    with Summarizer(**options) as summarizer:
        return summarizer.extract(article)
