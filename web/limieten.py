"""How often and how much one caller may send, so that a flood reaches neither the assistant nor the database.

Each limit is a bucket that fills steadily: a person in a hurry may send a handful at once, a
machine may not go on. The address is used only as a key in memory (hashed with a secret of this
process) and stands nowhere else. With Redis the buckets are shared by all processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import logging
import math
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from settings import SettingsFout
from triage.crisis import vind_crisis
from web import keys
from web.errors import Probleem, fout

log = logging.getLogger("web.limieten")
# Bytes of a request. 10,000 characters of text is at most 60 kB of escaped JSON.
MAX_BODY = 256 * 1024
_MAX_EMMERS = 20_000
# Seconds in which Redis is not asked after it failed; meanwhile each process counts for itself.
_WEG = 5.0
_LUA = """
local t = redis.call('TIME'); local nu = t[1] + t[2] / 1000000
local tat = tonumber(redis.call('GET', KEYS[1]) or nu)
if tat < nu then tat = nu end
local nieuw = tat + tonumber(ARGV[1])
local wacht = nieuw - nu - tonumber(ARGV[2])
if wacht > 0 then return tostring(wacht) end
redis.call('SET', KEYS[1], tostring(nieuw), 'PX', math.ceil((nieuw - nu) * 1000) + 1000)
return '0'
"""
_TERUG = """
local tat = redis.call('GET', KEYS[1])
if tat then redis.call('SET', KEYS[1], tostring(tonumber(tat) - tonumber(ARGV[1])), 'KEEPTTL') end
"""


def _ip(tekst: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address; IPv4 written as IPv6 is that IPv4 address, else all of IPv4 would be one caller."""
    ip = ipaddress.ip_address(tekst)
    return getattr(ip, "ipv4_mapped", None) or ip


def _read_proxies(tekst: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    try:
        return tuple(ipaddress.ip_network(p.strip(), strict=False) for p in tekst.split(",") if p.strip())
    except ValueError:
        uitleg = "PROXY_ADRESSEN moet adressen bevatten zoals 10.0.0.1 of 10.0.0.0/8. Pas .env aan."
        raise SettingsFout(uitleg) from None


@dataclass(frozen=True)
class Limiet:
    """`per_minuut` in the long run, `ineens` after a pause. 0 a minute = no limit."""

    naam: str
    per_minuut: float
    ineens: int


class Limieten:
    """The buckets. One number per key: the moment at which the bucket would be full again."""

    def __init__(
        self, *, redis_url: str = "", proxies: str = "", geheim: str = "", klok: Callable[[], float] = time.monotonic
    ) -> None:
        self._emmers: OrderedDict[str, float] = OrderedDict()
        self._klok = klok
        self._zout = hashlib.sha256(geheim.encode()).digest() if geheim else secrets.token_bytes(16)
        self._proxies = _read_proxies(proxies)
        self._redis_url = redis_url
        self._redis: Any = None
        self._weg_tot = 0.0

    async def neem(self, limiet: Limiet, sleutel: str) -> float:
        """Take one from the bucket; 0.0 when allowed, else the seconds to wait."""
        if limiet.per_minuut <= 0:
            return 0.0
        kost, ruimte = 60 / limiet.per_minuut, 60 / limiet.per_minuut * limiet.ineens
        if self._redis_url and time.monotonic() >= self._weg_tot:
            try:
                return await self._neem_redis(self._naam(limiet, sleutel), kost, ruimte)
            except Exception as weg:
                self._weg_tot = time.monotonic() + _WEG
                log.warning("redis weg: %s", type(weg).__name__)
        return self._neem_hier(f"{limiet.naam}:{sleutel}", kost, ruimte)

    async def geef_terug(self, limiet: Limiet, sleutel: str) -> None:
        """Put one back: a retry of a message that was already here costs nothing."""
        if limiet.per_minuut <= 0:
            return
        if self._redis is not None:
            with contextlib.suppress(Exception):
                await self._redis.eval(_TERUG, 1, self._naam(limiet, sleutel), 60 / limiet.per_minuut)
        if (naam := f"{limiet.naam}:{sleutel}") in self._emmers:
            self._emmers[naam] -= 60 / limiet.per_minuut

    @staticmethod
    def _naam(limiet: Limiet, sleutel: str) -> str:
        return f"voordeur:limiet:{limiet.naam}:{sleutel}"

    def _neem_hier(self, sleutel: str, kost: float, ruimte: float) -> float:
        nu = self._klok()
        vol = max(self._emmers.get(sleutel, nu), nu) + kost
        wacht = vol - nu - ruimte
        if wacht > 1e-9:
            return wacht
        self._emmers[sleutel] = vol
        self._emmers.move_to_end(sleutel)
        while len(self._emmers) > _MAX_EMMERS:
            self._emmers.popitem(last=False)
        return 0.0

    async def _neem_redis(self, sleutel: str, kost: float, ruimte: float) -> float:
        if self._redis is None:
            import redis.asyncio as redis

            self._redis = redis.from_url(self._redis_url, socket_timeout=0.5, socket_connect_timeout=0.5)
        return float(await self._redis.eval(_LUA, 1, sleutel, kost, ruimte))

    async def sluit(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    def adres(self, request: web.Request) -> str | None:
        """A key for the caller's address, or None when the address says nothing.

        From this very machine without PROXY_ADRESSEN means: a proxy nobody told us about, or a
        developer. All residents behind it would share one bucket, so there is no limit then.
        """
        try:
            ip = _ip(request.remote or "")
        except ValueError:
            return None
        if any(ip in net for net in self._proxies):
            verder = request.headers.get("X-Forwarded-For", "").split(",")
            ip = self._achter_proxy(verder) or ip
        elif ip.is_loopback:
            return None
        # A household or a phone has a whole /64 of IPv6 addresses.
        deel = ip.packed[:8] if ip.version == 6 else ip.packed
        return hashlib.blake2b(deel, key=self._zout, digest_size=12).hexdigest()

    def _achter_proxy(self, verder: list[str]) -> Any:
        """The last address in the list that is not a proxy of ours: earlier ones can be invented."""
        for tekst in reversed(verder):
            try:
                ip = _ip(tekst.strip())
            except ValueError:
                return None
            if not any(ip in net for net in self._proxies):
                return ip
        return None


def limiet_gesprek(app: web.Application) -> Limiet:
    """Writes in one gesprek."""
    per_minuut = app[keys.SETTINGS].limiet_gesprek
    return Limiet("gesprek", per_minuut, per_minuut * 2)


def limiet_adres(app: web.Application) -> Limiet:
    """Writes from one address: thirty people in one library, each at the limit of a gesprek, get through."""
    per_minuut = app[keys.SETTINGS].limiet_adres
    return Limiet("adres", per_minuut, per_minuut)


def limiet_socket(app: web.Application) -> Limiet:
    """Opening sockets from one address: as many as it may write, so that a restart brings everybody back at once."""
    per_minuut = app[keys.SETTINGS].limiet_adres
    return Limiet("socket", per_minuut, per_minuut)


# Wrong passwords, per name and per address.
LOGIN_NAAM = Limiet("login-naam", 5 / 15, 5)
LOGIN_ADRES = Limiet("login-adres", 4, 60)
# Beginning and ending a login elsewhere, per address: a whole office comes in at half past eight.
LOGIN_OIDC = Limiet("login-oidc", 120, 240)


async def check_adres(request: web.Request, *, tekst: str = "") -> None:
    """Raises the problem `te_vaak` when this address writes too much; never for a crisis in what it writes."""
    app = request.app
    adres = app[keys.LIMIETEN].adres(request)
    if adres is None:
        return
    try:
        await _weiger(app, limiet_adres(app), adres)
    except Probleem:
        if not tekst or await _in_crisis(app, tekst) is None:
            raise


async def check_limiet(request: web.Request, limiet: Limiet) -> None:
    """Raises the problem `te_vaak` when this address does this too often."""
    adres = request.app[keys.LIMIETEN].adres(request)
    if adres is not None:
        await _weiger(request.app, limiet, adres)


async def check_bericht(app: web.Application, gesprek_id: str, tekst: str | None, *, adres: str | None = None) -> None:
    """Raises the problem `te_vaak` when there is too much writing in this gesprek or from this address.

    Never for a crisis. Both limits hold whichever way the message comes: over REST or over a socket that has
    been open for an hour.
    """
    try:
        if adres is not None:
            await _weiger(app, limiet_adres(app), adres)
        await _weiger(app, limiet_gesprek(app), gesprek_id)
    except Probleem:
        if not tekst or await _in_crisis(app, tekst) is None:
            raise


async def _in_crisis(app: web.Application, tekst: str) -> Any:
    return await asyncio.get_running_loop().run_in_executor(app[keys.POOL], vind_crisis, tekst)


async def _weiger(app: web.Application, limiet: Limiet, sleutel: str) -> None:
    wacht = await app[keys.LIMIETEN].neem(limiet, sleutel)
    if wacht > 0:
        app[keys.METINGEN].tel("voordeur_te_vaak_total", soort=limiet.naam)
        raise fout("te_vaak", kop={"Retry-After": str(math.ceil(wacht))})
