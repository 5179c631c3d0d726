"""One request to one checked machine: its answer within a size and a time, or the reason why not.

Names are resolved and checked first, and the connection goes to the address that was checked, so a
name that changes its mind meanwhile leads nowhere else. No cookies, no proxies, nothing followed.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import httpx2

from summarizer.errors import DocumentError
from summarizer.web.addresses import Network, refused

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_MOST_ADDRESSES = 3  # tried of one host, where the first cannot be reached
_STEP_SECONDS = 10.0  # without a byte
_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class NoAnswer(DocumentError):
    """A machine could not be reached, sent nothing more, or took too long."""


@dataclass(frozen=True, slots=True)
class Target:
    """A machine that may be asked: the host of an address, and where its name led."""

    url: str
    host: str
    addresses: tuple[str, ...]

    @property
    def is_this_machine(self) -> bool:
        return all(ip_address(a.partition("%")[0]).is_loopback for a in self.addresses)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server answered: status, headers by small name, and the body without compression."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes


async def resolved(host: str, port: int) -> Sequence[str]:
    """Return the numeric addresses of a host, as the system resolves it."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[4][0]) for place in found))


async def target(url: str, resolve: Resolve, allowed: Sequence[Network]) -> Target:
    """Return where an address leads.

    Raises:
        DocumentError: no such host, or one of its addresses is neither public nor allowed.
    """
    parts = httpx2.URL(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.host
    try:
        addresses = tuple(await resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise DocumentError(url, f"no such host: {host}") from error
    if not addresses:
        raise DocumentError(url, f"no such host: {host}")
    if (private := refused(addresses, allowed)) is not None:
        where = host if host == str(private) else f"{host} is {private}"
        raise DocumentError(
            url, f"not a public address ({where}); --allow-local reads it all the same"
        )
    return Target(url, host, addresses)


async def transfer(
    transport: httpx2.AsyncBaseTransport,
    to: Target,
    headers: Mapping[str, str],
    most_bytes: int,
) -> Answered:
    """Return what a machine answers.

    Args:
        transport: what connections are made with.
        to: the machine; of several addresses the next is tried where one cannot be reached.
        headers: to send beside Host and those that say what is understood.
        most_bytes: of the body, compressed or not.

    Raises:
        DocumentError: unreachable, broken off, too large, or compressed in a way not asked for.
    """
    failure: httpx2.TransportError | None = None
    for address in to.addresses[:_MOST_ADDRESSES]:
        request = _request(to, address, headers)
        try:
            response = await transport.handle_async_request(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            failure = error
            continue
        except httpx2.TransportError as error:
            raise NoAnswer(to.url, _told(error)) from error
        response.request = request
        try:
            body = await _body(response, to.url, most_bytes)
        except httpx2.TransportError as error:
            raise NoAnswer(to.url, _told(error)) from error
        finally:
            await response.aclose()
        return Answered(response.status_code, response.reason_phrase, dict(response.headers), body)
    raise NoAnswer(to.url, f"cannot be reached: {failure}") from failure


def _request(to: Target, address: str, headers: Mapping[str, str]) -> httpx2.Request:
    url = httpx2.URL(to.url)
    return httpx2.Request(
        "GET",
        url.copy_with(host=address),
        headers={
            "Host": url.netloc.decode("ascii"),
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **headers,
        },
        extensions={
            "sni_hostname": to.host,  # certificates are those of the name, not of the address
            "timeout": httpx2.Timeout(_STEP_SECONDS).as_dict(),
        },
    )


def _told(error: httpx2.TransportError) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return f"the server sent nothing for {_STEP_SECONDS:.0f} seconds"
    return f"the server broke off: {error}"


async def _body(response: httpx2.Response, url: str, most_bytes: int) -> bytes:
    too_large = DocumentError(url, f"larger than {most_bytes / 1e6:g} MB")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise too_large
    body = bytearray()
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    async for piece in _plain(response.aiter_raw(), coding, url, most_bytes + 1):
        body += piece
        if len(body) > most_bytes:
            raise too_large
    return bytes(body)


async def _plain(
    raw: AsyncIterator[bytes], coding: str, url: str, most: int
) -> AsyncIterator[bytes]:
    """Yield a body without its compression; never more than `most` bytes at a time."""
    if coding in ("", "identity"):
        async for chunk in raw:
            yield chunk
        return
    if coding not in _BITS:
        raise DocumentError(url, f"compressed in a way that was not asked for: {coding!r}")
    bits = _BITS[coding]
    inflater = zlib.decompressobj(bits)
    is_first = True
    try:
        async for chunk in raw:
            if is_first and bits == 15 and chunk[0] & 0x0F != 8:  # deflate without zlib's header
                inflater = zlib.decompressobj(-15)
            is_first = False
            while chunk:
                yield inflater.decompress(chunk, most)
                chunk = inflater.unconsumed_tail
                if inflater.eof and inflater.unused_data:  # a further member
                    chunk, inflater = inflater.unused_data, zlib.decompressobj(bits)
    except zlib.error as error:
        raise DocumentError(url, "its compression is broken") from error
    if not inflater.eof:
        raise DocumentError(url, "the server broke off: its compressed body is not whole")
