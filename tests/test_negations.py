"""Negations: how many clauses of a text deny something."""

from __future__ import annotations

import pytest

from summarizer.negations import denials, knows


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "We will not yield", 1),
        ("en", "They can’t, and nobody will", 2),
        ("en", "Not only we saw it; no fewer than ten did", 0),
        ("de", "Wir weichen nicht", 1),
        ("de", "Nicht nur wir", 0),
        ("fr", "Nous ne céderons jamais", 1),  # two words, one negation
        ("fr", "J’ai l’eau", 0),
        ("fr", "Il n’a rien dit", 1),
        ("es", "No lo sabe nadie", 1),
        ("ru", "Никто не пришёл, и мы не знаем", 2),
        ("ru", "Не менее двух", 0),
        ("uk", "Нас не зламати", 1),
        ("pl", "Nie wiemy nic", 1),
        ("ar", "لن نستسلم أبدا", 1),
        ("he", "לא ניכנע", 1),
        ("hi", "हम नहीं हटेंगे", 1),
        ("ja", "私たちは逃げない", 1),
        ("ja", "無人機が少ない", 0),  # neither a drone nor "few" denies anything
        ("zh", "我们不会后退", 1),
        ("zh", "不少人", 0),
        ("ko", "우리는 물러서지 않는다", 1),
    ],
)
def test_denials(language: str, text: str, count: int) -> None:
    """Negations of one clause are one, and fixed phrases are none."""
    assert denials(text, language) == count


def test_a_language_without_a_table_is_not_known() -> None:
    """Turkish denies by endings, so nothing can be said of it."""
    assert not knows("tr")
    assert denials("Geri çekilmeyeceğiz", "tr") == 0
