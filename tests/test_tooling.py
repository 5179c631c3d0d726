"""Linter, types, layers and the wheel: what a reviewer would run by hand."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import summarizer

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent


def check(*command: str, cwd: Path = ROOT) -> None:
    """Run a command and show what it printed if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("-m", "ruff", "check", "summarizer", "tests"),
        ("-m", "ruff", "format", "--check", "summarizer", "tests"),
        ("-m", "mypy", "--strict", "summarizer"),
    ],
    ids=["lint", "format", "types"],
)
def test_the_code_is_clean(arguments: tuple[str, ...]) -> None:
    """Linter, formatter and type checker have nothing to say."""
    check(sys.executable, *arguments)


def test_data_flows_one_way() -> None:
    """No module imports one above it, and replay imports no client library."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [str(BIN / "lint-imports")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_public_names_are_these() -> None:
    """The package exports a handful of names; a new one is a decision."""
    assert summarizer.__all__ == [
        "Briefing",
        "ClaimRecord",
        "Document",
        "Endpoint",
        "Extracted",
        "LiveModel",
        "Plan",
        "Price",
        "Summarizer",
        "SummarizerError",
        "TimeWindow",
        "brief",
        "briefing_schema",
        "extract",
    ]
    for name in summarizer.__all__:
        assert getattr(summarizer, name).__module__.startswith("summarizer.")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    check(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_prompts_page_and_type_marker(wheel: Path) -> None:
    """Templates ship inside the package, so an installed one needs no checkout."""
    names = set(zipfile.ZipFile(wheel).namelist())
    prompts = ROOT / "prompts"
    files = [path.relative_to(prompts) for path in prompts.rglob("*") if path.is_file()]
    assert {f"summarizer/_prompts/{path.as_posix()}" for path in files} <= names
    assert "summarizer/_prompts/single-call/set.yaml" in names
    page = ROOT / "summarizer" / "rendering" / "html"
    assert {f"summarizer/rendering/html/{path.name}" for path in page.glob("*.*")} <= names
    assert "summarizer/py.typed" in names
    assert {f"summarizer/revision/page.{kind}" for kind in ("css", "html.jinja")} <= names


def test_the_wheel_replays_the_fixtures(wheel: Path, tmp_path: Path) -> None:
    """Unpacked alone, the wheel's package runs the main job with its own prompts."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "summarizer",
            "brief",
            str(ROOT / "fixtures/articles/kyiv-2025-07-04"),
            "--replay",
            str(ROOT / "fixtures/recordings"),
            "-q",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# ")


def test_the_wheel_has_every_shipped_set(wheel: Path, tmp_path: Path) -> None:
    """Unpacked alone, the package lists and renders the second set from its own folder."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    for command in ("list", "check"):
        call = [
            sys.executable,
            "-m",
            "summarizer",
            "prompts",
            command,
            "--prompt-set",
            "single-call",
        ]
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        done = subprocess.run(
            call,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            env=kept | {"SUMMARIZER_STORE": str(tmp_path / "none.db")},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert ("article" if command == "list" else "prompts are sound") in done.stdout


def test_a_checkout_runs_as_a_module() -> None:
    """`python -m summarizer` in a checkout reads the templates beside the package."""
    code = (
        "import summarizer.prompts as p, pathlib; "
        f"assert p.shipped_directory() == pathlib.Path({str(ROOT / 'prompts')!r})"
    )
    check(sys.executable, "-c", code)


def test_every_runtime_dependency_has_a_floor() -> None:
    """Without floors an installer resolves to clients years old."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for requirement in project["dependencies"]:
        assert ">=" in requirement or requirement == "rich<15", requirement
