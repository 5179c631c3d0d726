"""What `prompts check` finds: variables left out, and stored answers that no longer fit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from live_run import run_here

from summarizer.answers import Answer, Memory, Outcome, Request
from summarizer.errors import PromptError
from summarizer.prompt_checks import Fit, check_parts, stored_fits, unasked_parts, unused_variables
from summarizer.prompts import PromptSet
from summarizer.replies import wire_schema
from summarizer.store import Store

Overlay = Callable[[Mapping[str, str]], Path]

NUMBER = {"sentence": 1, "surface": "two"} | dict.fromkeys(
    ("unit", "counted", "scope", "when", "said_by"), ""
)
SOUND = json.dumps({"numbers": [NUMBER]})


def lacking(*names: str, at: int = 0) -> str:
    """Return a reply whose figure number `at` has no field of these names."""
    worse = {name: value for name, value in NUMBER.items() if name not in names}
    return json.dumps({"numbers": [NUMBER] * at + [worse]})


def kept(replies: Sequence[tuple[str, Outcome]], prompt: str = "numbers") -> Memory:
    """Return answers to as many questions, each with one attempt."""
    answers = Memory()
    for at, (reply, outcome) in enumerate(replies):
        messages = (("system", "s"), ("user", f"page {at}"))
        request = Request("m", messages, "numbers", wire_schema(["numbers"]), {}, prompt=prompt)
        answers.put(request, Answer(request.key, 0, reply, outcome, "a test", None))
    return answers


def template(returns: str, user: str) -> str:
    """Return a template without partials."""
    return (
        f"---\npurpose: made up\nreturns: [{returns}]\n---\n"
        f"{{% block system %}}s{{% endblock %}}\n{{% block user %}}{user}{{% endblock %}}\n"
    )


UNUSED = [
    # template, its text without a variable, which one
    ("numbers", template("numbers", "List the figures."), "article"),
    ("follow_up", template("numbers", "{{ article.marker }}"), "failed"),
    ("follow_up", template("numbers", "{{ failed[0].text }}"), "article"),
    ("briefing", template("sentences", "{{ story.label }}"), "table"),
    ("rewrite", template("rewritten", "{{ table.marker }}"), "failed"),
    ("same_event", template("happenings, disputes", "Compare."), "table"),
]


@pytest.mark.parametrize(("name", "text", "variable"), UNUSED)
def test_a_template_without_what_it_is_about_is_refused(
    overlay: Overlay, name: str, text: str, variable: str
) -> None:
    """The error names the file and the variable that it never shows."""
    folder = overlay({f"{name}.jinja": text})
    with pytest.raises(PromptError, match=f"{name}.jinja: never shows '{variable}'"):
        unused_variables(PromptSet(folder))
    ended = run_here("prompts", "check", "--prompts", folder)
    assert (ended.returncode, ended.stdout) == (2, "")


def test_the_shipped_sets_use_what_they_know() -> None:
    """Neither set leaves a variable out; one that a partial shows is used."""
    for base in ("default", "single-call"):
        assert unused_variables(PromptSet(base=base)) == []


def test_another_variable_left_out_is_only_remarked(overlay: Overlay) -> None:
    """The prose may do without the story's name; the check tells so and passes."""
    folder = overlay({"briefing.jinja": template("sentences", "{{ table.marker }}")})
    assert unused_variables(PromptSet(folder)) == [
        f"{folder / 'briefing.jinja'}: does not use 'story'"
    ]
    ended = run_here("prompts", "check", "--prompts", folder, "--store", _store(folder))
    assert (ended.returncode, ended.stdout) == (0, "10 prompts are sound\n")
    assert ended.stderr == f"note: {folder / 'briefing.jinja'}: does not use 'story'\n"


def _store(folder: Path) -> Path:
    path = folder.parent / "answers.db"
    with Store(path):
        return path


def test_answers_are_judged_by_todays_reply(prompts: PromptSet) -> None:
    """Reasons that differ only in which item they are about count as one, the most frequent first."""
    answers = kept(
        [
            (SOUND, Outcome.VALID),
            (lacking("unit", at=3), Outcome.VALID),
            (lacking("unit", at=1), Outcome.VALID),
            (lacking("scope", "when"), Outcome.VALID),  # of two faults the first
            ("no JSON", Outcome.INVALID),  # was none when it came
            ("", Outcome.REFUSED),
        ]
    )
    fits = {fit.prompt: fit for fit in stored_fits(prompts, answers)}
    assert [*fits] == [*prompts.templates]
    numbers = fits.pop("numbers")
    assert numbers.faults == (
        (2, "numbers.1.unit: Field required"),
        (1, "numbers.0.scope: Field required"),
    )
    assert [*numbers.lines()] == [
        "3 of 4 stored answers to numbers no longer validate "
        "(numbers.1.unit: Field required; 2 reasons in all)",
        "      2  numbers.1.unit: Field required",
        "      1  numbers.0.scope: Field required",
    ]
    assert all(fit == Fit(name, 0, ()) for name, fit in fits.items())


def test_the_newest_attempt_is_the_one_that_counts(prompts: PromptSet) -> None:
    """An old valid answer under a newer invalid one is not looked at, and the other way round is."""
    answers = kept([(lacking("unit"), Outcome.VALID), ("no JSON", Outcome.INVALID)])
    first, second = answers.requests()
    answers.put(first, Answer(first.key, 1, SOUND, Outcome.INVALID, "a test", None))
    answers.put(second, Answer(second.key, 1, SOUND, Outcome.VALID, "a test", None))
    found = next(fit for fit in stored_fits(prompts, answers) if fit.prompt == "numbers")
    assert found == Fit("numbers", 1, ())


def test_answers_to_another_name_are_left_alone(prompts: PromptSet) -> None:
    """Which prompt an answer is to goes by the prompt's name."""
    answers = kept([(lacking("unit"), Outcome.VALID)], prompt="figures")
    assert all(fit.stored == 0 for fit in stored_fits(prompts, answers))


def test_a_changed_reply_is_told_with_code_8(
    overlay: Overlay, prompts: PromptSet, tmp_path: Path
) -> None:
    """A template that wants another part back fits none of the answers that lack it."""
    path = tmp_path / "answers.db"
    with Store(path) as store:
        for request in (answers := kept([(SOUND, Outcome.VALID)])).requests():
            store.put(request, answers.get(request.key)[0])
    ended = run_here("prompts", "check", "--store", path)
    assert ended.returncode == 0
    assert ended.stdout == "10 prompts are sound\n1 stored answers fit what they ask for\n"
    changed = prompts.sources["numbers.jinja"].replace("[numbers]", "[numbers, quotes]")
    folder = overlay({"numbers.jinja": changed})
    ended = run_here("prompts", "check", "--store", path, "--prompts", folder)
    assert ended.returncode == 8
    assert ended.stdout.splitlines()[1:] == [
        "1 of 1 stored answers to numbers no longer validate (quotes: Field required)"
    ]
    absent = run_here("prompts", "check", "--store", tmp_path / "none.db")
    assert (absent.returncode, absent.stdout) == (6, "10 prompts are sound\n")


def test_recordings_are_answers_too() -> None:
    """The shipped recordings fit the shipped prompts."""
    folder = Path(__file__).parent.parent / "fixtures/recordings"
    ended = run_here("prompts", "check", "--replay", folder)
    assert ended.returncode == 0
    assert re.search(r"^\d\d+ stored answers fit what they ask for$", ended.stdout, re.MULTILINE)


ROLES = (
    "follow_up: follow_up\nsame_event: same_event\nsame_quantity: same_quantity\n"
    "briefing: briefing\nrewrite: rewrite\n"
)
LACKING = [
    # the prompts of documents, the parts that none of them returns
    ("layout, events, numbers, quotes", []),
    ("events, numbers, quotes", ["layout"]),
    ("layout, numbers", ["events", "quotes"]),
]


@pytest.mark.parametrize(("documents", "parts"), LACKING)
def test_a_part_that_nothing_returns_is_noted(
    overlay: Overlay, documents: str, parts: list[str]
) -> None:
    """A set that asks for some kinds of claims only is sound, and each kind it lacks is told."""
    prompts = PromptSet(overlay({"set.yaml": f"name: own\ndocuments: [{documents}]\n{ROLES}"}))
    remarks = check_parts(prompts)
    assert [remark.split("'")[1] for remark in remarks] == parts
    assert unasked_parts(prompts) == remarks


def test_a_set_that_makes_no_claims_is_refused(overlay: Overlay) -> None:
    """Where nothing of an article is asked for that could be printed, the check fails; no run need."""
    prompts = PromptSet(overlay({"set.yaml": f"name: own\ndocuments: [layout]\n{ROLES}"}))
    told = r"set\.yaml: no prompt of documents returns events, numbers or quotes"
    with pytest.raises(PromptError, match=told):
        check_parts(prompts)
    (remark,) = unasked_parts(prompts)
    assert "nothing could be printed" in remark
