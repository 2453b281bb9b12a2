"""One POST to a place that was checked, and whatever comes of it as a reply or a named fault.

The only module that imports aiohttp: it is imported where something is about to be sent.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import NamedTuple

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from readiness_kit import __version__
from readiness_kit.evidence.target import http_faults

MOST_BYTES = 10 * 10**6
"""No answer is read further than this."""
_CHUNK = 65_536


class Reply(NamedTuple):
    """What came, whatever its status."""

    status: int
    content_type: str
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, to look for names in; never to repeat."""
        return self.body.decode("utf-8", "replace")


def session(host: str, addresses: Sequence[str], key: dict[str, str]) -> aiohttp.ClientSession:
    """A session that connects to these addresses and to nothing else."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            resolver=_Pinned(host, addresses),
            use_dns_cache=False,
            limit=0,
            force_close=True,  # a connection that had ended meanwhile would look like a crash
        ),
        timeout=aiohttp.ClientTimeout(total=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        headers={
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": f"readiness-kit/{__version__}",
            **key,
        },
    )


async def exchange(
    session: aiohttp.ClientSession, url: str, body: bytes, *, what: str, limit_s: float
) -> Reply:
    """Send one body and read the reply; raises DownError, TargetError or UnansweredError."""
    try:
        async with (
            asyncio.timeout(limit_s),
            session.post(url, data=body, allow_redirects=False) as response,
        ):
            kind = response.headers.get("Content-Type", "").lower()
            return Reply(response.status, kind, await _read(response))
    except TimeoutError:
        raise http_faults.slow(what, limit_s) from None
    except (aiohttp.ClientSSLError, aiohttp.ClientConnectorCertificateError):
        raise http_faults.certificate() from None
    except aiohttp.ClientConnectorError:
        raise http_faults.DownError from None
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, ConnectionError):
        raise http_faults.broken_off(what) from None
    except (aiohttp.ClientError, ValueError):
        raise http_faults.no_http(what) from None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body; one of a refusal is cut where it is too large, since its status says enough."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            if response.status < 300:
                raise http_faults.too_large(MOST_BYTES)
            break
    return b"".join(parts)


class _Pinned(AbstractResolver):
    """Answers with the addresses that were checked, for the one host that was."""

    def __init__(self, host: str, addresses: Sequence[str]) -> None:
        self._host, self._addresses = host, addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The checked addresses; no name but the one host leads anywhere."""
        if host.rstrip(".") != self._host:
            raise OSError("another host than the one that was checked")
        return [_resolved(self._host, address, port) for address in self._addresses]

    async def close(self) -> None:
        """Hold nothing."""


def _resolved(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=0,
        flags=socket.AI_NUMERICHOST,
    )  # fmt: skip
