"""Prices: those of known models at known addresses, and never a guess."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from summarizer.prices import Price, dollars, list_price

OPENAI = "https://api.openai.com/v1"


def test_a_known_model_has_a_price() -> None:
    """A model of a provider costs something, and writing costs more than reading."""
    price = list_price("gpt-5-mini", OPENAI)
    assert price is not None
    assert 0 < price.read < price.written


UNKNOWN = [
    ("qwen3", OPENAI),  # the provider has no such model
    ("gpt-5-mini", "http://127.0.0.1:8000/v1"),  # one's own server bears a known name
    ("", OPENAI),
]


@pytest.mark.parametrize(("model", "url"), UNKNOWN)
def test_what_is_not_known_has_no_price(model: str, url: str) -> None:
    """An unknown model, and any model at one's own address, has no price rather than none to pay."""
    assert list_price(model, url) is None


def test_without_the_package_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the extra is not installed, every price is unknown."""
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    assert list_price("gpt-5-mini", OPENAI) is None


AMOUNTS = [
    (Decimal(0), "$0.00"),
    (Decimal("0.00004"), "under $0.0001"),
    (Decimal("0.24"), "$0.2400"),
    (Decimal("1.005"), "$1.01"),
    (Decimal(1200), "$1200.00"),
    (None, "unknown"),
]


@pytest.mark.parametrize(("amount", "shown"), AMOUNTS)
def test_amounts_as_people_read_them(amount: Decimal | None, shown: str) -> None:
    """Cents from a dollar on, hundredths of cents below."""
    assert dollars(amount) == shown


def test_a_price_counts_both_ways() -> None:
    """Tokens read and written each have their price."""
    assert Price(Decimal(2), Decimal(8)).of(500_000, 250_000) == Decimal(3)
