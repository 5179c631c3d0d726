"""Which settings hold and who says so: flags over environment over one file over defaults.

Reads files and asks nobody; knows nothing of connections and clients. The key is carried, not shown:
it may not stand in a file, and no message, row or `repr` has it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args
from urllib.parse import urlsplit

from summarizer.endpoints import ENDPOINTS, Endpoint, Profile
from summarizer.errors import UsageError
from summarizer.prices import Price

FILE = "summarizer.toml"
PROJECT_FILE = "pyproject.toml"
TABLE: tuple[str, ...] = ("tool", "summarizer")
PREFIX = "SUMMARIZER_"

_MARK = "\ufeff"  # of byte order, which editors on Windows put first
_NO_TABLE: tuple[str, ...] = ()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """A value and who gave it.

    `origin` is "flag", "environment NAME", a file with its line ("summarizer.toml:3"), "default" or
    "default for" a kind of server that is known by its address.
    """

    value: T
    origin: str


class Key:
    """The key of an endpoint: `text` has it, and nothing that is printed does.

    No dataclass, because `asdict` would lay it open.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return "Key(set)"

    def __str__(self) -> str:
        return "set"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Every setting with its origin; None stands for what nobody has set.

    `store` None is the user's data folder, `prompts` None the shipped ones, `prompt_set` None the
    default one; limits that are None do not exist. `file` is the file that was read, if there is one.
    """

    model: Setting[str | None]
    base_url: Setting[str]
    api_key: Setting[Key | None]
    profile: Setting[Profile]
    store: Setting[Path | None]
    prompts: Setting[Path | None]
    prompt_set: Setting[str | None]
    concurrency: Setting[int]
    requests_per_minute: Setting[int | None]
    tokens_per_minute: Setting[int | None]
    timeout_seconds: Setting[float]
    deadline_seconds: Setting[float]
    context_tokens: Setting[int | None]
    max_calls: Setting[int | None]
    max_cost: Setting[Decimal | None]
    input_price: Setting[Decimal | None]
    output_price: Setting[Decimal | None]
    file: Path | None = None

    def rows(self) -> list[tuple[str, str, str]]:
        """Return (name, value as shown, origin) of every setting; of the key, whether it is set."""
        settings = ((name, getattr(self, name)) for name in _READERS)
        return [(name, _shown(name, of.value), _printable(of.origin)) for name, of in settings]

    def endpoint(self) -> Endpoint:
        """Return the endpoint these settings describe, with what is known of its kind of server."""
        key = self.api_key.value
        given = {name: getattr(self, name).value for name in _OF_ENDPOINT}
        _, known = _known(self.base_url.value)
        read, written = self.input_price.value, self.output_price.value
        price = Price(read, written) if read is not None and written is not None else None
        return replace(known, api_key=key.text if key else "", price=price, **given)


def load(
    flags: Mapping[str, object], *, environment: Mapping[str, str], folder: Path
) -> Configuration:
    """Return the settings that hold in `folder`.

    The file is the `summarizer.toml` of the folder or of its nearest parent, up to the home folder
    or the root; where there is none, the nearest `pyproject.toml` with a table `[tool.summarizer]`.
    Paths in it are relative to it. Of each setting only the value that wins is checked, of the file
    and of the environment all names are.

    Args:
        flags: values by name of setting, as text or typed; None where a flag was not given.
        environment: the variables; empty ones count as not set. `HOME` says where `~` is.
        folder: where the call is made.

    Raises:
        UsageError: an unknown name, a value that cannot be used, a key in the file, or a file that
            cannot be read; one line that says where.
    """
    home_name = environment.get("HOME") or environment.get("USERPROFILE")
    home = Path(home_name).resolve() if home_name else None
    file, settings = _from_file(folder.resolve(), home)
    settings |= _from_environment(environment)
    for name in flags:
        if name not in _READERS:
            raise UsageError(f"unknown setting {name!r}{_nearest(name, _READERS)}")
    settings |= {name: _Given(v, "flag") for name, v in flags.items() if v is not None}
    checked = {name: Setting(_checked(name, of, home), of.origin) for name, of in settings.items()}
    kind, known = _known(checked["base_url"].value if "base_url" in checked else _DEFAULT_URL)
    basis = f"default for {kind}" if kind and "base_url" in checked else "default"
    defaults: dict[str, Setting[Any]] = {name: Setting(None, "default") for name in _READERS}
    for name in _OF_ENDPOINT:
        if (value := getattr(known, name)) is not None:
            defaults[name] = Setting(value, basis)
    configuration = Configuration(**(defaults | checked), file=file)
    timeout, deadline = configuration.timeout_seconds, configuration.deadline_seconds
    if "timeout_seconds" in checked and timeout.value > deadline.value:
        raise UsageError(
            f"timeout_seconds ({timeout.value:g}, {timeout.origin}) is above deadline_seconds "
            f"({deadline.value:g}, {deadline.origin}), which covers all tries: raise that too"
        )
    prices = configuration.input_price, configuration.output_price
    if len({price.value is None for price in prices}) > 1:
        raise UsageError("input_price and output_price go together (dollars a million tokens)")
    return configuration


def write_profile(folder: Path, values: Mapping[str, object]) -> Path:
    """Set `values` in the settings file of `folder` and return its path.

    That is `summarizer.toml`, or a `pyproject.toml` that has the settings already; where neither is
    there, a new `summarizer.toml`. All other lines stay as they are, and comments behind a value do.
    The file is replaced as a whole or not at all.

    Raises:
        UsageError: a value cannot be used, or the file is not sound or not plain enough to change.
        OSError: the file cannot be written.
    """
    written = {}
    for name, value in values.items():
        if _is_key(name) or name not in _READERS:
            raise UsageError(f"{name!r} is nothing to write to a file{_nearest(name, _FILE_NAMES)}")
        checked = _checked(name, _Given(value, "", name), None)
        written[name] = _toml(str(value) if isinstance(checked, Path) else checked)
    path, table = folder / FILE, _NO_TABLE
    if not path.exists() and _settings_in(folder / PROJECT_FILE, TABLE) is not None:
        path, table = folder / PROJECT_FILE, TABLE
    old = _read(path) if path.exists() else ""
    mark, text = (_MARK, old[1:]) if old.startswith(_MARK) else ("", old)
    expected = _parsed(path, text, str)
    target: dict[str, Any] = expected["tool"]["summarizer"] if table else expected
    for name, value in written.items():
        text = _with(text, (*table, name), value)
        target[name] = tomllib.loads(f"x = {value}", parse_float=str)["x"]
    try:
        is_so = tomllib.loads(text, parse_float=str) == expected
    except tomllib.TOMLDecodeError:
        is_so = False
    if not is_so:
        lines = ", ".join(f"{name} = {value}" for name, value in written.items())
        raise UsageError(f"{path} cannot be changed in place; write there: {lines}")
    _replace(path.resolve(), (mark + text).encode())
    return path


@dataclass(frozen=True, slots=True)
class _Given:
    """A value as it came; paths are relative to `base`, `where` is how messages call it."""

    value: object
    origin: str
    where: str = ""
    base: Path | None = None


def _checked(name: str, given: _Given, home: Path | None) -> Any:
    value = given.value
    if isinstance(value, str) and name in _NUMBERS and given.base is None:
        value = _typed(value)
    try:
        read = _READERS[name](value)
    except ValueError as error:
        where = given.where or f"--{name.replace('_', '-')}"
        raise UsageError(f"{where} {error}") from None
    if isinstance(read, Path):
        is_home = home is not None and read.parts[:1] == ("~",)
        read = home.joinpath(*read.parts[1:]) if home and is_home else read
        read = given.base / read if given.base else read
    return read


# Readers return the value of one setting, or raise ValueError with what stands after its name. None
# of those that may be handed a key by mistake repeats what it was given.


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError(f"must be text, not {_kind(given)}")
    if not given.strip() or not given.isprintable():
        raise ValueError("must be text on one line, and not empty")
    return given.strip()


def _url(given: object) -> str:
    url = _text(given).rstrip("/")
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
        is_sound = is_sound and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError("must begin with http:// or https:// and name a host")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"takes no user, query or fragment: the key belongs in {_VARIABLE_OF_KEY}")
    if url.endswith("/chat/completions"):
        raise ValueError("must end before /chat/completions, mostly with /v1")
    return url


def _key(given: object) -> Key:
    if isinstance(given, Key):
        return given
    if not isinstance(given, str) or not re.fullmatch(r"[!-~]+", given):
        raise ValueError("must be one line of plain letters, digits and signs, without spaces")
    return Key(given)


def _profile(given: object) -> Profile:
    known: tuple[Profile, ...] = get_args(Profile)
    for profile in known:
        if profile == given:
            return profile
    raise ValueError(f"must be one of {', '.join(known)}, not {_kind(given)}")


def _path(given: object) -> Path:
    text = os.fspath(given) if isinstance(given, Path) else given
    if not isinstance(text, str) or not text.strip() or "\0" in text:
        raise ValueError(f"must be a path, not {_kind(given)}")
    return Path(text)


def _number(given: object, least: int, most: int) -> Decimal:
    if isinstance(given, int | float | Decimal) and not isinstance(given, bool):
        value = Decimal(str(given)) if isinstance(given, float) else Decimal(given)
        if value.is_finite() and least <= value <= most and value > 0:
            return value
    bounds = f"from {least:,} to {most:,}" if least else f"above 0, {most:,} at most"
    raise ValueError(f"must be a number {bounds}, not {_kind(given)}")


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(given: object) -> int:
        if type(given) is int and least <= given <= most:
            return given
        raise ValueError(
            f"must be a whole number from {least:,} to {most:,}, not {_kind(given)}"
        ) from None

    return read


def _seconds(given: object) -> float:
    return float(_number(given, 0, 86_400))


def _money(given: object) -> Decimal:
    return _number(given, 0, 1_000_000)


_READERS: Mapping[str, Callable[[object], object]] = {
    "model": _text,
    "base_url": _url,
    "api_key": _key,
    "profile": _profile,
    "store": _path,
    "prompts": _path,
    "prompt_set": _text,
    "concurrency": _whole(1, 1_024),
    "requests_per_minute": _whole(1, 10**9),
    "tokens_per_minute": _whole(1, 10**12),
    "timeout_seconds": _seconds,
    "deadline_seconds": _seconds,
    "context_tokens": _whole(256, 10**9),
    "max_calls": _whole(1, 10**9),  # not 0, which some read as none and some as no limit
    "max_cost": _money,
    "input_price": _money,  # US dollars for a million tokens
    "output_price": _money,
}
_NUMBERS = frozenset(_READERS) - frozenset(
    "model base_url api_key profile store prompts prompt_set".split()
)
_OF_ENDPOINT = frozenset(of.name for of in fields(Endpoint)) & _READERS.keys() - {"api_key"}
_VARIABLE_OF_KEY = "OPENAI_API_KEY"  # this and the next are those that other programs read, too
VARIABLES: Mapping[str, str] = {name: PREFIX + name.upper() for name in _READERS} | {
    "api_key": _VARIABLE_OF_KEY,
    "base_url": "OPENAI_BASE_URL",
}
_FILE_NAMES = dict.fromkeys(name for name in _READERS if name != "api_key")
_DEFAULT_URL = ENDPOINTS["openai"].base_url
_UNSET = {
    "model": "not set",
    "api_key": "not set",
    "store": "answers.db in the user's data folder",
    "prompts": "the shipped ones",
    "prompt_set": "the default one",
    "context_tokens": "not known",
}


def _known(url: str) -> tuple[str, Endpoint]:
    """Return the kind of server that is known to be at a URL, or "", and its settings."""
    plain = url.replace("//127.0.0.1:", "//localhost:")
    for kind, endpoint in ENDPOINTS.items():
        if endpoint.base_url == plain:
            return kind, replace(endpoint, base_url=url)
    return "", Endpoint(url)


def _typed(text: str) -> object:
    """Return the number that a text is, or else the text."""
    if re.fullmatch(r"[+-]?[0-9]{1,15}", text.strip()):
        return int(text)
    if re.fullmatch(r"[+-]?[0-9]{1,15}\.[0-9]{1,15}", text.strip()):
        return Decimal(text.strip())
    return text


def _kind(given: object) -> str:
    """Return a value as a message shows it."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int | float | Decimal):
        return _cut(str(given))
    if isinstance(given, str):
        return _cut(repr(given))
    return {dict: "a table", list: "a list", type(None): "nothing"}.get(
        type(given), f"a {type(given).__name__}"
    )


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _shown(name: str, value: object) -> str:
    if value is None:
        return _UNSET.get(name, "no limit")
    if isinstance(value, float):
        return f"{value:g}"
    return _printable(f"{value:f}" if isinstance(value, Decimal) else str(value))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = get_close_matches(name.lower().replace("-", "_"), known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"


def _is_key(name: str) -> bool:
    plain = name.lower().replace("-", "_")
    return plain in ("key", "token", "secret") or plain.endswith(("api_key", "apikey"))


def _from_environment(environment: Mapping[str, str]) -> dict[str, _Given]:
    by_variable = {variable: name for name, variable in VARIABLES.items()}
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and environment[variable] and variable not in by_variable:
            rest = variable.removeprefix(PREFIX).lower()
            near = get_close_matches(rest, VARIABLES, n=1, cutoff=0.6)
            hint = f"did you mean {VARIABLES[near[0]]}?" if near else f"known: {_all_variables()}"
            raise UsageError(f"unknown environment variable {_printable(variable)}; {hint}")
    return {
        name: _Given(environment[variable], f"environment {variable}", variable)
        for variable, name in by_variable.items()
        if environment.get(variable)
    }


def _all_variables() -> str:
    return ", ".join(VARIABLES.values())


def _from_file(folder: Path, home: Path | None) -> tuple[Path | None, dict[str, _Given]]:
    """Return the file that holds the settings, and what stands in it."""
    folders = [folder, *folder.parents]
    if home in folders:
        folders = folders[: folders.index(home) + 1]
    for name, table in ((FILE, _NO_TABLE), (PROJECT_FILE, TABLE)):
        for path in (place / name for place in folders):
            if (settings := _settings_in(path, table)) is not None:
                text, found = settings
                shown = _printable(Path(os.path.relpath(path, folder)).as_posix())
                return path, _named(found, _lines(text, table, found), shown, path.parent)
    return None, {}


def _named(
    found: Mapping[str, object], lines: Mapping[str, int], shown: str, base: Path
) -> dict[str, _Given]:
    settings = {}
    for name, value in found.items():
        origin = f"{shown}:{lines[name]}" if name in lines else shown
        if _is_key(name):
            raise UsageError(
                f"{origin}: a key may not stand in a file, which others may read: take it out and "
                f"set the environment variable {_VARIABLE_OF_KEY}"
            )
        if name not in _READERS:
            if isinstance(value, dict):
                raise UsageError(
                    f"{origin}: unknown table [{_printable(name)}]; settings stand in no table"
                )
            raise UsageError(f"{origin}: unknown setting {name!r}{_nearest(name, _FILE_NAMES)}")
        settings[name] = _Given(value, origin, f"{origin}: {name}", base)
    return settings


def _settings_in(path: Path, table: tuple[str, ...]) -> tuple[str, dict[str, Any]] | None:
    """Return the text and the settings of a file; None where it is not there or has no such table.

    A `pyproject.toml` that is not sound is only told of if it speaks of this package.
    """
    try:
        if not path.is_file():
            return None
    except OSError:  # a folder that may not be looked into
        return None
    text = _read(path).removeprefix(_MARK)
    if table and table[-1] not in text:
        return None
    found: Any = _parsed(path, text, _decimal)
    for part in table:
        found = found.get(part) if isinstance(found, dict) else None
    return (text, found) if isinstance(found, dict) else None


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error


def _parsed(path: Path, text: str, parse_float: Callable[[str], Any]) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError:
        reason, line = "nested too deeply", None
    except ValueError as error:
        reason, line = str(error), re.search(r" \(at line ([0-9]+), column [0-9]+\)", str(error))
    if line:
        reason = reason.replace(line[0], "")
    raise UsageError(f"{path}{f':{line[1]}' if line else ''}: not TOML: {reason}")


def _decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond all bounds
        return text


@dataclass(frozen=True, slots=True)
class _Statement:
    """A table header or an assignment: lines from `begin` to before `end`, counted from 0."""

    path: tuple[str, ...]
    begin: int
    end: int
    is_header: bool


_LAST = ("]", "}", '"""', "'''")  # one of these ends a statement of several lines


def _statements(text: str) -> Iterator[_Statement]:
    """Yield the statements of a sound TOML text.

    TOML tells at the end of every line whether its statement is complete, so the parser itself says
    where each one ends; no second reading of strings and brackets is needed.
    """
    lines = text.split("\n")
    table: tuple[str, ...] = ()
    begin = 0
    for at, line in enumerate(lines):
        if at > begin and not any(mark in line for mark in _LAST):
            continue
        try:
            parsed: Any = tomllib.loads("\n".join(lines[begin : at + 1]) + "\n")
        except tomllib.TOMLDecodeError:
            continue
        path = []
        while isinstance(parsed, dict) and len(parsed) == 1:
            ((part, parsed),) = parsed.items()
            path.append(part)
        is_header = lines[begin].lstrip().startswith("[")
        table = tuple(path) if is_header else table
        if path:
            yield _Statement(table if is_header else (*table, *path), begin, at + 1, is_header)
        begin = at + 1


def _lines(text: str, table: tuple[str, ...], found: Mapping[str, object]) -> dict[str, int]:
    """Return the line, from 1, on which each setting stands, as far as that can be told."""
    lines: dict[str, int] = {}
    size = len(table)
    for statement in _statements(text):
        path = statement.path
        if len(path) > size and path[:size] == table:
            lines.setdefault(path[size], statement.begin + 1)
        elif path == table and not statement.is_header:  # an inline table
            lines |= dict.fromkeys(found, statement.begin + 1)
    return lines


def _with(text: str, path: tuple[str, ...], value: str) -> str:
    """Return a TOML text in which the setting at `path` is `value`."""
    ending = "\r" if text.partition("\n")[0].endswith("\r") else ""
    if text and not text.endswith("\n"):
        text += f"{ending}\n"
    lines = text.split("\n")
    statements = list(_statements(text))
    for statement in statements:
        if statement.path == path and not statement.is_header:
            old = "\n".join(lines[statement.begin : statement.end]).removesuffix("\r")
            name = old.partition("=")[0].rstrip()
            line = f"{name} = {value}{_comment(old)}{ending}"
            lines[statement.begin : statement.end] = [line]
            return "\n".join(lines)
    lines.insert(_place(statements, lines, path[:-1]), f"{path[-1]} = {value}{ending}")
    return "\n".join(lines)


def _place(statements: list[_Statement], lines: list[str], table: tuple[str, ...]) -> int:
    """Return the line before which a new setting of `table` belongs."""
    own = [s for s in statements if s.path[: len(table)] == table and s.path != table]
    headers = [s for s in statements if s.is_header]
    if table:
        begin = next((s for s in headers if s.path == table), None)
        if begin is None:
            return len(lines) - 1
        after = next((s.begin for s in headers if s.begin > begin.begin), len(lines))
        return max([s.end for s in own if begin.end <= s.begin < after], default=begin.end)
    first = headers[0].begin if headers else len(lines) - 1
    before = [s.end for s in own if s.begin < first]
    if before or not headers:
        return max(before, default=first)
    while first and lines[first - 1].lstrip().startswith("#"):  # the comment of that table
        first -= 1
    return first


def _comment(assignment: str) -> str:
    """Return the comment behind a value, with the space before it, or nothing."""
    for at, letter in enumerate(assignment):
        if letter == "#":
            try:
                tomllib.loads(assignment[:at])
            except tomllib.TOMLDecodeError:  # it stands within a string
                continue
            return assignment[len(assignment[:at].rstrip()) :]
    return ""


def _toml(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else f"{value}".removesuffix(".0")


def _replace(path: Path, raw: bytes) -> None:
    """Write a file as a whole; what it may be read by stays as it was."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
