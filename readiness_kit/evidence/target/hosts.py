"""Which host a service may be reached at: only one that engagement.yaml names, where it leads.

A name is looked up once, and its addresses are what is connected to, so that a later answer of the
name service leads nowhere else. Loopback and link-local addresses, at which other services of this
machine or the cloud's own listen, are taken only where they are meant; so are the cloud's others.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from readiness_kit.errors import TargetError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CLEAN = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]+")

_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_METADATA = tuple(map(ipaddress.ip_address, ("fd00:ec2::254", "168.63.129.16", "100.100.100.200")))
"""Where clouds give machines their secrets, besides the link-local 169.254.169.254."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Place:
    """Where a service is: what was allowed, and an address without anything else in it."""

    scheme: str
    host: str
    port: int
    url: str

    @property
    def spelled(self) -> str:
        """The host and port as probes.allow names them."""
        return f"{_bracketed(self.host)}:{self.port}"


def allowed_place(url: str, allow: Sequence[str]) -> Place:
    """The place that a URL names; raises TargetError where it is none, or not in `allow`.

    An entry is host:port, or a host alone for ports 80 and 443. Nothing is looked up here.
    """
    place = _place(url)
    if place.spelled in _entries(allow):
        return place
    if place.port in _DEFAULT_PORTS.values() and place.host in _entries(allow):
        return place
    raise TargetError(
        f"target.url leads to {place.spelled}, which probes.allow in engagement.yaml does not "
        f"name, so it was not contacted. With its owner's permission add it: "
        f'probes: {{allow: ["{place.spelled}"]}}.'
    )


def checked_addresses(place: Place, allow: Sequence[str]) -> list[str]:
    """The addresses of an allowed place; raises TargetError where one of them is not meant."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # a name too long, or with an empty part
        raise TargetError(
            f"the service at target.url is down: the name {place.host} is not known here. Correct "
            f"target.url, or connect to the network that knows it."
        ) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not _is_meant(place, address, allow):
            raise TargetError(
                f"target.url names {place.host}, which leads to an address of this machine or of "
                f"the local link, or to one of a cloud's own, so it was not contacted. Where that "
                f"is meant, write the address itself in target.url and in probes.allow."
            )
    return addresses


def _place(url: str) -> Place:
    wrong = TargetError(
        "target.url in engagement.yaml is no address that can be asked: write "
        "http://host:port/path or https://host/path, in plain letters, without a user or a "
        "password in it; a key belongs into the environment variable that auth_env names."
    )
    if not _CLEAN.fullmatch(url) or "\\" in url:
        raise wrong
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise wrong
    port = port or _DEFAULT_PORTS[parts.scheme]
    query = f"?{parts.query}" if parts.query else ""
    clean = f"{parts.scheme}://{_bracketed(host)}:{port}{parts.path or '/'}{query}"
    return Place(parts.scheme, host, port, clean)


def _entries(allow: Sequence[str]) -> set[str]:
    return {entry.strip().lower().rstrip(".") for entry in allow}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_meant(place: Place, address: str, allow: Sequence[str]) -> bool:
    if address == place.host:
        return True  # written out, and allowed as it is written
    where = _unmapped(ipaddress.ip_address(address.partition("%")[0]))
    if where.is_loopback:
        local = place.host == "localhost" or place.host.endswith(".localhost")
        return local or f"{_bracketed(str(where))}:{place.port}" in _entries(allow)
    return not any(map(_is_closed, [where, *_carried(where)]))


def _is_closed(where: Address) -> bool:
    """Whether no service of a client's is reached at an address unless it is written out."""
    special = where.is_loopback or where.is_link_local or where.is_unspecified
    kept = where.is_multicast or where.is_reserved or getattr(where, "is_site_local", False)
    return special or kept or where in _THIS_NETWORK or where in _METADATA


def _carried(address: Address) -> list[Address]:
    """The IPv4 addresses to which an IPv6 address is tunnelled or translated (6to4, Teredo, NAT64).

    Source: RFC 3056, RFC 4380, RFC 6052.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[Address] = [*(address.teredo or ())]
    if address.sixtofour:
        carried.append(address.sixtofour)
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return carried


def _unmapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if isinstance(mapped, ipaddress.IPv4Address) else address
