"""Connecting only to the public internet (or to networks that the host allows by name), whatever a name says.

Who may fill in an address must not make this server knock on doors inside its own network. Two gates: a name is
looked up once and every address it gives must be allowed; and the address is looked at again when the socket is
made. The connection goes to what was looked up, so a name that gives another address the second time (DNS
rebinding) leads nowhere, and a number instead of a name gets past neither.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

MagAdres = Callable[[str], bool]
Netwerk = ipaddress.IPv4Network | ipaddress.IPv6Network


class NietToegestaan(OSError):
    """Nobody connects to this address."""


def _adressen(ip: str) -> list[Any]:
    """This address, and the IPv4 addresses that are written inside it."""
    try:
        adres: Any = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return []
    binnenin = getattr(adres, "ipv4_mapped", None) or getattr(adres, "sixtofour", None)
    teredo = getattr(adres, "teredo", None)
    return [adres, *([binnenin] if binnenin else []), *(teredo or ())]


def is_openbaar(ip: str) -> bool:
    """Whether this address is on the public internet, also when it is an IPv4 address written as IPv6."""
    alle = _adressen(ip)
    return bool(alle) and all(a.is_global and not a.is_multicast and not a.is_reserved for a in alle)


def lees_netwerken(tekst: str) -> tuple[Netwerk, ...]:
    """Networks from a setting, `10.1.2.3, 10.2.0.0/16`; raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(deel.strip(), strict=False) for deel in tekst.split(",") if deel.strip())


def openbaar_of(netwerken: tuple[Netwerk, ...]) -> MagAdres:
    """The public internet and these networks; never link-local, where clouds keep their secrets (169.254.169.254)."""

    def mag(ip: str) -> bool:
        if is_openbaar(ip):
            return True
        alle = _adressen(ip)
        if not alle or any(a.is_link_local or a.is_multicast or a.is_unspecified for a in alle):
            return False
        echt = getattr(alle[0], "ipv4_mapped", None) or alle[0]
        return any(echt.version == n.version and echt in n for n in netwerken)

    return mag


class OpenbareResolver(AbstractResolver):
    """Looks names up and refuses when any of the addresses may not be connected to."""

    def __init__(self, mag: MagAdres = is_openbaar, onder: AbstractResolver | None = None) -> None:
        self.mag = mag
        self._onder = onder or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        gevonden = await self._onder.resolve(host, port, family)
        if not gevonden or not all(self.mag(a["host"]) for a in gevonden):
            raise NietToegestaan(host)
        return gevonden

    async def close(self) -> None:
        await self._onder.close()


def maak_connector(resolver: OpenbareResolver, *, limit: int = 100) -> aiohttp.TCPConnector:
    """Connections through both gates; nothing is remembered of a name."""

    def maak_socket(adres: Any) -> socket.socket:
        familie, soort, proto, _, plek = adres
        if not resolver.mag(str(plek[0])):
            raise NietToegestaan(plek[0])
        return socket.socket(familie, soort, proto)

    return aiohttp.TCPConnector(resolver=resolver, limit=limit, use_dns_cache=False, socket_factory=maak_socket)


def is_geweigerd(fout: BaseException) -> bool:
    """Whether this error of a client comes from one of the two gates."""
    oorzaken = [fout, fout.__cause__, getattr(fout, "os_error", None)]
    # With several addresses the errors come as a group, or told together in one.
    oorzaken += [e for o in oorzaken if isinstance(o, BaseExceptionGroup) for e in o.exceptions]
    return any(isinstance(o, NietToegestaan) for o in oorzaken)
