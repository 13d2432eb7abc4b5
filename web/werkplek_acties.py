"""What a medewerker does with an overdracht, by a plain form or by the script of the page.

Each action is a function of a session and the form; who may do it is decided in `overdracht`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import Event
from gesprek.teksten import verborgen_tekst
from overdracht import behandelen, bereik, gevaar, staf, verzetten, wachtrij
from overdracht.models import Medewerker
from overdracht.opnieuw_sturen import send_code
from overdracht.ruimte import MEESTE, set_maximum
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.queries import get_published
from sociale_kaart.zicht import Zicht
from taal.persoonsgegevens import SOORTEN
from triage.beoordeling import LEEFGEBIEDEN
from web.errors import fout
from web.werkplek_teksten import KIESBAAR, WOORDEN

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied import Werkgebied

MAX_REDEN, MAX_NOTITIE, MAX_BERICHT = 1000, 4000, 10_000


@dataclass(frozen=True)
class Context:
    """What an action may need besides the session and the form."""

    kenmerk: str
    medewerker: Medewerker
    werkgebied: Werkgebied
    nu: dt.datetime
    stilte: dt.timedelta
    zicht: Zicht
    # Whether mail goes out at all.
    mailt: bool = False
    # What is said instead of the usual, by an action of which the outcome differs; the overdracht stays open then.
    anders: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Actie:
    """An action: what it does, the code of what is said after it, and whether the overdracht stays open.

    `over`: the fields of the form that say what it was about; the one that is filled in goes with the code.
    """

    doe: Callable[[Session, Context, Mapping[str, str]], tuple[Event, ...]]
    melding: str
    blijft: bool = True
    over: tuple[str, ...] = ()

    def meldcode(self, data: Mapping[str, str]) -> str:
        """What is said after it, as a code that fits in an address: `opgepakt`, or `indeling-erbij-justitie`."""
        return next((f"{self.melding}-{naam}-{data[naam]}" for naam in self.over if data.get(naam)), self.melding)


def melding(code: str) -> str:
    """The sentence of a code; empty for what is none, since it comes from an address."""
    wat, _, over = code.rpartition("-")
    if wat in WOORDEN["melding_over"]:
        naam = {**LEEFGEBIEDEN, **WOORDEN["zwaarte"]}.get(over)
        return str(WOORDEN["melding_over"][wat].format(naam=naam)) if naam else ""
    return str(WOORDEN["melding"].get(code, ""))


def find_verborgen(data: Mapping[str, str]) -> tuple[str, ...]:
    """Which personal numbers were taken out of what was typed in this form."""
    return gesprekken.find_verborgen(*(data.get(veld, "") for veld in ("tekst", "reden", "toelichting")))


def verborgen(soorten: Collection[str]) -> str:
    """Why something is not kept, for who typed it; empty for kinds that are none, since they come from an address."""
    bekend = [soort for soort in SOORTEN if soort in soorten]
    return verborgen_tekst(bekend, medewerker=True) if bekend else ""


def _oppakken(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return wachtrij.claim_overdracht(s, c.kenmerk, c.medewerker, nu=c.nu, stilte=c.stilte).events


def _overnemen(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return wachtrij.take_over(s, c.kenmerk, c.medewerker, reden=_reden(data), nu=c.nu, stilte=c.stilte).events


def _vrijgeven(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    uit = wachtrij.release(s, c.kenmerk, c.medewerker, reden=_reden(data), werkgebied=c.werkgebied, nu=c.nu)
    return uit.events


def _doorzetten(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    uit = wachtrij.transfer(
        s,
        c.kenmerk,
        c.medewerker,
        naar=data.get("naar", "")[:120],
        reden=_reden(data),
        werkgebied=c.werkgebied,
        nu=c.nu,
        mondeling=data.get("mondeling") == "ja",
    )
    return _of_gevraagd(c, uit)


def _of_gevraagd(c: Context, uit: wachtrij.Geclaimd) -> tuple[Event, ...]:
    """When the resident is asked first, that is said and nothing closes."""
    if uit.gevraagd:
        c.anders[:] = ["gevraagd"]
    return uit.events


def _terug(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return wachtrij.back_to_assistent(s, c.kenmerk, c.medewerker, reden=_reden(data), nu=c.nu).events


def _afronden(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    uitkomst, toelichting = data.get("uitkomst", ""), data.get("toelichting", "")[:MAX_NOTITIE]
    if uitkomst and uitkomst not in KIESBAAR:
        raise fout("klopt_niet").met(WOORDEN["fouten"]["uitkomst"])
    uit = wachtrij.finish(s, c.kenmerk, c.medewerker, uitkomst=uitkomst, toelichting=toelichting, nu=c.nu)
    return uit.events


def _bericht(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    tekst = data.get("tekst", "").strip()
    if not tekst:
        raise fout("klopt_niet").met(WOORDEN["fouten"]["leeg"])
    return _stuur(s, c, client_id=data.get("client_id", ""), tekst=tekst).events


def _voorziening(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """Put an entry of the kaart in the chat, as the assistant shows it; only what residents may see."""
    voorziening = get_published(s, data.get("id", "")[:80].replace("\0", ""), c.zicht)
    if voorziening is None:
        raise fout("niet_gevonden").met(WOORDEN["fouten"]["geen_voorziening"])
    tekst = WOORDEN["voorziening_bericht"].format(naam=voorziening.naam)
    ontvangen = _stuur(s, c, client_id=data.get("client_id", ""), tekst=tekst)
    ontvangen.bericht.voorzieningen = [as_kaartje(voorziening, nu=c.nu, werkgebied=c.werkgebied)]
    return ontvangen.events


def _stuur(s: Session, c: Context, *, client_id: str, tekst: str) -> gesprekken.Ontvangen:
    sleutel = client_id if _is_uuid(client_id) else str(uuid.uuid4())
    return wachtrij.post_bericht(
        s, c.kenmerk, c.medewerker, client_id=sleutel, tekst=tekst[: MAX_BERICHT + 1], nu=c.nu, stilte=c.stilte
    )


def _is_uuid(tekst: str) -> bool:
    try:
        return str(uuid.UUID(tekst)) == tekst.lower()
    except ValueError:
        return False


def _notitie(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    notitie = data.get("tekst", "")[:MAX_NOTITIE]
    return behandelen.add_notitie(s, c.kenmerk, c.medewerker, notitie=notitie, nu=c.nu).events


def _heropenen(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return behandelen.reopen(
        s, c.kenmerk, c.medewerker, reden=_reden(data), nu=c.nu, stilte=c.stilte, werkgebied=c.werkgebied
    ).events


def _schalen(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    route = data.get("route", "")
    return behandelen.scale(s, c.kenmerk, c.medewerker, route=route, reden=_reden(data), nu=c.nu).events


def _meekijken(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    naam = data.get("naam", "")[:120]
    mondeling = data.get("mondeling") == "ja"
    uit = behandelen.invite(s, c.kenmerk, c.medewerker, naam=naam, reden=_reden(data), nu=c.nu, mondeling=mondeling)
    return _of_gevraagd(c, uit)


def _meekijken_klaar(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return behandelen.stop_meekijken(s, c.kenmerk, c.medewerker, naam=data.get("naam", "")[:120], nu=c.nu).events


def _contact(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    hoe = data.get("hoe", "")
    if hoe not in WOORDEN["contact"]:
        raise fout("klopt_niet")
    if hoe == behandelen.GEEN_GEHOOR:
        return behandelen.register_geen_gehoor(
            s, c.kenmerk, c.medewerker, werkgebied=c.werkgebied, nu=c.nu, stilte=c.stilte
        ).events
    dagen = data.get("vervolg", "")
    if dagen not in {"", *map(str, WOORDEN["vervolg"])}:
        raise fout("klopt_niet")
    return behandelen.register_contact(
        s, c.kenmerk, c.medewerker, hoe=WOORDEN["contact"][hoe], werkdagen=int(dagen) if dagen else None,
        werkgebied=c.werkgebied, nu=c.nu,
    ).events  # fmt: skip


def _bereik(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """How the resident is reached, put right at their request."""
    contact = {naam: data.get(naam, "")[:200] for naam in bereik.VELDEN}
    return bereik.change_bereik_for(
        s, c.kenmerk, c.medewerker, contact, reden=_reden(data), werkgebied=c.werkgebied, nu=c.nu, stilte=c.stilte
    )


def _moment(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """Another moment for a call or a mail that was promised for when the team is closed."""
    moment = data.get("moment", "")[:40]
    return verzetten.choose_moment(
        s, c.kenmerk, c.medewerker, moment=moment, werkgebied=c.werkgebied, mailt=c.mailt, nu=c.nu
    ).events


def _termijn(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """One term that is met, or not after all: the name of the button says which, its value what about."""
    wat = data.get("klaar") or data.get("niet_klaar", "")
    stap, _, naam = wat[:120].partition(":")
    gedaan = "klaar" in data
    uit = behandelen.mark_termijn(s, c.kenmerk, c.medewerker, stap=stap, naam=naam, gedaan=gedaan, nu=c.nu)
    return uit.events


def _crisis(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    soort = data.get("soort", "")
    return gevaar.raise_crisis(
        s, c.kenmerk, c.medewerker, soort=soort, reden=_reden(data), werkgebied=c.werkgebied, nu=c.nu
    ).events


def _geen_crisis(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    return gevaar.clear_crisis(
        s, c.kenmerk, c.medewerker, zwaarte=data.get("zwaarte", ""), reden=_reden(data), werkgebied=c.werkgebied,
        nu=c.nu, stilte=c.stilte,
    ).events  # fmt: skip


def _code(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """Kenmerk and code to who lost them, at the address of the verslag."""
    return send_code(s, c.kenmerk, c.medewerker, mailt=c.mailt, nu=c.nu).events


_INDELING = ("erbij", "eraf", "zwaarte")


def _indeling(s: Session, c: Context, data: Mapping[str, str]) -> tuple[Event, ...]:
    """One correction: which one is the name of the button that was pressed."""
    wat = {naam: data.get(naam, "") for naam in _INDELING}
    return behandelen.correct_one(s, c.kenmerk, c.medewerker, **wat, werkgebied=c.werkgebied, nu=c.nu).events


def _reden(data: Mapping[str, str]) -> str:
    return data.get("reden", "")[:MAX_REDEN]


def zet_beschikbaar(s: Session, medewerker_id: int, data: Mapping[str, str], nu: dt.datetime) -> None:
    """Change whether this medewerker is there and, if the form says so, how many gesprekken at once."""
    medewerker = s.get(Medewerker, medewerker_id)
    if medewerker is None:
        return
    staf.set_beschikbaar(s, medewerker, data.get("stand", ""), nu=nu)
    if (maximum := data.get("maximum", "").strip()) != "":
        try:
            set_maximum(medewerker, int(maximum))
        except ValueError:
            raise fout("klopt_niet").met(WOORDEN["fouten"]["maximum"].format(aantal=MEESTE)) from None


ACTIES: dict[str, Actie] = {
    "oppakken": Actie(_oppakken, "opgepakt"),
    "overnemen": Actie(_overnemen, "overgenomen"),
    "vrijgeven": Actie(_vrijgeven, "vrijgegeven", blijft=False),
    "doorzetten": Actie(_doorzetten, "doorgezet", blijft=False),
    "terug-naar-assistent": Actie(_terug, "terug", blijft=False),
    "afronden": Actie(_afronden, "afgerond", blijft=False),
    "bericht": Actie(_bericht, "bericht"),
    "voorziening": Actie(_voorziening, "voorziening"),
    "notitie": Actie(_notitie, "notitie"),
    "heropenen": Actie(_heropenen, "heropend"),
    "schalen": Actie(_schalen, "geschaald"),
    "meekijken": Actie(_meekijken, "meekijken"),
    "meekijken-klaar": Actie(_meekijken_klaar, "meekijken_klaar"),
    "contact": Actie(_contact, "contact"),
    "bereik": Actie(_bereik, "bereik"),
    "moment": Actie(_moment, "moment"),
    "code": Actie(_code, "code"),
    "termijn": Actie(_termijn, "termijn"),
    "crisis": Actie(_crisis, "crisis"),
    "geen-crisis": Actie(_geen_crisis, "geen_crisis"),
    "indeling": Actie(_indeling, "indeling", over=_INDELING),
}


def as_melding(code: str, extra: Mapping[str, Any]) -> str | None:
    """What went wrong, for somebody who works here; None when the general text will do."""
    woorden, door = WOORDEN["fouten"], str(extra.get("door") or "")
    if code == "al_opgepakt":
        return str(woorden["al_opgepakt"].format(door=door) if door else woorden["al_weg"])
    if code == "niet_van_u":
        return str(woorden["niet_van_u"].format(door=door) if door else woorden["niet_van_niemand"])
    return None
