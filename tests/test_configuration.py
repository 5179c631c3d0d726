"""Settings: which of four places wins, what is refused and how, and files changed in place."""

from __future__ import annotations

import dataclasses
import pickle
import stat
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.configuration import VARIABLES, Configuration, Key, load, write_profile
from summarizer.endpoints import ENDPOINTS
from summarizer.errors import UsageError

SECRET = "sk-proj-0123456789abcdef"
NAMES = list(VARIABLES)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home folder."""
    return tmp_path.resolve()


@pytest.fixture
def desk(home: Path) -> Path:
    """Return a folder two below the home folder."""
    folder = home / "news" / "desk"
    folder.mkdir(parents=True)
    return folder


def loaded(
    folder: Path, environment: Mapping[str, str] | None = None, **flags: object
) -> Configuration:
    """Return the settings of a folder that is a home folder or is two below one."""
    home = folder.parents[1] if folder.name == "desk" else folder
    return load(flags, environment={"HOME": str(home), **(environment or {})}, folder=folder)


def refused(folder: Path, environment: Mapping[str, str] | None = None, **flags: object) -> str:
    """Return the one line that a call is refused with."""
    with pytest.raises(UsageError) as caught:
        loaded(folder, environment, **flags)
    told = str(caught.value)
    assert "\n" not in told
    assert SECRET not in told
    return told


def row(configuration: Configuration, name: str) -> tuple[str, str]:
    """Return value and origin of one setting, as shown."""
    return next((shown, origin) for at, shown, origin in configuration.rows() if at == name)


def test_nothing_given_is_the_defaults(home: Path) -> None:
    """Without flags, variables and files every setting has a default, and says so."""
    configuration = loaded(home)
    assert [name for name, _, _ in configuration.rows()] == NAMES
    assert {origin for _, _, origin in configuration.rows()} == {"default"}
    assert configuration.base_url.value == ENDPOINTS["openai"].base_url
    assert configuration.model.value is None
    assert configuration.file is None
    assert row(configuration, "max_cost") == ("no limit", "default")
    assert row(configuration, "api_key") == ("not set", "default")
    assert configuration.endpoint() == ENDPOINTS["openai"]


def test_flags_win_over_environment_over_file(home: Path) -> None:
    """Each place covers the next weaker one, and the origin says which it was."""
    (home / "summarizer.toml").write_text('# ours\nmodel = "c"\nconcurrency = 3\nmax_calls = 30\n')
    environment = {"SUMMARIZER_MODEL": "b", "SUMMARIZER_CONCURRENCY": "2"}
    configuration = loaded(home, environment, model="a", concurrency=None)
    assert row(configuration, "model") == ("a", "flag")
    assert row(configuration, "concurrency") == ("2", "environment SUMMARIZER_CONCURRENCY")
    assert row(configuration, "max_calls") == ("30", "summarizer.toml:4")
    assert configuration.file == home / "summarizer.toml"


GIVEN: list[tuple[str, str, str, object, str]] = [
    # setting, text in a variable or flag, value in a file, value, as shown
    ("model", "gpt-5-mini", '"gpt-5-mini"', "gpt-5-mini", "gpt-5-mini"),
    ("model", "7", '"7"', "7", "7"),  # a number is a name here
    ("base_url", "http://[::1]:8/v1/", '"http://[::1]:8/v1/"', "http://[::1]:8/v1", "http://[::1]:8/v1"),
    ("profile", "object", "'object'", "object", "object"),
    ("store", "/x/a.db", '"/x/a.db"', Path("/x/a.db"), "/x/a.db"),
    ("prompts", "/x/mine", '"/x/mine"', Path("/x/mine"), "/x/mine"),
    ("prompt_set", "single-call", '"single-call"', "single-call", "single-call"),
    ("concurrency", "12", "12", 12, "12"),
    ("requests_per_minute", "500", "500", 500, "500"),
    ("tokens_per_minute", "2000000", "2_000_000", 2_000_000, "2000000"),
    ("timeout_seconds", "2.5", "2.5", 2.5, "2.5"),
    ("deadline_seconds", "600", "600", 600.0, "600"),
    ("context_tokens", "32768", "32768", 32768, "32768"),
    ("max_calls", "100", "100", 100, "100"),
    ("max_cost", "0.10", "0.10", Decimal("0.10"), "0.10"),  # money is no binary fraction
    ("max_cost", "2", "2", Decimal(2), "2"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "toml", "value", "shown"), GIVEN)
def test_every_setting_can_be_given_everywhere(
    home: Path, name: str, text: str, toml: str, value: object, shown: str
) -> None:
    """A flag, a variable and a line of the file come to the same typed value."""
    by_flag = load({name: text}, environment={"HOME": str(home)}, folder=home)
    by_variable = loaded(home, {VARIABLES[name]: text})
    (home / "summarizer.toml").write_text(f"{name} = {toml}\n")
    by_file = loaded(home)
    for configuration in (by_flag, by_variable, by_file):
        given = getattr(configuration, name).value
        assert given == value
        assert type(given) is type(value)
        assert row(configuration, name)[0] == shown


def test_flags_may_be_typed(home: Path) -> None:
    """What a parser of command lines made of the text is taken as well."""
    configuration = loaded(home, store=Path("a.db"), timeout_seconds=1.5, max_cost=0.1, max_calls=3)
    assert configuration.store.value == Path("a.db")
    assert configuration.max_cost.value == Decimal("0.1")


NO_KEY_IN_URL = "takes no user, query or fragment: the key belongs in OPENAI_API_KEY"
WRONG: list[tuple[str, str, str]] = [
    # setting, value in a file, what is told after the name
    ("model", "5", "must be text, not 5"),
    ("model", '""', "must be text on one line, and not empty"),
    ("model", '"a\\nb"', "must be text on one line, and not empty"),
    ("model", "{ name = 'x' }", "must be text, not a table"),
    ("base_url", '"localhost:8000/v1"', "must begin with http:// or https:// and name a host"),
    ("base_url", '"ftp://host/v1"', "must begin with http:// or https:// and name a host"),
    ("base_url", '"http:///v1"', "must begin with http:// or https:// and name a host"),
    ("base_url", '"http://[::1/v1"', "must begin with http:// or https:// and name a host"),
    ("base_url", '"http://h:99999/v1"', "must begin with http:// or https:// and name a host"),
    ("base_url", '"http://h/v 1"', "must begin with http:// or https:// and name a host"),
    ("base_url", f'"{SECRET}"', "must begin with http:// or https:// and name a host"),
    ("base_url", f'"http://u:{SECRET}@h/v1"', NO_KEY_IN_URL),
    ("base_url", f'"http://h/v1?key={SECRET}"', NO_KEY_IN_URL),
    ("base_url", '"http://h/v1/chat/completions"', "must end before /chat/completions, mostly with /v1"),
    ("profile", '"Strict"', "must be one of strict, schema, object, text, not 'Strict'"),
    ("store", "3", "must be a path, not 3"),
    ("prompts", '" "', "must be a path, not ' '"),
    ("concurrency", "0", "must be a whole number from 1 to 1,024, not 0"),
    ("concurrency", "8.0", "must be a whole number from 1 to 1,024, not 8.0"),
    ("concurrency", "true", "must be a whole number from 1 to 1,024, not true"),
    ("concurrency", '"8"', "must be a whole number from 1 to 1,024, not '8'"),
    ("requests_per_minute", "-1", "must be a whole number from 1 to 1,000,000,000, not -1"),
    ("context_tokens", "4", "must be a whole number from 256 to 1,000,000,000, not 4"),
    ("timeout_seconds", "0", "must be a number above 0, 86,400 at most, not 0"),
    ("timeout_seconds", "nan", "must be a number above 0, 86,400 at most, not NaN"),
    ("timeout_seconds", "inf", "must be a number above 0, 86,400 at most, not Infinity"),
    ("timeout_seconds", "1e99", "must be a number above 0, 86,400 at most, not 1E+99"),
    ("deadline_seconds", "2025-07-04", "must be a number above 0, 86,400 at most, not a date"),
    ("max_calls", "0", "must be a whole number from 1 to 1,000,000,000, not 0"),
    ("max_cost", "[1]", "must be a number above 0, 1,000,000 at most, not a list"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "toml", "told"), WRONG)
def test_a_wrong_value_is_told_with_its_line(home: Path, name: str, toml: str, told: str) -> None:
    """File and line, the setting, what it must be and what it is; a key put in the wrong place never."""
    (home / "summarizer.toml").write_text(f"\n# a remark\n{name} = {toml}\n")
    assert refused(home) == f"summarizer.toml:3: {name} {told}"


def test_a_wrong_value_is_told_by_where_it_was_given(home: Path) -> None:
    """A flag and a variable are called by their own names."""
    assert refused(home, max_calls="many").startswith("--max-calls must be a whole number from 1")
    assert refused(home, {"SUMMARIZER_MAX_CALLS": "1e3"}).startswith("SUMMARIZER_MAX_CALLS must be")
    assert refused(home, {"OPENAI_BASE_URL": SECRET}).startswith("OPENAI_BASE_URL must begin with")
    assert len(refused(home, profile="x" * 500)) < 150


def test_only_the_value_that_wins_is_checked(home: Path) -> None:
    """A variable meant for another program does no harm to a call that says what it wants."""
    configuration = loaded(home, {"OPENAI_BASE_URL": "azure"}, base_url="http://h/v1")
    assert row(configuration, "base_url") == ("http://h/v1", "flag")


def test_a_timeout_above_the_deadline_is_refused(home: Path) -> None:
    """Given so, it would never be reached; a deadline below a default is another matter."""
    told = refused(home, timeout_seconds=1200)
    assert told.startswith("timeout_seconds (1200, flag) is above deadline_seconds (")
    assert loaded(home, deadline_seconds=1).deadline_seconds.value == 1.0


UNKNOWN_IN_FILE = [
    # the text, what is told
    ('modle = "m"\n', "summarizer.toml:1: unknown setting 'modle'; did you mean 'model'?"),
    ("x = 1\n\nmax-calls = 2", "summarizer.toml:1: unknown setting 'x'; known: model, base_url, pr"),
    ("max-calls = 2", "summarizer.toml:1: unknown setting 'max-calls'; did you mean 'max_calls'?"),
    ("store = '''\na'''\nprompt = 1", "summarizer.toml:3: unknown setting 'prompt'; did you mean 'p"),
    ("# [x]\n[tool.summarizer]\nmodel = 'm'", "summarizer.toml:2: unknown table [tool]; settings st"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), UNKNOWN_IN_FILE)
def test_an_unknown_name_in_the_file_is_told(home: Path, text: str, told: str) -> None:
    """The nearest setting is named, and the line, past values of several lines."""
    (home / "summarizer.toml").write_text(text)
    assert refused(home).startswith(told)


UNKNOWN_VARIABLES = [
    # variable, the hint
    ("SUMMARIZER_MODLE", "did you mean SUMMARIZER_MODEL?"),
    ("SUMMARIZER_BASE_URL", "did you mean OPENAI_BASE_URL?"),
    ("SUMMARIZER_API_KEY", "did you mean OPENAI_API_KEY?"),
    ("SUMMARIZER_XYZZY", "known: SUMMARIZER_MODEL, OPENAI_BASE_URL, OPENAI_API_KEY,"),
]


@pytest.mark.parametrize(("variable", "hint"), UNKNOWN_VARIABLES)
def test_an_unknown_variable_is_told(home: Path, variable: str, hint: str) -> None:
    """A variable that would do nothing is an error; its value, which may be a key, is not shown."""
    told = refused(home, {variable: SECRET})
    assert told.startswith(f"unknown environment variable {variable}; {hint}")


def test_empty_variables_and_those_of_others_count_as_not_set(home: Path) -> None:
    """What is set to nothing is not set, and other programs have their own names."""
    environment = {"SUMMARIZER_MODEL": "", "SUMMARIZER_OLD": "", "OPENAI_ORGANIZATION": "o"}
    assert loaded(home, environment) == loaded(home)


def test_an_unknown_flag_is_told(home: Path) -> None:
    """A caller in Python that misspells a setting hears of it."""
    assert refused(home, max_call=3) == "unknown setting 'max_call'; did you mean 'max_calls'?"


@pytest.mark.parametrize("name", ["api_key", "api-key", "OPENAI_API_KEY", "apikey", "key", "token"])
def test_the_key_may_not_stand_in_the_file(home: Path, name: str) -> None:
    """Whatever it is called there, the message says where it belongs, and not what it is."""
    (home / "summarizer.toml").write_text(f'model = "m"\n{name} = "{SECRET}"\n')
    told = refused(home, {"OPENAI_API_KEY": SECRET})
    assert told.startswith("summarizer.toml:2: a key may not stand in a file")
    assert told.endswith("set the environment variable OPENAI_API_KEY")


def test_the_key_is_never_shown(home: Path) -> None:
    """Nothing that prints a configuration or a part of it prints the key."""
    configuration = loaded(home, {"OPENAI_API_KEY": SECRET})
    assert configuration.api_key.value == Key(SECRET)
    assert row(configuration, "api_key") == ("set", "environment OPENAI_API_KEY")
    key = configuration.api_key
    shown = [configuration, key, key.value, configuration.rows(), configuration.endpoint()]
    shown += [dataclasses.asdict(configuration), dataclasses.astuple(configuration)]
    for thing in shown:
        assert SECRET not in f"{thing!r} {thing} {[thing]}"
    assert configuration.endpoint().api_key == SECRET
    assert pickle.loads(pickle.dumps(configuration)) == configuration


@pytest.mark.parametrize("key", [f"{SECRET}\n", f"{SECRET} ", f"{SECRET}…", f"Bearer {SECRET}"])
def test_a_key_that_no_header_carries_is_refused(home: Path, key: str) -> None:
    """Line ends, spaces and signs that a text program put in are told before anything is sent."""
    told = refused(home, {"OPENAI_API_KEY": key})
    assert told.startswith("OPENAI_API_KEY must be one line of plain letters")


def test_the_file_of_the_nearest_parent_is_read(home: Path, desk: Path) -> None:
    """The search goes up to the home folder and not beyond; paths in a file are relative to it."""
    (home / "summarizer.toml").write_text('model = "of home"\n')
    assert row(loaded(desk), "model") == ("of home", "../../summarizer.toml:1")
    (desk.parent / "summarizer.toml").write_text('model = "of news"\nstore = "a/b.db"\n')
    configuration = loaded(desk, prompts="mine")
    assert row(configuration, "model") == ("of news", "../summarizer.toml:1")
    assert configuration.store.value == desk.parent / "a/b.db"
    assert configuration.prompts.value == Path("mine")
    away = load({}, environment={"HOME": str(desk)}, folder=desk)
    assert away.file is None


def test_a_tilde_is_the_home_folder(home: Path, desk: Path) -> None:
    """In a file or a variable no shell has put in the home folder."""
    (desk / "summarizer.toml").write_text('store = "~/a.db"\n')
    configuration = loaded(desk, {"SUMMARIZER_PROMPTS": "~/mine"})
    assert configuration.store.value == home / "a.db"
    assert configuration.prompts.value == home / "mine"


PROJECTS = [
    # a pyproject.toml, the model that it sets, its origin
    ('[project]\nname = "x"\n\n[tool.summarizer]\nmodel = "m"\n', "m", "pyproject.toml:5"),
    ('[tool]\nx = """\n[tool.summarizer]\n"""\nsummarizer.model = "m"\n', "m", "pyproject.toml:5"),
    ('tool.summarizer = { model = "m", max_calls = 3 }\n', "m", "pyproject.toml:1"),
    ('[tool."summarizer"]\n"model" = "m"\n', "m", "pyproject.toml:2"),
    ('[tool.other]\nmodel = "m"\n', "not set", "default"),
    ('[[tool]]\nsummarizer = "m"\n', "not set", "default"),
    ("this is no TOML\n", "not set", "default"),  # and none of our business
]


@pytest.mark.parametrize(("text", "model", "origin"), PROJECTS)
def test_a_project_file_may_hold_the_settings(
    home: Path, text: str, model: str, origin: str
) -> None:
    """The table may be written in any way that TOML allows."""
    (home / "pyproject.toml").write_text(text)
    assert row(loaded(home), "model") == (model, origin)


def test_the_own_file_comes_before_a_project_file(home: Path, desk: Path) -> None:
    """One file holds, and settings of two are never mixed."""
    (desk / "pyproject.toml").write_text('[tool.summarizer]\nmodel = "project"\nmax_calls = 3\n')
    assert loaded(desk).model.value == "project"
    (home / "summarizer.toml").write_text('model = "own"\n')
    configuration = loaded(desk)
    assert configuration.model.value == "own"
    assert configuration.max_calls.value is None


UNSOUND = [
    # bytes of the file, what is told
    (b"a = 1\nmodel = gpt-5\n", "/summarizer.toml:2: not TOML: Invalid value"),
    (b'model = "a"\nmodel = "b"\n', "/summarizer.toml:2: not TOML: Cannot overwrite a value"),
    (b"model = '\xff'\n", "/summarizer.toml: not UTF-8"),
    (b"max_calls = " + b"9" * 5000, "/summarizer.toml: not TOML: Exceeds the limit"),
    (b"x = " + b"[" * 5000, "/summarizer.toml: not TOML: nested too deeply"),
]


@pytest.mark.parametrize(("raw", "told"), UNSOUND, ids=["bare", "twice", "bytes", "huge", "deep"])
def test_a_file_that_cannot_be_read_is_told(home: Path, raw: bytes, told: str) -> None:
    """What is no sound TOML is one line, whatever is wrong with it."""
    (home / "summarizer.toml").write_bytes(raw)
    assert told in refused(home)


def test_marks_of_other_systems_are_read(home: Path) -> None:
    """A byte order mark and carriage returns change neither values nor lines."""
    (home / "summarizer.toml").write_bytes(b'\xef\xbb\xbf# x\r\nmodel = "m"\r\nmax_cost = 1.5\r\n')
    assert row(loaded(home), "max_cost") == ("1.5", "summarizer.toml:3")
    assert row(loaded(home), "model") == ("m", "summarizer.toml:2")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_what_is_known_of_a_server_stands_in_for_defaults(home: Path, host: str) -> None:
    """An address that a kind of server has by default brings its settings; given ones are stronger."""
    known = ENDPOINTS["ollama"]
    url = known.base_url.replace("localhost", host)
    configuration = loaded(home, {"OPENAI_BASE_URL": url}, concurrency=7)
    assert configuration.profile.value == known.profile
    assert row(configuration, "context_tokens") == (
        str(known.context_tokens),
        "default for ollama",
    )
    assert configuration.endpoint() == dataclasses.replace(known, base_url=url, concurrency=7)


CHANGES: list[tuple[str, dict[str, object], str]] = [
    # the file before, the values, the file after
    ("", {"profile": "schema"}, 'profile = "schema"\n'),
    ("# ours\n", {"profile": "text"}, '# ours\nprofile = "text"\n'),
    ('model = "m"', {"max_calls": 5}, 'model = "m"\nmax_calls = 5\n'),
    # a comment behind the value stays, a # in a string is none
    ('model = "a#b" # why # so\n', {"model": "c#d"}, 'model = "c#d" # why # so\n'),
    ("# a\n  model='m'  # b\n# c\n", {"model": "n"}, '# a\n  model = "n"  # b\n# c\n'),
    # a value of several lines is replaced as a whole
    ('model = """\nx"""  # y\nmax_calls = 1\n', {"model": "m"}, 'model = "m"  # y\nmax_calls = 1\n'),
    # carriage returns stay
    ('model = "m"\r\n# x\r\n', {"model": "n"}, 'model = "n"\r\n# x\r\n'),
    ("max_calls = 1\r\n# x\r\n", {"max_cost": "1.50"}, "max_calls = 1\r\nmax_cost = 1.50\r\n# x\r\n"),
    ('\ufeffmodel = "m"\n', {"model": "n"}, '\ufeffmodel = "n"\n'),
    # tables of others stay behind the settings, with their comments
    ("# of x\n[x]\na = 1\n", {"timeout_seconds": 60.0}, "timeout_seconds = 60\n# of x\n[x]\na = 1\n"),
    ('model = "m"\n\n[x]\nmodel = "n"\n', {"model": "o"}, 'model = "o"\n\n[x]\nmodel = "n"\n'),
    # quotation marks and letters of all kinds
    ("", {"store": Path('a "b"\\ü.db')}, 'store = "a \\"b\\"\\\\ü.db"\n'),
    # what has no equal, not even itself, is no hindrance
    ("x = nan\n", {"max_calls": 1}, "x = nan\nmax_calls = 1\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "values", "after"), CHANGES)
def test_a_file_is_changed_in_place(
    home: Path, before: str, values: dict[str, object], after: str
) -> None:
    """Only the lines of the settings given change; done twice, nothing changes more."""
    path = home / "summarizer.toml"
    path.write_bytes(before.encode())
    for _ in range(2):
        assert write_profile(home, values) == path
        assert path.read_bytes().decode() == after
    assert list(home.iterdir()) == [path]


def test_a_new_file_is_written(home: Path) -> None:
    """Where there is none, `summarizer.toml` is made, and read again by `load`."""
    write_profile(home, {"profile": "object", "context_tokens": 4096})
    configuration = loaded(home)
    assert row(configuration, "profile") == ("object", "summarizer.toml:1")
    assert row(configuration, "context_tokens") == ("4096", "summarizer.toml:2")


def test_a_project_file_with_the_settings_is_changed(home: Path) -> None:
    """A new file beside it would put all of its settings out of force."""
    path = home / "pyproject.toml"
    path.write_text('[tool.summarizer]\n# x\nmodel = "m"\n\n[tool.z]\nprofile = 1\n')
    assert write_profile(home, {"profile": "text", "model": "n"}) == path
    assert path.read_text() == (
        '[tool.summarizer]\n# x\nmodel = "n"\nprofile = "text"\n\n[tool.z]\nprofile = 1\n'
    )


def test_what_cannot_be_changed_in_place_is_left_alone(home: Path) -> None:
    """An inline table is told of, with the lines to write, and stays as it is."""
    path = home / "pyproject.toml"
    path.write_text('tool.summarizer = { model = "m" }\n')
    with pytest.raises(UsageError, match='cannot be changed in place; write there: model = "n"'):
        write_profile(home, {"model": "n"})
    assert path.read_text() == 'tool.summarizer = { model = "m" }\n'


NOT_WRITTEN = [
    # values, what is told
    ({"api_key": SECRET}, "'api_key' is nothing to write to a file"),
    ({"modle": "m"}, "'modle' is nothing to write to a file; did you mean 'model'?"),
    ({"profile": "loose"}, "profile must be one of"),
    ({"model": None}, "model must be text, not nothing"),
]


@pytest.mark.parametrize(("values", "told"), NOT_WRITTEN)
def test_what_does_not_belong_in_a_file_is_not_written(
    home: Path, values: dict[str, object], told: str
) -> None:
    """The key is never written, and nothing that would not be read again."""
    with pytest.raises(UsageError) as caught:
        write_profile(home, values)
    assert str(caught.value).startswith(told)
    assert SECRET not in str(caught.value)
    assert not list(home.iterdir())


def test_a_link_and_its_rights_stay(home: Path, desk: Path) -> None:
    """A file kept elsewhere is changed there, and may be read by whom it was before."""
    kept = home / "kept.toml"
    kept.write_text('model = "m"\n')
    kept.chmod(0o600)
    (desk / "summarizer.toml").symlink_to(kept)
    write_profile(desk, {"model": "n"})
    assert (desk / "summarizer.toml").is_symlink()
    assert kept.read_text() == 'model = "n"\n'
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


LINES = st.sampled_from(
    [
        "",
        "# model = 'x'",
        'x1 = "# no comment" # one',
        'x2 = """\nmodel = "inner"\n[x]\n"""',
        "x3 = [\n  1, # a\n  2,\n]",
        "x4 = '\\'",
        "x5.model = 1",
        'x6 = { model = "y" }',
        "x7 = '''\n'''",
    ]
)
TABLES = st.sampled_from(["", "[t]\nmodel = 'z'\n", "[[t]]\n# c\n[[t]]\nprofile = 1 # d"])


@given(
    lines=st.lists(LINES, unique=True),
    at=st.integers(0, 9),
    table=TABLES,
    ends=st.booleans(),
    model=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1),
)
def test_other_lines_always_stay(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[str],
    at: int,
    table: str,
    ends: bool,
    model: str,
) -> None:
    """Whatever stands around it, a setting is changed and every other value and comment stays."""
    folder = tmp_path_factory.mktemp("any")
    setting = "model = 'old' # kept"
    text = "\n".join([*lines[:at], setting, *lines[at:], table]) + ("\n" if ends else "")
    path = folder / "summarizer.toml"
    path.write_bytes(text.encode())
    write_profile(folder, {"model": model, "max_calls": 9})
    after = path.read_bytes().decode()
    old, new = tomllib.loads(text), tomllib.loads(after)
    assert new == {**old, "model": model, "max_calls": 9}
    kept = [line for line in text.split("\n") if line and not line.startswith("model = ")]
    left = [line for line in after.split("\n") if line and not line.startswith("model = ")]
    assert [line for line in left if line != "max_calls = 9"] == kept
    assert after.count(" # kept") == 1
