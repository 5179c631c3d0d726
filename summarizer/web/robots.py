"""robots.txt (RFC 9309): whether a site lets this program read a page, and how often it may ask.

Pure: the file is fetched in `fetching`. The standard library's reader knows no wildcards and takes
the first rule instead of the longest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

LARGEST = 500 * 1024  # bytes, of which a reader need not read more (RFC 9309, 2.5)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of a site for one program: (is allowed, pattern), and seconds between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay_seconds: float | None = None

    def allows(self, url: str) -> bool:
        """Whether a page may be read: the longest pattern that fits decides, a tie allows."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [(len(p), allow) for allow, p in self.rules if _pattern(p).match(path)]
        return max(fitting)[1] if fitting else True


def parse_robots(text: str, agent: str) -> Robots:
    """Return the rules for a program: those of its own groups, else those for all.

    Args:
        text: the file.
        agent: the program's name, without its version.

    >>> rules = parse_robots("User-agent: *\\nDisallow: /in/\\nAllow: /in/open", "summarizer")
    >>> rules.allows("https://a.example/in/b"), rules.allows("https://a.example/in/open/b")
    (False, True)
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    is_open = False  # still naming the programs of a group
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [*agents, value.lower()] if is_open else [value.lower()]
            groups.setdefault(value.lower(), [])
            is_open = True
        elif key in ("allow", "disallow", "crawl-delay"):
            is_open = False
            for name in agents:
                groups[name].append((key, value))
    own = [name for name in groups if name.split("/")[0] == agent.lower()]
    lines = [line for name in own or ["*"] for line in groups.get(name, ())]
    delays = [float(v) for k, v in lines if k == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", v)]
    rules = tuple((k == "allow", _normal(v)) for k, v in lines if k != "crawl-delay" and v)
    return Robots(rules, max(delays, default=None))


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/*$?&=:@!'()+,;~-._")


def _pattern(rule: str) -> re.Pattern[str]:
    end = r"\Z" if rule.endswith("$") else ""
    pieces = re.sub(r"\*+", "*", rule.removesuffix("$")).split("*")
    return re.compile(".*?".join(re.escape(piece) for piece in pieces) + end, re.DOTALL)
