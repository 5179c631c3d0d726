"""The command line for tests: calls of it in this process, and files of answers made by hand."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import main

ReplyTo = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Ran:
    """What one call of the command line gave."""

    code: int
    out: str
    err: str


def run(*arguments: object, stdin: bytes = b"") -> Ran:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            main(map(str, arguments))
    assert isinstance(caught.value.code, int)
    return Ran(caught.value.code, out.getvalue(), err.getvalue())


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def output_line(custom_id: str, reply: object, **message: Any) -> str:
    """Return a line of a batch output file."""
    content = reply if isinstance(reply, str) else json.dumps(reply)
    choice = {"message": {"content": content, **message}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 500, "completion_tokens": 10}
    body = {"model": "m-1", "choices": [choice], "usage": usage}
    return (
        json.dumps({"custom_id": custom_id, "response": {"status_code": 200, "body": body}}) + "\n"
    )


def answer(
    requests: Path, replies: Path, reply_to: ReplyTo, claims: Sequence[Mapping[str, Any]] = ()
) -> int:
    """Write a batch output file that answers a batch input file; return how many lines."""
    lines = []
    for line in read_lines(requests):
        name = line["body"]["response_format"]["json_schema"]["name"]
        shown = line["body"]["messages"][-1]["content"]
        lines.append(output_line(line["custom_id"], reply_to(name, shown, claims)))
    replies.write_text("".join(lines), encoding="utf-8")
    return len(lines)
