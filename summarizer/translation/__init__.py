"""What articles in other languages say, in English: names by the story's own table, quotations.

Nothing comes from a model's knowledge: an alias counts only where articles print both its forms, a
translation only if its numbers, negations and names are those of the original.
"""

from summarizer.translation.aliases import Alias, Aliases
from summarizer.translation.applying import all_in_english, in_english
from summarizer.translation.asking import Translated, translate, translation_tables

__all__ = [
    "Alias",
    "Aliases",
    "Translated",
    "all_in_english",
    "in_english",
    "translate",
    "translation_tables",
]
