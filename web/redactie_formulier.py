"""The form of an entry: what stands in it, what comes back from it, and what can be chosen."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from multidict import MultiDictProxy

from kalender.openingstijden import Blok, OpeningstijdenFout, parse_openingstijden
from sociale_kaart.herkenner import herkenner
from sociale_kaart.models import Voorziening
from sociale_kaart.soorten import Soort, code_van, soort_naam, soorten
from sociale_kaart.velden import LIJSTTEKEN, VELDEN, Veldfout, als_tekst, lees_velden
from web.redactie_gemeen import tekst

if TYPE_CHECKING:
    from werkgebied import Werkgebied

# Fields with a list of boxes of their own in the form; the others are one text each.
VINKJES = ("leefgebieden", "gemeenten", "kernen", "soorten")
# Lists that are typed; with commas, as people write them.
GETYPTE_LIJSTEN = ("trefwoorden", "talen")
NIET_IN_FORMULIER = ("id", "status", "laatst_gecontroleerd")


MIDDERNACHT = dt.time(0, 0)


def _volgorde() -> list[str]:
    """The fields of the form as they stand under one another; shut for a while belongs with the hours."""
    velden = [n for n in VELDEN if n not in (*VINKJES, *NIET_IN_FORMULIER, "tijdelijk_gesloten_tot")]
    velden.insert(velden.index("openingstijden") + 1, "tijdelijk_gesloten_tot")
    return velden


VOLGORDE = _volgorde()


def form_waarden(velden: dict[str, Any]) -> dict[str, str]:
    """The fields as texts for the form."""
    return {n: als_tekst(n, velden.get(n)) for n in VELDEN}


def as_voorbeeld(waarden: dict[str, str], bestaand: Voorziening | None) -> Voorziening:
    """The entry as it would be with this form; not part of any session."""
    gelezen = lees_velden(waarden)[0]
    vast: dict[str, Any] = {"id": bestaand.id if bestaand else "nieuw", "status": "gepubliceerd"}
    if bestaand is not None:
        vast |= {"laatst_gecontroleerd": bestaand.laatst_gecontroleerd, "vervalt_op": bestaand.vervalt_op}
    leeg: dict[str, Any] = {
        n: [] if v.soort == "lijst" else "" for n, v in VELDEN.items() if v.soort in ("lijst", "tekst")
    }
    return Voorziening(**(leeg | {"toegang": "vrij", "vertrouwelijk": False} | gelezen | vast))


def lees_formulier(data: MultiDictProxy[Any], eigen: tuple[Soort, ...]) -> dict[str, str]:
    """What was filled in, as texts in the form of a file. eigen: what redacteuren added to the kinds."""
    waarden = {n: tekst(data, n) for n in VELDEN if n not in (*VINKJES, *NIET_IN_FORMULIER)}
    for naam in GETYPTE_LIJSTEN:
        if LIJSTTEKEN not in waarden[naam]:
            waarden[naam] = LIJSTTEKEN.join(w.strip() for w in re.split(r"[,;\n]", waarden[naam]) if w.strip())
    for naam in VINKJES:
        waarden[naam] = "|".join(w for w in data.getall(naam, []) if isinstance(w, str))
    if (erbij := code_van(tekst(data, "soort_erbij", 120), eigen)) is not None:
        waarden["soorten"] = "|".join(w for w in (waarden["soorten"], erbij) if w)
    # Chosen in a conflict: what the colleague wrote stays.
    return {n: w for n, w in waarden.items() if data.get(f"kies-{n}") != "collega"}


def geen_soort(data: MultiDictProxy[Any], eigen: tuple[Soort, ...]) -> list[Veldfout]:
    """What is wrong with the kind that was typed, when it is none."""
    erbij = tekst(data, "soort_erbij", 120)
    if not erbij or code_van(erbij, eigen) is not None:
        return []
    return [Veldfout("soorten", f"'{erbij}' is geen soort. Typ een paar letters en kies uit de lijst.")]


def aangevuld(waarden: dict[str, str]) -> dict[str, str]:
    """These with every other field empty."""
    return dict.fromkeys(VELDEN, "") | waarden


def soorten_keuze(waarden: dict[str, str], bestaand: Voorziening | None, eigen: tuple[Soort, ...]) -> dict[str, Any]:
    """The kinds to tick: those that were chosen, and what the text shows; and the names of all."""
    gekozen = [s for s in waarden["soorten"].split("|") if s]
    if bestaand is not None:
        # What its text showed when it was stored; working that out anew would make the first page after a start wait.
        voorstel = list(bestaand.soorten or ())
    else:
        voorstel = herkenner(eigen).stel_voor(as_voorbeeld(waarden, None)) if waarden["omschrijving"] else []
    keuzes = {code: soort_naam(code, eigen) for code in dict.fromkeys([*gekozen, *voorstel])}
    return {"gekozen": gekozen, "keuzes": keuzes, "alle": [s.naam for s in soorten(eigen).values()]}


def lees_uren_fout(openingstijden: str) -> str:
    """Why these hours cannot be read; said while somebody types, not only after saving."""
    try:
        parse_openingstijden(openingstijden)
    except OpeningstijdenFout as e:
        return str(e)
    return ""


def uren_vorm(openingstijden: str) -> dict[str, Any] | None:
    """These hours for filling in, with times as HH:MM; None when they cannot be read."""
    try:
        uren = parse_openingstijden(openingstijden)
    except OpeningstijdenFout:
        return None
    regels = [
        {
            "dagen": regel.dagen,
            "keer": [regel.weken] if regel.weken else [str(rang) for rang in regel.rang],
            "blokken": _als_tijden(regel.blokken),
        }
        for regel in uren.regels
    ]
    feestdag = None if uren.feestdag_blokken is None else _als_tijden(uren.feestdag_blokken)
    return {"altijd": uren.altijd, "op_afspraak": uren.op_afspraak, "feestdag": feestdag, "regels": regels}


def _als_tijden(blokken: tuple[Blok, ...]) -> list[tuple[str, str]]:
    # A day ends at 24:00, as people write it.
    return [(f"{van:%H:%M}", f"{tot:%H:%M}" if tot != MIDDERNACHT else "24:00") for van, tot in blokken]


def kernen_keuze(werkgebied: Werkgebied, gekozen: str) -> list[tuple[str, list[str]]]:
    """The kernen to tick, by gemeente; one that the werkgebied no longer has stays, so that saving loses nothing."""
    groepen = [(g.naam, list(g.kernen)) for g in werkgebied.gemeenten]
    bekend = {kern for _, kernen in groepen for kern in kernen}
    onbekend = [k for k in gekozen.split(LIJSTTEKEN) if k and k not in bekend]
    return [*groepen, ("Staat niet in het werkgebied", onbekend)] if onbekend else groepen
