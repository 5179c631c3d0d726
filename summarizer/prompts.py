"""Prompt sets: load, overlay, check, render and fingerprint the jinja2 templates.

Article text is only ever a variable, `system` and `user` blocks are rendered apart, and the
environment is sandboxed and strict: an undefined variable is an error that names file and line.
"""

from __future__ import annotations

import hashlib
import math
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import yaml
from jinja2 import FunctionLoader, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from summarizer.articles import Document
from summarizer.errors import PromptError
from summarizer.languages import is_foreign, language_name
from summarizer.replies import PART_NAMES
from summarizer.sampling import faults_of
from summarizer.sandbox import Sandbox, remember_last

DEFAULT_SET = "default"
OUTLINE_HEAD, OUTLINE_TAIL = 64, 24  # characters of a long sentence that `outline` keeps

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_TRAILING = re.compile(r"[ \t]+\n")  # what a comment at the end of a line leaves behind
_AFTER_COMMENT = re.compile(r"(#\})[ \t]+\n")
_AT_END = re.compile(r"(?<=\S)[ \t]*\{#[^\n]*?#\}[ \t]*\n")
# What each sort of template may use, by the role it has in the set.
KNOWN = {
    "documents": frozenset({"article"}),
    "follow_up": frozenset({"article", "failed"}),
    "same_event": frozenset({"table"}),
    "same_quantity": frozenset({"table"}),
    "translate": frozenset({"table"}),
    "briefing": frozenset({"story", "table"}),
    "rewrite": frozenset({"table", "failed"}),
}
# What the reply to each sort of template may hold.
RETURNS = {
    "documents": frozenset({"layout", "events", "numbers", "quotes"}),
    "follow_up": frozenset({"events", "numbers", "quotes"}),
    "same_event": frozenset({"happenings", "disputes"}),
    "same_quantity": frozenset({"quantities", "relations", "sums"}),
    "translate": frozenset({"aliases", "translations"}),
    "briefing": frozenset({"sentences"}),
    "rewrite": frozenset({"rewritten"}),
}


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid")
    purpose: str
    returns: list[str] = Field(min_length=1)
    sampling: dict[str, float | int | str | bool] = {}

    @field_validator("sampling")
    @classmethod
    def _is_sampling(cls, value: dict[str, Any]) -> dict[str, Any]:
        reserved = {"model", "messages", "response_format"} & value.keys()
        if reserved:
            raise ValueError(f"{', '.join(sorted(reserved))} cannot be set here")
        for name, number in value.items():
            if isinstance(number, float) and not math.isfinite(number):
                raise ValueError(f"{name} is not a finite number")
        return value


class _SetFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    documents: list[str] = Field(min_length=1)
    follow_up: str
    same_event: str
    same_quantity: str
    translate: str | None = None  # without one, what is in another language stays as it is
    briefing: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Template:
    """One prompt: what it is for, which reply parts it returns, and the text it was read from."""

    name: str
    path: Path
    role: str  # documents, follow_up, same_event, same_quantity, translate, briefing or rewrite
    purpose: str
    returns: tuple[str, ...]
    sampling: Mapping[str, Any]
    source: str
    fingerprint: str  # sha256 of the template and every partial it includes


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A numbered sentence as templates see it; `outline` is its beginning and end."""

    number: int
    text: str

    @property
    def outline(self) -> str:
        if len(self.text) <= OUTLINE_HEAD + OUTLINE_TAIL + 5:
            return self.text
        return f"{self.text[:OUTLINE_HEAD].rstrip()} … {self.text[-OUTLINE_TAIL:].lstrip()}"


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as templates see it; `marker` comes from the text's hash, so no text can close it.

    `is_part` where it is one of the parts in which a long page is asked about; `language` the name
    of its language, "" for English and where none is known.
    """

    marker: str
    sentences: tuple[SentenceView, ...]
    is_part: bool = False
    language: str = ""


# Plain data of ours, which templates may read without a check.
_DATA: Mapping[type, frozenset[str]] = {
    SentenceView: frozenset({"number", "text", "outline"}),
    ArticleView: frozenset({"marker", "sentences", "is_part", "language"}),
}


def article_view(
    document: Document, numbers: Sequence[int] | None = None, *, is_part: bool = False
) -> ArticleView:
    """Return what templates see of `document`: all its sentences, or those with `numbers`."""
    wanted = None if numbers is None else frozenset(numbers)
    return ArticleView(
        marker=document.digest[:8],
        sentences=tuple(
            SentenceView(s.number, s.span.of(document.text))
            for s in document.sentences
            if wanted is None or s.number in wanted
        ),
        is_part=is_part,
        language=language_name(document.language) if is_foreign(document.language) else "",
    )


def shipped_directory() -> Path:
    """Return the folder of the shipped templates: inside the wheel, or beside a checkout's package."""
    package = Path(__file__).resolve().parent
    inside = package / "_prompts"
    return inside if inside.is_dir() else package.parent / "prompts"


def shipped_sets() -> tuple[str, ...]:
    """Return the names of the shipped sets, the default one first."""
    folder = shipped_directory()
    return (DEFAULT_SET, *sorted(path.parent.name for path in folder.glob("*/set.yaml")))


class PromptSet:
    """The templates of one shipped set, overlaid file by file with those of `overlay`.

    Args:
        overlay: a folder of own templates.
        base: the shipped set they are laid over; another than the default one is itself laid over
            the default one.

    Raises:
        PromptError: a file is missing, does not parse, or uses a variable it is not given.
    """

    def __init__(self, overlay: Path | None = None, *, base: str = DEFAULT_SET) -> None:
        if overlay is not None and not overlay.is_dir():
            raise PromptError(f"{overlay}: no such folder of prompts")
        if base not in shipped_sets():
            raise PromptError(f"no prompt set {base!r}; known: {', '.join(shipped_sets())}")
        self.base = base
        folders = [shipped_directory()]
        if base != DEFAULT_SET:
            folders.append(folders[0] / base)
        paths: dict[str, Path] = {}
        for folder in (*folders, *([overlay] if overlay is not None else [])):
            for path in sorted([*folder.glob("*.jinja"), *folder.glob("set.yaml")]):
                paths[path.name] = path
        if overlay is not None and all(path.parent != overlay for path in paths.values()):
            raise PromptError(
                f"{overlay}: no template (.jinja) and no set.yaml in it; `prompts copy DIR` writes "
                "the shipped ones to a folder"
            )
        self._load({name: _read(path) for name, path in paths.items()}, paths, overlay)
        self._check_sampling()  # not of kept texts: they were asked as they are

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], *, where: str) -> Self:
        """Return the set of templates that were kept as texts.

        Args:
            texts: file name -> text, `set.yaml` among them.
            where: what error messages call the place they come from.

        Raises:
            PromptError: as for a set from files.
        """
        self = cls.__new__(cls)
        self.base = DEFAULT_SET
        self._load(dict(texts), {name: Path(where, name) for name in texts}, None)
        return self

    def _load(self, texts: dict[str, str], paths: dict[str, Path], overlay: Path | None) -> None:
        self.sources = texts
        self.paths = paths
        self._overlay = overlay
        self._set = self._load_set()
        bodies, fronts = {}, {}
        for name, source in self.sources.items():
            if name.endswith(".jinja"):
                front, body = split_front_matter(source)
                bodies[name] = _AFTER_COMMENT.sub(r"\1\n", _AT_END.sub("\n", body))
                fronts[name] = front
        self._environment = Sandbox(FunctionLoader(lambda name: _source(bodies, name)), _DATA)
        self._trees = {name: self._parse(name, body) for name, body in bodies.items()}
        self.templates = {
            name: self._template(name, role, fronts.get(f"{name}.jinja"))
            for role, name in self._roles()
        }
        self._check_use()
        for template in self.templates.values():
            self._check_variables(template)
            self._check_returns(template)
            self._check_blocks(f"{template.name}.jinja", template.path)
        for name in self._trees:
            if self._shows_only_the_article(name):
                remember_last(self._environment.get_template(name), "article", ArticleView)

    @property
    def name(self) -> str:
        return self._set.name

    @property
    def documents(self) -> tuple[str, ...]:
        """The prompts asked of every document, side by side."""
        return tuple(self._set.documents)

    @property
    def follow_up(self) -> str:
        return self._set.follow_up

    @property
    def same_event(self) -> str:
        return self._set.same_event

    @property
    def same_quantity(self) -> str:
        return self._set.same_quantity

    @property
    def translate(self) -> str | None:
        return self._set.translate

    @property
    def briefing(self) -> str:
        return self._set.briefing

    @property
    def rewrite(self) -> str:
        return self._set.rewrite

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """For every template the hash of its text and of all it includes."""
        return {name: template.fingerprint for name, template in self.templates.items()}

    def files(self, name: str) -> tuple[str, ...]:
        """Return the files that prompt `name` is rendered from: its own, then all it includes."""
        return tuple(self._closure(f"{name}.jinja"))

    @property
    def needed(self) -> dict[str, str]:
        """The files of the set with their texts, without those that another set alone uses."""
        used = {file for name in self.templates for file in self.files(name)} | {"set.yaml"}
        return {file: text for file, text in self.sources.items() if file in used}

    @property
    def own_files(self) -> tuple[str, ...]:
        """The files that come from the folder laid over the shipped set."""
        own = (name for name, path in self.paths.items() if path.parent == self._overlay)
        return tuple(sorted(own)) if self._overlay is not None else ()

    def variables(self, name: str) -> frozenset[str]:
        """Return which of the variables it may use prompt `name` does use, in all its files."""
        read = (one.name for file in self.files(name) for one in _read_names(self._trees[file]))
        return KNOWN[self.templates[name].role] & frozenset(read)

    def render(self, name: str, variables: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Return the messages of prompt `name` as (role, text), system first.

        Raises:
            PromptError: an attribute is undefined, or the template does something forbidden.
        """
        template = self._environment.get_template(f"{name}.jinja")
        messages = []
        for role in ("system", "user"):
            context = template.new_context(dict(variables))
            try:
                text = "".join(template.blocks[role](context))
            except Exception as error:  # an expression may fail in any way; none is hidden
                told = str(error)
                if "; known: " not in told:
                    told += f"; known: {', '.join(sorted(variables))}"
                raise PromptError(f"{self._where(name, error)}: {told}") from error
            if " \n" in text or "\t\n" in text:
                text = _TRAILING.sub("\n", text)
            messages.append((role, text.strip()))
        return tuple(messages)

    def _where(self, name: str, error: Exception) -> str:
        """Return file and line of the template (or partial) in which rendering failed."""
        try:
            self._environment.handle_exception()  # raises again, with the lines of the templates
        except Exception as told:
            error = told
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self.paths:
                return f"{self.paths[frame.filename]}:{frame.lineno}"
        return str(self.paths[f"{name}.jinja"])

    def _load_set(self) -> _SetFile:
        path = self.paths.get("set.yaml")
        if path is None:
            raise PromptError("a set of prompts needs a file set.yaml")
        try:
            return _SetFile.model_validate(yaml.safe_load(self.sources["set.yaml"]))
        except (yaml.YAMLError, ValidationError) as error:
            raise PromptError(f"{path}: {_first_line(error)}") from error

    def _roles(self) -> Iterator[tuple[str, str]]:
        yield from (("documents", name) for name in self._set.documents)
        yield "follow_up", self._set.follow_up
        yield "same_event", self._set.same_event
        yield "same_quantity", self._set.same_quantity
        if self._set.translate is not None:
            yield "translate", self._set.translate
        yield "briefing", self._set.briefing
        yield "rewrite", self._set.rewrite

    def _parse(self, name: str, body: str) -> nodes.Template:
        try:
            tree = self._environment.parse(body, name, name)
        except TemplateSyntaxError as error:
            raise PromptError(f"{self.paths[name]}:{error.lineno}: {error.message}") from error
        except TemplateError as error:
            raise PromptError(f"{self.paths[name]}: {error}") from error
        for node in tree.find_all((nodes.Filter, nodes.Test)):
            known = self._environment.filters if isinstance(node, nodes.Filter) else None
            if node.name not in (known if known is not None else self._environment.tests):
                raise PromptError(
                    f"{self.paths[name]}:{node.lineno}: no filter or test {node.name!r}"
                )
        return tree

    def _template(self, name: str, role: str, front: str | None) -> Template:
        file = f"{name}.jinja"
        path = self.paths.get(file)
        if path is None:
            known = ", ".join(sorted(p.removesuffix(".jinja") for p in self._trees))
            raise PromptError(
                f"set.yaml names the prompt {name!r}, which is not there; known: {known}"
            )
        if front is None:
            raise PromptError(f"{path}:1: no front matter (purpose and returns between --- lines)")
        try:
            head = _Front.model_validate(yaml.safe_load(front))
        except (yaml.YAMLError, ValidationError) as error:
            raise PromptError(f"{path}: front matter: {_first_line(error)}") from error
        unknown = [part for part in head.returns if part not in PART_NAMES]
        if unknown:
            raise PromptError(
                f"{path}: returns {unknown[0]!r}, which no reply has; known: {', '.join(PART_NAMES)}"
            )
        return Template(
            name=name,
            path=path,
            role=role,
            purpose=head.purpose,
            returns=tuple(head.returns),
            sampling=head.sampling,
            source=self.sources[file],
            fingerprint=self._fingerprint(file),
        )

    def _check_use(self) -> None:
        """Refuse a template that no prompt of the set is or includes: its name is mistyped."""
        used = {file for name in self.templates for file in self._closure(f"{name}.jinja")}
        own = [file for file in self._trees if self.paths[file].parent == self._overlay]
        for file in sorted(set(own) - used):
            known = ", ".join(sorted(used))
            raise PromptError(f"{self.paths[file]}: no prompt of the set uses it; known: {known}")

    def _check_returns(self, template: Template) -> None:
        allowed = RETURNS[template.role]
        wrong = [part for part in template.returns if part not in allowed]
        if wrong:
            raise PromptError(
                f"{template.path}: returns {wrong[0]!r}, of which a prompt with this use can make "
                f"nothing; known: {', '.join(sorted(allowed))}"
            )

    def _check_sampling(self) -> None:
        for template in self.templates.values():
            for fault in faults_of(template.sampling):
                raise PromptError(f"{template.path}: front matter: sampling: {fault}")

    def _check_blocks(self, file: str, path: Path) -> None:
        blocks = {block.name for block in self._trees[file].find_all(nodes.Block)}
        if blocks != {"system", "user"}:
            raise PromptError(
                f"{path}: needs the blocks 'system' and 'user', has {sorted(blocks) or 'none'}"
            )
        line = next((at for node in self._trees[file].body if (at := _sent_outside(node))), 0)
        if line:
            raise PromptError(f"{path}:{line}: text outside the blocks is never sent")

    def _closure(self, file: str) -> list[str]:
        """Return `file` and every template it includes, each once, in order of inclusion."""
        found = [file]
        for name in found:
            for included in find_referenced_templates(self._trees[name]):
                if included is None:
                    line = _line_of(self._trees[name], None)
                    raise PromptError(f"{self.paths[name]}:{line}: an include must name its file")
                if included not in self._trees:
                    raise PromptError(
                        f"{self.paths[name]}:{_line_of(self._trees[name], included)}: includes "
                        f"{included!r}, which is not there"
                    )
                if included not in found:
                    found.append(included)
        return found

    def _shows_only_the_article(self, file: str) -> bool:
        """Whether a partial prints the same wherever one article is shown."""
        tree = self._trees[file]
        read = {name.name for name in _read_names(tree)} | find_undeclared_variables(tree)
        return (
            file.startswith("_")
            and read == {"article"}
            and not list(find_referenced_templates(tree))
        )

    def _fingerprint(self, file: str) -> str:
        digest = hashlib.sha256()
        for name in self._closure(file):
            digest.update(f"{name}\n{self.sources[name]}\n".encode())
        return digest.hexdigest()

    def _check_variables(self, template: Template) -> None:
        known = KNOWN[template.role]
        for file in self._closure(f"{template.name}.jinja"):
            for name in _read_names(self._trees[file]):
                if name.name not in known | {"range", "dict", "namespace"}:
                    raise PromptError(
                        f"{self.paths[file]}:{name.lineno}: {name.name!r} is not a variable of this "
                        f"prompt; known: {', '.join(sorted(known))}"
                    )


def _read_names(tree: nodes.Template) -> Iterator[nodes.Name]:
    """Yield the names that a template reads and does not make itself."""
    names = list(tree.find_all(nodes.Name))
    own = {name.name for name in names if name.ctx in {"store", "param"}} | {"loop"}
    yield from (name for name in names if name.ctx == "load" and name.name not in own)


def _line_of(tree: nodes.Template, file: str | None) -> int:
    """Return the line of the first include of `file`; of None, of one that names no file."""
    kinds = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
    found = sorted((node for node in tree.find_all(kinds)), key=lambda node: node.lineno)
    for node in found:
        names = [name.value for name in node.find_all(nodes.Const)]
        if file in names or (file is None and not names):
            return node.lineno
    return found[0].lineno


def _sent_outside(node: nodes.Node) -> int:
    """Return the line of a top-level node that would print something, 0 if it would not."""
    if isinstance(
        node, nodes.Block | nodes.Assign | nodes.AssignBlock | nodes.Macro | nodes.Import
    ):
        return 0
    if isinstance(node, nodes.FromImport):
        return 0
    if not isinstance(node, nodes.Output):
        return node.lineno
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            return part.lineno
        if part.data.strip():
            blank = part.data[: len(part.data) - len(part.data.lstrip())]
            return part.lineno + blank.count("\n")
    return 0


def _source(bodies: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    return (bodies[name], name, None) if name in bodies else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"{path}: {error}") from error


def split_front_matter(source: str) -> tuple[str | None, str]:
    """Return front matter and body; the body keeps its line numbers."""
    match = _FRONT.match(source)
    if match is None:
        return None, source
    head = match[1]
    return head, "\n" * (head.count("\n") + 3) + source[match.end() :]


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).replace("\n", " ")
