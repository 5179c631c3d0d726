"""Addresses: what may be asked, what is one page, and which machines are not public."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from summarizer.errors import DocumentError
from summarizer.web.addresses import checked, is_public, is_url, page_key, refused


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://lantern.example", "https://lantern.example/"),
        (" https://Lantern.Example:443/A?b=c#d ", "https://lantern.example/A?b=c"),
        ("http://lantern.example:8080/a", "http://lantern.example:8080/a"),
        ("https://lantern.example/a b?c=é", "https://lantern.example/a%20b?c=%C3%A9"),
        ("https://lantern.example/a%20b", "https://lantern.example/a%20b"),
        ("https://höfn.example/", "https://xn--hfn-sna.example/"),
        ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]/a"),
    ],
)
def test_an_address_is_made_fit_to_ask(given: str, url: str) -> None:
    """Case, port, fragment and letters are put in order; the page stays the same."""
    assert checked(given) == url


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("ftp://lantern.example/a", "only http and https addresses are read"),
        ("file:///etc/passwd", "only http and https addresses are read"),
        ("https://ada:pw@lantern.example/", "an address with a user name or password"),
        ("https://ada@lantern.example/", "an address with a user name or password"),
        ("https:///a", "no address: "),
        ("https://lantern.example:99999/", "no address: "),
        ("https://[::1/", "no address: "),
        ("https://a b/", "no address: "),
        ("https://" + "a" * 70 + "ö.example/", "no address: "),
    ],
)
def test_what_is_not_asked(given: str, reason: str) -> None:
    """Other schemes, passwords and broken addresses are refused, and no password is repeated."""
    with pytest.raises(DocumentError) as caught:
        checked(given)
    assert caught.value.reason.startswith(reason)
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("https://a.example/x", "http://a.example/x/", True),
        ("https://a.example/x?utm_source=rss&utm_medium=b", "https://A.example/x#top", True),
        ("https://a.example/x?fbclid=1&id=2", "https://a.example/x?id=2", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
    ],
)
def test_addresses_of_one_page(one: str, other: str, are_same: bool) -> None:
    """Marks of who linked are no part of it; whatever else may choose a page is."""
    assert (page_key(one) == page_key(other)) == are_same


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    """This machine, its neighbours, clouds' own addresses, and these inside others."""
    assert not is_public(ip_address(address))
    assert refused([address], []) == ip_address(address)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:93.184.215.14"]
)
def test_what_is_public(address: str) -> None:
    """Addresses of the open net are asked."""
    assert is_public(ip_address(address))


def test_one_private_address_of_several_is_enough_to_refuse() -> None:
    """A name that leads to both leads nowhere, unless the network is allowed."""
    both = ["93.184.215.14", "10.0.0.1"]
    assert str(refused(both, [])) == "10.0.0.1"
    assert refused(both, [ip_network("10.0.0.0/8")]) is None
    assert str(refused(["fe80::1%eth0"], [])) == "fe80::1"


def test_an_address_is_told_from_a_path() -> None:
    """Only what has a scheme is an address: a path may hold a colon."""
    assert is_url("HTTPS://lantern.example")
    assert not is_url("notes: monday.txt")
    assert not is_url("C:/day/a.txt")
