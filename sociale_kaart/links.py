"""Looking whether the websites of the kaart still answer. Counts what fails; never changes an entry.

A redacteur (or a file) chooses the address, so this server must not be made to knock on doors inside its
own network: only http and https on their own ports, only addresses of the public internet, checked at the
very moment of connecting, also after each redirect. Bodies are not read, cookies are not kept.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import aiohttp

from netwerk.openbaar import OpenbareResolver, is_geweigerd, maak_connector
from sociale_kaart import queries
from sociale_kaart.controles import is_website, met_schema
from sociale_kaart.models import Linkcontrole, Session

# A website is looked at this often, so many at a time; after this many failures in a row it is told.
ELKE = dt.timedelta(days=7)
PER_KEER = 20
STUK_NA = 2
_TEGELIJK = 4
_SECONDEN = 15.0
_MEESTE_OMLEIDINGEN = 5
_POORTEN = {"http": 80, "https": 443}
_KOPPEN = {"User-Agent": "Voordeur-linkcontrole/1.0", "Accept": "text/html,*/*;q=0.5"}
# These say that a machine is not welcome, not that the page is gone.
_GEEN_OORDEEL = frozenset({401, 403, 405, 406, 429, 503})


@dataclass(frozen=True)
class Uitkomst:
    """What a look gave: reden is empty when it worked, else a code (`bestaat_niet`, `404`, …)."""

    id: str
    website: str
    reden: str = ""


def mag_url(url: str) -> bool:
    """Whether this address may be looked at, as far as can be told from its text.

    A number instead of a name is refused: it would go past the resolver.
    """
    try:
        delen = urlsplit(url)
        poort = delen.port
    except ValueError:
        return False
    return delen.scheme in _POORTEN and is_website(url) and poort in (None, _POORTEN[delen.scheme])


def make_client(resolver: OpenbareResolver | None = None) -> aiohttp.ClientSession:
    """A client that only reaches the public internet. Close it after use."""
    return aiohttp.ClientSession(
        connector=maak_connector(resolver or OpenbareResolver(), limit=_TEGELIJK),
        timeout=aiohttp.ClientTimeout(total=_SECONDEN),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_KOPPEN,
        trust_env=False,
    )


async def look(
    client: aiohttp.ClientSession, id: str, website: str, *, mag: Callable[[str], bool] = mag_url
) -> Uitkomst:
    """Look at one website. Never raises."""
    url = met_schema(website)
    try:
        for _ in range(_MEESTE_OMLEIDINGEN + 1):
            if not mag(url):
                return Uitkomst(id, website, "niet_toegestaan")
            async with client.get(url, allow_redirects=False) as antwoord:
                naar = antwoord.headers.get("Location", "")
                if antwoord.status not in (301, 302, 303, 307, 308) or not naar:
                    return Uitkomst(id, website, _reden(antwoord.status))
                url = urljoin(url, naar)
        return Uitkomst(id, website, "rondje")
    except TimeoutError:
        return Uitkomst(id, website, "te_traag")
    except Exception as fout:
        return Uitkomst(id, website, _soort_fout(fout))


def _reden(status: int) -> str:
    return "" if status < 400 or status in _GEEN_OORDEEL else str(status)


def _soort_fout(fout: BaseException) -> str:
    if is_geweigerd(fout):
        return "niet_toegestaan"
    oorzaken = [fout, fout.__cause__, getattr(fout, "os_error", None)]
    if any(isinstance(o, ssl.SSLError) for o in oorzaken):
        return "niet_veilig"
    return "bestaat_niet" if any(isinstance(o, socket.gaierror) for o in oorzaken) else "geen_antwoord"


async def look_at_all(client: aiohttp.ClientSession, websites: Sequence[tuple[str, str]]) -> list[Uitkomst]:
    """Look at these, a few at a time."""
    slot = asyncio.Semaphore(_TEGELIJK)

    async def een(id: str, website: str) -> Uitkomst:
        async with slot:
            return await look(client, id, website)

    return list(await asyncio.gather(*(een(id, website) for id, website in websites)))


def find_due(session: Session, nu: dt.datetime) -> list[tuple[str, str]]:
    """(id, website) of what must be looked at now."""
    return queries.find_websites(session, voor=nu - ELKE, limit=PER_KEER)


def store(session: Session, uitkomsten: Sequence[Uitkomst], nu: dt.datetime) -> None:
    """Keep what the looks gave: the counter goes up with each failure and back to none when it works again."""
    for uitkomst in uitkomsten:
        if queries.get_voorziening(session, uitkomst.id) is None:
            continue
        rij = queries.get_linkcontrole(session, uitkomst.id)
        if rij is None:
            rij = Linkcontrole(voorziening_id=uitkomst.id, website="", stuk=0)
            session.add(rij)
        eerder = rij.stuk if rij.website == uitkomst.website else 0
        rij.website, rij.reden, rij.bekeken_op = uitkomst.website, uitkomst.reden, nu
        rij.stuk = eerder + 1 if uitkomst.reden else 0
    session.flush()
