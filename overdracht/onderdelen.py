"""The parts of the verslag, each from the utterances of the resident. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from overdracht import herkennen
from overdracht.regel import AFGELEID, Regel, merge
from overdracht.stof import Stof, Uiting
from overdracht.zinnen import delen, kort_af, nevenzinnen, sleutel, vlak, zinnen
from triage.beoordeling import LEEFGEBIEDEN, GevondenLeefgebied

if TYPE_CHECKING:
    from gesprek.models import Bericht

MAX_HULPVRAAG = 800
MAX_ZIN = 260
# Shorter than this, the first question needs the next one to be understood.
KORTE_VRAAG = 30
MAX_URGENTIE = 3
# Answers to these questions are told in their own part of the verslag.
_EIGEN_PLEK = ("geprobeerd", "betrokken", "wens", "wie")


def make_hulpvraag(stof: Stof) -> Regel | None:
    """What somebody comes with, in their own words: the first real question, with the next when it is short."""
    vragen = [u for u in stof.vrij() if u.inhoud and not herkennen.is_geen_hulpvraag(u.intent)]
    if not vragen:
        vragen = _anders_gevraagd(stof)
    if not vragen:
        return None
    gekozen = vragen[:2] if len(vragen[0].tekst) < KORTE_VRAAG else vragen[:1]
    tekst = "\n".join(herkennen.drop_groet(u.tekst) for u in gekozen)
    return Regel("hulpvraag", kort_af(tekst, MAX_HULPVRAAG), tuple(u.volgnummer for u in gekozen))


def _anders_gevraagd(stof: Stof) -> list[Uiting]:
    """Of somebody without a real question: the wish for a person, else the first words, else the first button."""
    mens = [u for u in stof.uitingen if u.intent == "medewerker"]
    gesproken = [u for u in stof.uitingen if u.inhoud and not u.knop and not herkennen.is_leeg_antwoord(u.tekst)]
    return (mens or gesproken or [u for u in stof.uitingen if u.tekst])[:1]


def make_urgentie(stof: Stof) -> list[Regel]:
    """What is most urgent: the answer to that question, then what was said with a date or a threat in it."""
    gevraagd = _uit_antwoorden(stof, "urgentie")
    vrij = [
        Regel("urgentie", zin, (u.volgnummer,))
        for u in stof.vrij()
        for zin in herkennen.find_zinnen(u.tekst, "urgentie")
    ]
    return merge([*gevraagd, *vrij])[: max(MAX_URGENTIE, len(gevraagd))]


def make_wens(stof: Stof) -> list[Regel]:
    """What would help, in the resident's words."""
    vrij = [Regel("wens", z, (u.volgnummer,)) for u in stof.vrij() for z in herkennen.find_zinnen(u.tekst, "wens")]
    return merge([*_uit_antwoorden(stof, "wens"), *vrij])


def make_geprobeerd(stof: Stof) -> dict[str, list[Regel]]:
    """What was tried: by oneself, with the network, with provisions."""
    gezegd = [(u, zin) for u in stof.antwoorden("geprobeerd") for zin in herkennen.find_pogingen(u.tekst)]
    gezegd += [(u, zin) for u in stof.vrij() for zin in herkennen.find_zinnen(u.tekst, "geprobeerd")]
    uit: dict[str, list[Regel]] = {"zelf": [], "netwerk": [], "voorzieningen": []}
    for u, zin in gezegd:
        soort = herkennen.soort_geprobeerd(zin)
        uit[soort].append(Regel(f"geprobeerd-{soort}", zin, (u.volgnummer,)))
    return {soort: merge(regels) for soort, regels in uit.items()}


def make_betrokken(stof: Stof, *, namens: str = "naaste") -> list[Regel]:
    """Who is involved; in an answer somebody unknown stands there as it was said."""
    regels = []
    for u in stof.uitingen:
        if not u.inhoud or (u.knop and u.vraag != "betrokken"):
            continue
        namen = (
            herkennen.find_betrokken(u.tekst)
            if u.vraag == "betrokken"
            else herkennen.find_partijen(u.tekst, namens=namens)
        )
        regels += [Regel("betrokken", naam, (u.volgnummer,)) for naam in namen]
    return _zonder_minder(merge(regels))


def _zonder_minder(regels: list[Regel]) -> list[Regel]:
    """Without lines that say less than another: "mijn zoon" beside "mijn zoon van 8"."""
    return [
        r for r in regels if not any(r is not a and sleutel(a.tekst).startswith(sleutel(r.tekst) + " ") for a in regels)
    ]


def make_huishouden(stof: Stof, *, namens: str) -> list[Regel]:
    """Who lives in the house. With a signaal `mijn man` is the household of the one who calls: left out."""
    regels = [
        Regel("huishouden", feit, (u.volgnummer,))
        for u in stof.uitingen
        if u.inhoud and not u.knop
        for feit in herkennen.find_huishouden(u.tekst)
        if not (namens == "signaal" and vlak(feit).startswith(("mijn ", "ik ")))
    ]
    return _zonder_minder(merge(regels))


def make_leefgebieden(stof: Stof, *, elders: Sequence[Regel]) -> list[tuple[GevondenLeefgebied, list[Regel]]]:
    """Per leefgebied the sentences it rests on. What was denied later, or taken away, does not count.

    elders: lines of other parts; such a sentence is repeated here only when a leefgebied rests on it alone.
    """
    uit = []
    for gevonden in stof.oordeel.leefgebieden:
        if gevonden.code in stof.weg:
            continue
        regels = merge(r for u in stof.uitingen for r in _regels_van(u, gevonden.code))
        regels = [r for r in regels if not _later_ontkend(r, gevonden.code, stof)]
        if not regels and gevonden.code in stof.erbij:
            regels = _zelf_genoemd(stof, gevonden.code)
        al_gezegd = {sleutel(r.tekst) for r in elders}
        eigen = [r for r in regels if sleutel(r.tekst) not in al_gezegd]
        if regels:
            uit.append((gevonden, eigen or regels))
    return uit


def _regels_van(u: Uiting, code: str) -> list[Regel]:
    gevonden = next((g for g in u.beoordeling.leefgebieden if g.code == code), None) if u.beoordeling else None
    if gevonden is None or not u.inhoud or u.beoordeling is None:
        return []
    anders = [b for g in u.beoordeling.leefgebieden if g.code != code for b in g.bewijs]
    onderdeel, regels = f"leefgebied-{code}", []
    for zin in zinnen(u.tekst):
        if any(_rust_op(zin, bewijs) for bewijs in gevonden.bewijs):
            woorden = _zonder_ontkenning(_eigen_deel(zin, gevonden.bewijs, anders), code, gevonden.bewijs)
            regels += [Regel(onderdeel, woorden, (u.volgnummer,))] if woorden else []
    if not regels and not herkennen.find_ontkend(u.tekst).get(code):
        if u.vraag in _EIGEN_PLEK and not gevonden.bewijs:
            return []
        # The evidence is not literally in the words: then it is the assistant's conclusion.
        regels = [Regel(onderdeel, kort_af(herkennen.drop_groet(u.tekst), MAX_ZIN), (u.volgnummer,), AFGELEID)]
    return regels


def _eigen_deel(zin: str, bewijs: Sequence[str], anders: Sequence[str]) -> str:
    """Of a sentence about two leefgebieden the part about this one, when the parts can be told apart."""
    stukken = [d for deel in delen(zin) for d in nevenzinnen(deel)]
    eigen = [d for d in stukken if any(_rust_op(d, b) for b in bewijs)]
    ander = [d for d in stukken if d not in eigen and any(_rust_op(d, b) for b in anders)]
    return ", ".join(eigen) if eigen and ander else zin


def _rust_op(zin: str, bewijs: str) -> bool:
    a, b = sleutel(zin), sleutel(bewijs)
    return bool(b) and (f" {b} " in f" {a} " or (len(a) > 3 and a in b) or b in a)


def _zonder_ontkenning(zin: str, code: str, bewijs: Sequence[str]) -> str:
    """The sentence, or only the part of it that says there is something; empty when all of it is denied."""
    if not herkennen.find_ontkend(zin).get(code) and len(zin) <= MAX_ZIN:
        return zin
    alle = [d for d in delen(zin) if not herkennen.is_leeg_antwoord(d)]
    ontkend = [d for d in alle if herkennen.find_ontkend(d).get(code)]
    stukken = [d for d in alle if d not in ontkend]
    # Evidence that covers a denied part too (the trained triage points at whole sentences) says nothing of the rest.
    eigen = [b for b in bewijs if not any(_rust_op(o, b) for o in ontkend)]
    dragend = [d for d in stukken if any(_rust_op(d, b) for b in eigen)]
    if len(zin) > MAX_ZIN:
        return kort_af(", ".join(dragend or stukken), MAX_ZIN)
    return ", ".join(dragend)


def _later_ontkend(regel: Regel, code: str, stof: Stof) -> bool:
    """Whether the resident later said not to have what this line names."""
    woorden = set(sleutel(regel.tekst).split())
    for u in stof.uitingen:
        if u.volgnummer <= max(regel.bron) or u.knop:
            continue
        for woord in herkennen.find_ontkend(u.tekst).get(code, ()):
            if any(w.startswith(sleutel(woord)[:6]) for w in woorden):
                return True
    return False


def _zelf_genoemd(stof: Stof, code: str) -> list[Regel]:
    """A leefgebied the resident added: the bericht that did so is its source."""
    bron = stof.erbij[code]
    u = next((u for u in stof.uitingen if u.volgnummer == bron), None)
    if u is None:
        return []
    tekst = u.inhoud if u.inhoud and not u.knop else LEEFGEBIEDEN[code]
    return [Regel(f"leefgebied-{code}", kort_af(tekst, MAX_ZIN), (bron,))]


def _uit_antwoorden(stof: Stof, vraag: str) -> list[Regel]:
    return [
        Regel(vraag, zin, (u.volgnummer,)) for u in stof.antwoorden(vraag) for zin in herkennen.antwoord_zinnen(u.tekst)
    ]


def make_getoond(berichten: Sequence[Bericht], stof: Stof) -> list[dict[str, Any]]:
    """The entries that were shown, each once, with what the resident said right after."""
    bekend = {u.volgnummer for u in stof.uitingen}
    uit: dict[str, dict[str, Any]] = {}
    for bericht in berichten:
        if not bericht.voorzieningen or bericht.antwoord_op not in bekend:
            continue
        reactie = _reactie(bericht.volgnummer, stof)
        for v in bericht.voorzieningen:
            if "id" not in v:
                continue
            getoond = uit.setdefault(
                str(v["id"]), {"id": str(v["id"]), "naam": str(v.get("naam", "")), "bron": [], "reactie": []}
            )
            getoond["bron"] = sorted({*getoond["bron"], bericht.antwoord_op})
            getoond["reactie"] += [r for r in reactie if r not in getoond["reactie"]]
    return list(uit.values())


def _reactie(na: int, stof: Stof) -> list[dict[str, Any]]:
    volgende = next((u for u in stof.uitingen if u.volgnummer > na), None)
    if volgende is None or volgende.vraag or volgende.knop:
        return []
    return [
        Regel("reactie", z, (volgende.volgnummer,)).as_dict() for z in herkennen.find_zinnen(volgende.tekst, "reactie")
    ]
