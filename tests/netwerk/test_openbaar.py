"""Nobody inside is reached by an address that somebody else chose: not by number, name, redirect or second thought."""

from __future__ import annotations

import socket
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from netwerk.openbaar import (
    NietToegestaan,
    OpenbareResolver,
    is_geweigerd,
    is_openbaar,
    lees_netwerken,
    maak_connector,
    openbaar_of,
)  # fmt: skip


@pytest.mark.parametrize(
    "ip",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fe80::1%eth0", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "onzin", ""],
)  # fmt: skip
def test_addresses_inside_a_network_are_never_connected_to(ip: str) -> None:
    assert not is_openbaar(ip)


@pytest.mark.parametrize("ip", ["8.8.8.8", "2a00:1450:400e:80e::200e"])
def test_addresses_of_the_public_internet_may_be_looked_at(ip: str) -> None:
    assert is_openbaar(ip)


BINNEN = openbaar_of(lees_netwerken("10.1.2.0/24, 127.0.0.1, fd00:1::/32"))


@pytest.mark.parametrize("ip", ["10.1.2.3", "127.0.0.1", "::ffff:10.1.2.3", "fd00:1::9", "8.8.8.8"])
def test_a_network_that_the_host_named_may_be_reached_besides_the_internet(ip: str) -> None:
    assert BINNEN(ip)


@pytest.mark.parametrize("ip", ["10.1.3.3", "127.0.0.2", "192.168.1.1", "fd00:2::9", "::1", "::ffff:10.9.9.9", "x"])
def test_what_lies_outside_the_named_networks_stays_shut(ip: str) -> None:
    assert not BINNEN(ip)


@pytest.mark.parametrize("ip", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1"])  # noqa: S104
def test_where_clouds_keep_their_secrets_is_shut_even_when_everything_is_named(ip: str) -> None:
    assert not openbaar_of(lees_netwerken("0.0.0.0/0, ::/0"))(ip)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError):
        lees_netwerken("10.1.2.0/24, intranet")


class Wisselaar(AbstractResolver):
    """A name that gives another address each time it is asked, the last one for ever."""

    def __init__(self, *ips: str) -> None:
        self.ips = list(ips)
        self.gevraagd = 0

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        self.gevraagd += 1
        ips = (self.ips.pop(0) if len(self.ips) > 1 else self.ips[0]).split()
        return [
            {"hostname": host, "host": ip, "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0} for ip in ips
        ]

    async def close(self) -> None: ...


class Sockets:
    """In place of the network: remembers where a connection was going, and lets none arrive."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.naar: list[str] = []

        async def verbind(lus: Any, addr_infos: Any = (), *args: Any, **kwargs: Any) -> Any:
            maak = kwargs["socket_factory"]
            for info in addr_infos:
                maak(info).close()
                self.naar.append(info[4][0])
            raise ConnectionRefusedError

        async def start(addr_infos: Any, **kwargs: Any) -> Any:
            return await verbind(None, addr_infos, **kwargs)

        monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", start)


async def _haal(url: str, namen: AbstractResolver) -> Exception:
    """The error that getting this address ends in; there is no network, so there is always one."""
    async with aiohttp.ClientSession(connector=maak_connector(OpenbareResolver(is_openbaar, namen))) as client:
        with pytest.raises((aiohttp.ClientError, OSError)) as fout:
            await client.get(url)
    return fout.value


async def test_a_name_that_is_public_first_and_private_second_leads_only_to_what_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sockets, namen = Sockets(monkeypatch), Wisselaar("8.8.8.8", "127.0.0.1")
    assert not is_geweigerd(await _haal("http://wissel.example.nl/", namen))
    assert (sockets.naar, namen.gevraagd) == (["8.8.8.8"], 1)
    assert is_geweigerd(await _haal("http://wissel.example.nl/", namen))
    assert sockets.naar == ["8.8.8.8"]


async def test_a_name_with_one_private_address_among_public_ones_is_refused_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sockets = Sockets(monkeypatch)
    assert is_geweigerd(await _haal("http://dubbel.example.nl/", Wisselaar("8.8.8.8 10.0.0.1")))
    assert sockets.naar == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"])
async def test_a_number_instead_of_a_name_is_stopped_at_the_socket(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sockets, namen = Sockets(monkeypatch), Wisselaar("8.8.8.8")
    assert is_geweigerd(await _haal(f"http://{host}/", namen))
    assert (sockets.naar, namen.gevraagd) == ([], 0)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
async def test_a_number_in_disguise_is_looked_up_and_then_refused(host: str) -> None:
    async with aiohttp.ClientSession(connector=maak_connector(OpenbareResolver())) as client:
        with pytest.raises((aiohttp.ClientError, NietToegestaan)):
            await client.get(f"http://{host}:9/")
