"""The templates' sandbox: what is rendered once, and what is still checked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from jinja2 import DictLoader
from jinja2.exceptions import SecurityError

from summarizer.sandbox import Sandbox, remember_last


@dataclass(frozen=True)
class View:
    """What the templates of these tests are given; it counts how often its text is read."""

    words: str
    reads: list[str]

    @property
    def text(self) -> str:
        self.reads.append(self.words)
        return self.words


TEMPLATES = {
    "part": "<{{ view.text }}>",
    "whole": "{% include 'part' %}",
    "twice": "{% include 'part' %} and {% include 'part' %}",
    "rebound": "{% include 'part' %}{% set view = other %}{% include 'part' %}",
    "forbidden": "{{ view.text.__class__.__mro__ }}",
    "mapping": "{% set view = {'text': given} %}{% include 'part' %}",
}


@pytest.fixture
def sandbox() -> Sandbox:
    """Return a sandbox in which the partial is remembered."""
    made = Sandbox(DictLoader(TEMPLATES), {View: frozenset({"text"})})
    remember_last(made.get_template("part"), "view", View)
    return made


def rendered(sandbox: Sandbox, name: str, **variables: object) -> str:
    """Return what a template says."""
    return sandbox.get_template(name).render(variables)


def test_a_partial_is_rendered_once_for_all_that_include_it(sandbox: Sandbox) -> None:
    """The same value shown by several templates in turn is read by the first one only."""
    view = View("north", [])
    assert rendered(sandbox, "whole", view=view) == "<north>"
    assert rendered(sandbox, "twice", view=view) == "<north> and <north>"
    assert view.reads == ["north"]


def test_another_value_is_rendered_anew(sandbox: Sandbox) -> None:
    """What is remembered belongs to one object, not to its name, and not to one equal to it."""
    reads: list[str] = []
    first, second, equal = View("north", reads), View("south", reads), View("north", reads)
    assert rendered(sandbox, "rebound", view=first, other=second) == "<north><south>"
    assert [rendered(sandbox, "whole", view=view) for view in (first, equal)] == ["<north>"] * 2
    assert reads == ["north", "south", "north", "north"]


def test_what_may_change_is_not_remembered(sandbox: Sandbox) -> None:
    """A value of another type is rendered at every use."""
    told = [rendered(sandbox, "mapping", given=words) for words in ("north", "south")]
    assert told == ["<north>", "<south>"]


def test_what_is_no_plain_data_is_checked(sandbox: Sandbox) -> None:
    """The attributes of an attribute's value are as forbidden as ever."""
    with pytest.raises(SecurityError):
        rendered(sandbox, "forbidden", view=View("north", []))
