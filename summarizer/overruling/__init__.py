"""Overruling: what an editor's file `desk.toml` says against the machine, and where it took effect.

`entries` reads the file, `applying` holds it against one run. Nothing is overruled that is not listed
in the briefing, and an entry that matches nothing is an error.
"""

from summarizer.overruling.applying import Overruling, Used
from summarizer.overruling.entries import NO_DESK, Desk, desk_of, parse_desk

__all__ = ["NO_DESK", "Desk", "Overruling", "Used", "desk_of", "parse_desk"]
