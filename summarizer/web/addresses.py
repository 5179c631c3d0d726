"""Addresses: which may be asked, which name one page, and which machines are nobody else's.

Pure: names are resolved in `fetching`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from summarizer.errors import DocumentError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|cmp|ocid|at_\w+|ns_\w+)\Z"
)


def is_url(words: str) -> bool:
    """Whether an argument is an address rather than a path.

    >>> is_url("https://lantern.example/a"), is_url("morning/a.txt"), is_url("ftp://x/a")
    (True, False, True)
    """
    return re.match(r"[a-zA-Z][a-zA-Z0-9+.-]+://", words) is not None


def checked(url: str) -> str:
    """Return an address that may be asked, without its fragment and with its letters escaped.

    Raises:
        DocumentError: not http or https, no host, or a user name in it.

    >>> checked("https://Lantern.example/ä b#top")
    'https://lantern.example/%C3%A4%20b'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise DocumentError(url, f"no address: {error}") from error
    if parts.scheme not in _PORTS:
        raise DocumentError(url, "only http and https addresses are read")
    if parts.username is not None or parts.password is not None:
        raise DocumentError(
            without_credentials(url), "an address with a user name or password in it is not read"
        )
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError as error:
        raise DocumentError(url, "no address: the host's name cannot be read") from error
    if not host or re.search(r"[\s<>\"\\^`{|}%]", host):
        raise DocumentError(url, "no address: the host is missing or cannot be read")
    shown = f"[{host}]" if ":" in host else host
    place = shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return urlunsplit((parts.scheme, place, path, query, ""))


def without_credentials(url: str) -> str:
    """Return an address as it may be shown: no user name, no password.

    >>> without_credentials("https://ada:secret@lantern.example/a")
    'https://lantern.example/a'
    """
    return re.sub(r"(?<=://)[^/?#]*@", "", url, count=1)


def page_key(url: str) -> str:
    """Return what two addresses of one page share: no scheme, fragment, or marks of who linked.

    >>> page_key("http://Lantern.example:80/a/?utm_source=rss&id=7#top")
    '//lantern.example/a?id=7'
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").rstrip(".")
    try:
        port = parts.port
    except ValueError:
        port = None
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([pair for pair in pairs if not _TRACKING.match(pair[0].lower())])
    return urlunsplit(("", place, parts.path.rstrip("/"), query, ""))


def is_public(address: Address) -> bool:
    """Whether a machine of the open net has an address: not this one's, a neighbour's, a cloud's own.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) counts as itself.

    >>> is_public(ip_address("93.184.215.14")), is_public(ip_address("::ffff:169.254.169.254"))
    (True, False)
    """
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64 or address in _COMPATIBLE:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in inner):
            return False
        if address.is_site_local or (address.ipv4_mapped is None and address in _COMPATIBLE):
            return False
        if address.ipv4_mapped is not None:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def refused(addresses: Sequence[str], allowed: Sequence[Network]) -> Address | None:
    """Return the first address that may not be asked: not public and in no allowed network."""
    for words in addresses:
        address = ip_address(words.partition("%")[0])
        is_allowed = any(
            address.version == network.version and address in network for network in allowed
        )
        if not is_allowed and not is_public(address):
            return address
    return None
