"""Several gesprekken beside each other: what the address opens, who may see it, and what the stream tells of each."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp.test_utils import TestClient
from multidict import MultiDict

from gesprek import service as gesprekken
from opslag.db import Database, now
from overdracht import queries as staf_queries
from overdracht import service as overdrachten
from tests.overdracht_builders import Verhaal, keur_goed
from tests.web.stafleden import Staflid, pagina_routes
from web import keys
from web.werkplek_open import Open, lees_open
from werkgebied import Werkgebied

Client = TestClient[Any, Any]
Maak = Callable[..., Verhaal]
WIE = ("A. Jansen", "B. de Boer", "C. Smit", "D. Visser")


@pytest.fixture
async def client(bouw: Any) -> Client:
    return await bouw(routes=pagina_routes())


@pytest.fixture
def maak(sqlite_db: Database, werkgebied: Werkgebied) -> Maak:
    namen = iter(WIE)

    def doe(**velden: Any) -> Verhaal:
        contact = {"naam": next(namen), "telefoon": "072 000 0199", "email": "", "voorkeur": "chat"}
        with sqlite_db.session_scope() as session:
            return keur_goed(session, werkgebied, contact=contact, **velden)

    return doe


@pytest.fixture
def sanne(client: Client, sqlite_db: Database) -> Staflid:
    return Staflid(client, sqlite_db, "Sanne de Vries")


def _adres(o: str, *naast: str, voor: tuple[str, ...] = (), **meer: str) -> str:
    velden = [*(("naast", k) for k in voor), ("o", o), *(("naast", k) for k in naast), *meer.items()]
    return f"/werkplek?{urlencode(velden)}"


def _velden(html: str, plek: int) -> dict[str, str]:
    """The hidden fields of the search of one pane: which gesprekken stay open."""
    formulier = html.split(f'id="zoekformulier-{plek}"')[1].split("</form>")[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', formulier))


def _gebieden(html: str) -> list[str]:
    """The kenmerken of the gesprekken on the page, from left to right."""
    return re.findall(r'<section class="vd-w-deel vd-w-gesprek [^>]*data-kenmerk="(VD-[^"]+)"', html)


def _actief(html: str) -> list[str]:
    return re.findall(r'vd-w-gesprek--actief"[^>]*data-kenmerk="(VD-[^"]+)"', html)


def _zeg(database: Database, verhaal: Verhaal, tekst: str) -> None:
    with database.session_scope() as session:
        gesprekken.receive(session, verhaal.gesprek_id, client_id=str(uuid.uuid4()), tekst=tekst)


# --- the address --------------------------------------------------------------------------------------


def test_the_order_of_the_address_is_the_order_on_the_screen_and_o_has_the_focus() -> None:
    open_ = lees_open(MultiDict([("naast", "VD-A"), ("o", "VD-B"), ("naast", "VD-C")]))
    assert (open_.kenmerken, open_.actief) == (("VD-A", "VD-B", "VD-C"), "VD-B")
    assert open_.adres() == "/werkplek?naast=VD-A&o=VD-B&naast=VD-C"
    assert [open_.achter(k) for k in open_.kenmerken] == ["", "-2", "-3"]


@pytest.mark.parametrize(
    ("velden", "kenmerken", "actief"),
    [
        ([], (), ""),
        ([("o", "")], (), ""),
        ([("o", "VD-A"), ("naast", "VD-A")], ("VD-A",), "VD-A"),
        ([("naast", "VD-A"), ("naast", "")], ("VD-A",), "VD-A"),
        ([("naast", k) for k in "abcd"] + [("o", "e")], ("A", "B", "E"), "E"),
        ([("o", "vd 2222 3333")], ("VD-2222-3333",), "VD-2222-3333"),
    ],
)
def test_each_gesprek_stands_open_once_and_three_at_most(
    velden: list[tuple[str, str]], kenmerken: tuple[str, ...], actief: str
) -> None:
    open_ = lees_open(MultiDict(velden))
    assert (open_.kenmerken, open_.actief) == (kenmerken, actief)


@pytest.mark.parametrize("plek", ["", "1", "11", "14", "ab", "123", "²³"])
def test_places_that_are_none_count_for_nothing(plek: str) -> None:
    open_ = lees_open(MultiDict([("o", "VD-A"), ("naast", "VD-B"), ("plek", plek)]))
    assert [open_.achter(k) for k in open_.kenmerken] == ["", "-2"]


def test_what_stays_open_keeps_its_place_when_its_neighbour_closes() -> None:
    open_ = lees_open(MultiDict([("o", "VD-A"), ("naast", "VD-B"), ("plek", "31")]))
    assert open_.zonder("VD-A").achter("VD-B") == ""
    assert open_.alleen([]).achter("") == "-3"


def test_opening_takes_the_place_of_the_one_in_focus() -> None:
    assert Open(("A", "B"), "B").met("C") == Open(("A", "C"), "C")
    assert Open(("A", "B"), "B").met("A") == Open(("A", "B"), "A")
    assert Open().met("C") == Open(("C",), "C")


# --- the page -----------------------------------------------------------------------------------------


async def test_the_page_shows_each_with_its_own_words_and_the_verslag_of_the_one_in_focus(
    sanne: Staflid, maak: Maak
) -> None:
    een, twee = maak(), maak()
    html = await sanne.lees(_adres(twee.kenmerk, voor=(een.kenmerk,)))
    assert (_gebieden(html), _actief(html)) == ([een.kenmerk, twee.kenmerk], [twee.kenmerk])
    assert re.search(r'id="verslag"[^>]* hidden>', html)
    assert re.search(r'id="verslag-2"[^>]*data-deel="verslag" >', html)
    assert "Gesprek met A. Jansen" in html
    assert "Gesprek met B. de Boer" in html
    assert "Staat ook open" in html


@pytest.mark.parametrize("aantal", [0, 1, 2, 3])
async def test_every_id_is_there_once_and_every_label_finds_its_field(sanne: Staflid, maak: Maak, aantal: int) -> None:
    alle = [maak(met_gesprek=True).kenmerk for _ in range(aantal)]
    for kenmerk in alle[:2]:
        await sanne.doe(f"/werkplek/{kenmerk}/oppakken")
    html = await sanne.lees(_adres(*alle) if alle else "/werkplek")
    dubbel = [id for id, keer in Counter(re.findall(r'\sid="([^"]*)"', html)).items() if keer > 1]
    assert dubbel == []
    ids = set(re.findall(r'\sid="([^"]*)"', html))
    wijst = {
        n
        for namen in re.findall(r'(?:for|aria-labelledby|aria-describedby|form)="([^"]*)"', html)
        for n in namen.split()
    }
    assert wijst <= ids
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids


async def test_one_alone_has_no_trace_of_the_others(sanne: Staflid, maak: Maak) -> None:
    html = re.sub(r"<template.*?</template>", "", await sanne.lees(_adres(maak().kenmerk)), flags=re.S)
    for naam in ("data-sluit", "data-naar", '-2"', "?o=VD", "&amp;"):
        assert naam not in html.split('id="verslagen"')[1].split("<dialog")[0], naam


@pytest.mark.usefixtures("stille_klok")
async def test_a_page_and_a_refetch_show_the_same_of_each(sanne: Staflid, maak: Maak) -> None:
    een, twee, drie = maak(), maak(), maak()
    for verhaal in (een, twee):
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    plat = " ".join((await sanne.lees(_adres(een.kenmerk, twee.kenmerk, drie.kenmerk))).split())
    stand = await sanne.stand(een.kenmerk, twee.kenmerk, drie.kenmerk)
    assert (stand["kenmerk"], stand["open"]) == (een.kenmerk, [een.kenmerk, twee.kenmerk, drie.kenmerk])
    assert list(stand["naast"]) == [twee.kenmerk, drie.kenmerk]
    for paneel in (stand, *stand["naast"].values()):
        for naam in set(paneel["delen"]) - {"schrijven"}:
            assert " ".join(paneel["delen"][naam].split()) in plat, naam
        for bericht in paneel["berichten"]:
            assert " ".join(bericht["html"].split()) in plat


async def test_what_is_not_there_or_of_others_is_told_and_the_rest_is_shown(
    client: Client, sqlite_db: Database, maak: Maak
) -> None:
    heiloo = Staflid(client, sqlite_db, "Hanna Heiloo", gemeenten=["Heiloo"])
    elders, hier = maak(), maak(gemeente="Heiloo")
    html = await heiloo.lees(_adres(hier.kenmerk, elders.kenmerk))
    assert _gebieden(html) == [hier.kenmerk]
    assert f"{elders.kenmerk} is er niet (meer)" in html
    assert "A. Jansen" not in html
    stand = await heiloo.stand(elders.kenmerk, hier.kenmerk)
    assert (stand["kenmerk"], stand["open"], stand["naast"]) == (hier.kenmerk, ["", hier.kenmerk], {})
    assert await heiloo.lees(_adres(elders.kenmerk, hier.kenmerk), status=404)


async def test_opening_beside_is_written_down_for_each_and_looking_again_is_not(
    sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    een, twee = maak(), maak()
    await sanne.lees(_adres(een.kenmerk))
    for _ in range(2):
        await sanne.stand(een.kenmerk, twee.kenmerk)
    with sqlite_db.lezen() as session:
        for verhaal in (een, twee):
            regels = [a.wat for a in staf_queries.find_audit(session, waarvan=verhaal.kenmerk)]
            assert "gelezen" in regels
        assert [a.wat for a in staf_queries.find_audit(session, waarvan=twee.kenmerk)].count("gelezen") == 1


async def test_withdrawn_consent_closes_that_one_alone(sanne: Staflid, maak: Maak, sqlite_db: Database) -> None:
    een, twee = maak(), maak()
    with sqlite_db.session_scope() as session:
        overdrachten.withdraw(session, twee.gesprek_id, nu=now())
    stand = await sanne.stand(een.kenmerk, twee.kenmerk)
    assert stand["open"] == [een.kenmerk, ""]
    assert "B. de Boer" not in str(stand)


async def test_without_script_the_others_stay_open_after_each_step(sanne: Staflid, maak: Maak) -> None:
    een, twee = maak(), maak()
    html = await sanne.lees(_adres(een.kenmerk, twee.kenmerk))
    pad = next(p for p in re.findall(r'action="([^"]+)"', html) if twee.kenmerk + "/oppakken" in p).replace(
        "&amp;", "&"
    )
    waar = await sanne.doe(pad)
    assert waar == f"/werkplek?naast={een.kenmerk}&o={twee.kenmerk}&melding=opgepakt"
    html = await sanne.lees(waar)
    assert (_gebieden(html), _actief(html)) == ([een.kenmerk, twee.kenmerk], [twee.kenmerk])
    pad = pad.replace("oppakken", "bericht")
    assert (await sanne.doe(pad, {"tekst": "Goedendag"})).endswith("&melding=bericht#gesprek-2")
    fout = await sanne.stuur(pad, {"tekst": " "})
    assert (fout.status, _gebieden(await fout.text())) == (422, [een.kenmerk, twee.kenmerk])
    assert await sanne.doe("/werkplek/beschikbaar?" + pad.split("?")[1], {"stand": "pauze", "o": twee.kenmerk}) == (
        f"/werkplek?naast={een.kenmerk}&o={twee.kenmerk}&melding=beschikbaar"
    )
    klaar = await sanne.doe(pad.replace("bericht", "afronden"), {"uitkomst": "antwoord_gegeven"})
    assert klaar == f"/werkplek?o={een.kenmerk}&melding=afgerond"


async def test_without_script_a_line_is_opened_beside_and_closed_again(sanne: Staflid, maak: Maak) -> None:
    een, twee = maak(), maak()
    html = await sanne.lees(_adres(een.kenmerk))
    formulier = html.split('id="naastformulier"')[1].split("</form>")[0]
    velden = re.findall(r'name="(\w+)" value="([^"]+)"', formulier)
    [knop] = re.findall(r'<button[^>]*form="naastformulier" name="(\w+)" value="([^"]+)"', html)
    html = await sanne.lees(f"/werkplek?{urlencode([*velden, knop])}")
    assert (_gebieden(html), _actief(html)) == ([een.kenmerk, twee.kenmerk], [twee.kenmerk])
    [dicht] = re.findall(rf'href="([^"]+)" data-sluit="{een.kenmerk}"', html)
    assert _gebieden(await sanne.lees(dicht)) == [twee.kenmerk]


async def test_a_quick_reply_and_a_search_stand_with_the_one_they_were_asked_for(sanne: Staflid, maak: Maak) -> None:
    een, twee = maak(), maak()
    for verhaal in (een, twee):
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    html = await sanne.lees(_adres(twee.kenmerk, voor=(een.kenmerk,), snel="groet"))
    assert re.search(r'id="tekst"[^>]*></textarea>', html)
    assert re.search(r'id="tekst-2"[^>]*>Goedendag, u praat met Sanne', html)
    html = await (await sanne.stuur("/werkplek/zoeken", _velden(html, 2) | {"zoek": "fietsles"})).text()
    assert _gebieden(html) == [een.kenmerk, twee.kenmerk]
    assert re.search(r'id="zoek-2"[^>]*value="fietsles"', html)
    assert re.search(r'id="zoek"[^>]*value=""', html)


async def test_what_came_in_where_nobody_looked_is_counted_until_it_is_read_or_answered(
    client: Client, sanne: Staflid, maak: Maak, sqlite_db: Database
) -> None:
    een, twee = maak(), maak()
    for verhaal in (een, twee):
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")

    async def telt() -> list[str]:
        stand = await sanne.stand(een.kenmerk, twee.kenmerk)
        koppen = [stand["delen"]["kop"], stand["naast"][twee.kenmerk]["delen"]["kop"]]
        return [n for kop in koppen for n in re.findall(r"(\d+) ongelezen", kop)]

    assert await telt() == []
    for tekst in ("Bent u daar?", "Hallo?"):
        _zeg(sqlite_db, twee, tekst)
    assert await telt() == ["2"]
    tabs = (await sanne.stand(een.kenmerk, twee.kenmerk))["delen"]["tabs"]
    assert re.findall(r'">(\d+)<span class="vd-verborgen"> ongelezen', tabs) == ["2"]
    async with client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws:
        laatste = (await sanne.stand(twee.kenmerk))["berichten"][-1]["volgnummer"]
        await ws.send_json({"soort": "volg", "kenmerken": [twee.kenmerk]})
        await _tot(ws, "volgt")
        await ws.send_json({"soort": "gelezen", "kenmerk": twee.kenmerk, "volgnummer": laatste})
        await _tot(ws, "wek")
        while await telt():
            await _tot(ws, "wek")
    _zeg(sqlite_db, twee, "Nog iets.")
    assert await telt() == ["1"]
    await sanne.doe(f"/werkplek/{twee.kenmerk}/bericht", {"tekst": "Jazeker."})
    assert await telt() == []


# --- the stream ---------------------------------------------------------------------------------------


def _eigen(client: Client) -> str:
    return f"http://{client.server.host}:{client.server.port}"


async def _tot(ws: Any, soort: str, **velden: str) -> dict[str, Any]:
    async with asyncio.timeout(5):
        while (event := await ws.receive_json())["soort"] != soort or any(event[k] != v for k, v in velden.items()):
            pass
    return dict(event)


def _luisteraars(client: Client, verhaal: Verhaal) -> int:
    return int(client.server.app[keys.HUB].aantal(f"gesprek:{verhaal.gesprek_id}"))


async def test_the_stream_follows_three_and_tells_in_which_the_resident_types(
    client: Client, sanne: Staflid, maak: Maak
) -> None:
    alle = [maak() for _ in range(4)]
    async with client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws:
        await ws.send_json({"soort": "volg", "kenmerken": [v.kenmerk for v in alle]})
        for verhaal in alle[:3]:
            await _tot(ws, "volgt", kenmerk=verhaal.kenmerk)
        assert [_luisteraars(client, v) for v in alle] == [1, 1, 1, 0]
        for verhaal in alle[:3]:
            pad, kop = f"/api/v1/gesprekken/{verhaal.gesprek_id}/stroom", {"Authorization": f"Bearer {verhaal.token}"}
            async with client.ws_connect(pad, headers=kop) as chat:
                await chat.send_json({"soort": "typt"})
                assert (await _tot(ws, "typt"))["kenmerk"] == verhaal.kenmerk
        await ws.send_json({"soort": "volg", "kenmerken": [alle[2].kenmerk, alle[3].kenmerk]})
        await _tot(ws, "volgt", kenmerk=alle[3].kenmerk)
        assert [_luisteraars(client, v) for v in alle] == [0, 0, 1, 1]
    async with client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws:
        for raar in (None, 7, "VD", {"a": 1}, [], [None, 3, {}]):
            await ws.send_json({"soort": "volg", "kenmerken": raar})
        await ws.send_json({"soort": "volg", "kenmerk": alle[0].kenmerk})
        assert (await _tot(ws, "volgt"))["kenmerk"] == alle[0].kenmerk


async def test_the_medewerker_types_in_the_gesprek_that_is_named_and_only_in_an_own_one(
    client: Client, sanne: Staflid, maak: Maak
) -> None:
    een, twee, drie = maak(), maak(), maak()
    for verhaal in (een, twee):
        await sanne.doe(f"/werkplek/{verhaal.kenmerk}/oppakken")
    hub = client.server.app[keys.HUB]
    async with client.ws_connect("/werkplek/stroom", headers={**sanne.koppen, "Origin": _eigen(client)}) as ws:
        await ws.send_json({"soort": "volg", "kenmerken": [v.kenmerk for v in (een, twee, drie)]})
        await _tot(ws, "volgt", kenmerk=drie.kenmerk)
        with (
            hub.subscribe(f"gesprek:{twee.gesprek_id}") as bij_twee,
            hub.subscribe(f"gesprek:{drie.gesprek_id}") as bij_drie,
        ):
            for verhaal in (drie, twee):
                await ws.send_json({"soort": "typt", "kenmerk": verhaal.kenmerk})
            assert (await bij_twee.wacht(5))["typt"]["naam"] == "Sanne de Vries"
            # What was sent first was handled first: had it been passed on, it would be here by now.
            hub.meld(f"gesprek:{drie.gesprek_id}", "einde", {})
            assert set(await bij_drie.wacht(5)) == {"einde"}


async def test_of_another_gemeente_nothing_is_followed(client: Client, sqlite_db: Database, maak: Maak) -> None:
    heiloo = Staflid(client, sqlite_db, "Hanna Heiloo", gemeenten=["Heiloo"])
    elders, hier = maak(), maak(gemeente="Heiloo")
    async with client.ws_connect("/werkplek/stroom", headers={**heiloo.koppen, "Origin": _eigen(client)}) as ws:
        await ws.send_json({"soort": "volg", "kenmerken": [elders.kenmerk, hier.kenmerk]})
        assert (await _tot(ws, "volgt"))["kenmerk"] == hier.kenmerk
        assert (_luisteraars(client, elders), _luisteraars(client, hier)) == (0, 1)
