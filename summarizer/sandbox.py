"""The jinja2 sandbox that templates run in, and what makes it quick for the views they are given.

Knows nothing of articles or prompts: which types are plain data is told by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from jinja2 import StrictUndefined, Template
from jinja2.loaders import BaseLoader
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Missing(StrictUndefined):
    """An undefined name or attribute; of what has fields, the message lists them."""

    @property
    def _undefined_message(self) -> str:
        told = super()._undefined_message
        of, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or not is_dataclass(of) or not isinstance(name, str):
            return told
        known = ", ".join(one for one in dir(of) if not one.startswith("_"))
        kind = type(of).__name__.removesuffix("View").lower()
        return f"no attribute {name!r} of {kind!r}; known: {known}"


class Sandbox(ImmutableSandboxedEnvironment):
    """A strict sandbox in which the data fields of known types are not checked at every use.

    The check of an attribute takes ten times as long as reading it, and an article has two for each
    of its sentences. Everything else is checked as ever.

    Args:
        loader: gives the templates.
        data: for a type (not its subclasses) the attributes that hold plain data.
    """

    def __init__(self, loader: BaseLoader, data: Mapping[type, frozenset[str]]) -> None:
        super().__init__(
            loader=loader,
            undefined=Missing,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._data = data
        # What would give a question a new key at every run is taken away.
        self.filters.pop("random")
        for name in ("lipsum", "cycler", "joiner"):
            self.globals.pop(name)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in self._data.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def remember_last(template: Template, variable: str, kind: type) -> None:
    """Make an included template render one value once, for all that include it in turn.

    It must use no other variable and include nothing itself, so that what it prints hangs on that
    value alone; `kind` must not change once it is made. Only the last value is kept.
    """
    render: Callable[[Context], Iterator[str]] = template.root_render_func
    last: tuple[object, str] = (None, "")  # one tuple, so that threads see both or neither

    def remembered(context: Context) -> Iterator[str]:
        nonlocal last
        value, (known, text) = context.resolve_or_missing(variable), last
        if type(value) is not kind:
            yield from render(context)
            return
        if value is not known:
            text = "".join(render(context))
            last = (value, text)
        yield text

    template.root_render_func = remembered
