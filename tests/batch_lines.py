"""Lines of batch files for tests, and the questions that they ask and answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from summarizer.answers import Memory, Request

QUESTIONS = [
    Request("m", (("user", f"Question {number} – “why”?"),), "reply", {"type": "object"}, {})
    for number in range(4)
]
KEYS = [question.key for question in QUESTIONS]


def line(key: str, content: Any = "{}", finish: str = "stop", **message: Any) -> dict[str, Any]:
    """Return a line of an output file."""
    return {
        "id": "batch_req_1",
        "custom_id": key,
        "response": {
            "status_code": 200,
            "request_id": "r1",
            "body": {
                "model": "m-2026",
                "choices": [
                    {"index": 0, "message": {"role": "assistant", "content": content, **message},
                     "finish_reason": finish}
                ],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            },
        },
        "error": None,
    }  # fmt: skip


def answers_file(tmp_path: Path, *lines: Any) -> Path:
    """Write lines, given as text or as values, to a file."""
    path = tmp_path / "answers.jsonl"
    texts = [entry if isinstance(entry, str) else json.dumps(entry) for entry in lines]
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


def known() -> Memory:
    """Return a place that knows the questions and no answers."""
    store = Memory()
    store.register(QUESTIONS)
    return store


EXPIRED = {"code": "batch_expired", "message": "This request could not be executed in time."}
