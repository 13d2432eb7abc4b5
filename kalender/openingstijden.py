"""Opening hours: from the text a redacteur writes to "nu open, tot 17.00 uur".

Grammar (koppelvlak §4, extended): rules separated by `;`, each rule days then times.
`ma-vr 09:00-12:30,13:30-17:00; do 18:00-20:00` · `dagelijks 10:00-22:00` · `24/7` ·
`1e,3e za 10:00-12:00` (ordinal in the month, also `laatste vr`) · `even di 14:00-16:00`
(even ISO weeks) · `op afspraak` · `feestdagen 10:00-12:00` or `feestdagen gesloten`.
Days may be written in full and with words: `maandag t/m vrijdag 9.00 - 17.00`, `ma en wo 9:00-12:00`.
An empty text is "unknown", which is never the same as closed.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from kalender.datumtekst import DAGNAMEN, MAANDEN, dag_tekst, datum_tekst, tijd_tekst
from kalender.feestdagen import Feestdagen

__all__ = [
    "DAGEN",
    "DAGNAMEN",
    "MAANDEN",
    "Openingstijden",
    "OpeningstijdenFout",
    "dag_tekst",
    "datum_tekst",
    "parse_openingstijden",
    "tijd_tekst",
]

DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
RANGWOORDEN = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"}
_RANG = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "laatste": -1} | {
    f"{n}e": n for n in range(1, 6)
}
_TIJDEN = re.compile(r"\d{1,2}[:.]\d{2}-\d{1,2}[:.]\d{2}(?:,\d{1,2}[:.]\d{2}-\d{1,2}[:.]\d{2}){0,5}")
_TOT_EN_MET = re.compile(r"\s*(?:t/m|tot en met|[\u2010-\u2014])\s*")
MAX_TEKST = 1000
# A fifth Monday can be three months away, and then fall on a holiday.
MAX_DAGEN_VOORUIT = 190
HEEL_DE_DAG = (dt.time(0, 0), dt.time(0, 0))

_EEN_ETMAAL = dt.timedelta(days=1)

Blok = tuple[dt.time, dt.time]


class OpeningstijdenFout(ValueError):
    """The text cannot be read as opening hours; the message is plain Dutch."""


@dataclass(frozen=True)
class Regel:
    """One rule: on which days, how often in the month or by which weeks, and from when till when.

    dagen: 0 = Monday. rang: ordinals in the month, empty = every week. weken: "even", "oneven" or "".
    """

    dagen: tuple[int, ...]
    blokken: tuple[Blok, ...]
    rang: tuple[int, ...] = ()
    weken: str = ""

    def geldt_op(self, dag: dt.date) -> bool:
        if dag.weekday() not in self.dagen:
            return False
        if self.weken and (dag.isocalendar().week % 2 == 0) != (self.weken == "even"):
            return False
        return not self.rang or _rang_van(dag) in self.rang or (-1 in self.rang and _is_laatste(dag))


def _rang_van(dag: dt.date) -> int:
    return (dag.day - 1) // 7 + 1


def _is_laatste(dag: dt.date) -> bool:
    return (dag + dt.timedelta(days=7)).month != dag.month


@dataclass(frozen=True)
class Openingstijden:
    """Parsed hours. `bekend` is False for an empty text: then nobody may say open or closed.

    tekst: as it was written.
    dicht: periods, first and last day, in which it is closed whatever the rules say: kalender/dichtdagen.py.
    """

    regels: tuple[Regel, ...] = ()
    altijd: bool = False
    op_afspraak: bool = False
    feestdag_blokken: tuple[Blok, ...] | None = None
    dicht: tuple[tuple[dt.date, dt.date], ...] = ()
    tekst: str = field(default="", compare=False)

    @property
    def bekend(self) -> bool:
        return bool(self.regels) or self.altijd

    def blokken_op(self, dag: dt.date, feestdagen: Feestdagen) -> list[Blok]:
        """From-till pairs on this day, in order; a till of 00:00 or before the from is the next day."""
        if any(van <= dag <= tot for van, tot in self.dicht):
            return []
        if self.altijd:
            return [HEEL_DE_DAG]
        if feestdagen.naam(dag):
            return sorted(self.feestdag_blokken or ())
        return sorted({blok for regel in self.regels if regel.geldt_op(dag) for blok in regel.blokken})

    def is_open(self, op: dt.datetime, feestdagen: Feestdagen) -> bool | None:
        """Whether it is open at this moment; None when the hours are unknown."""
        if not self.bekend:
            return None
        return self.sluit_om(op, feestdagen) is not None or self.altijd

    def sluit_om(self, op: dt.datetime, feestdagen: Feestdagen) -> dt.datetime | None:
        """The moment it closes, when open now; None when closed, unknown or always open.

        Blocks that meet or overlap, also at midnight, are one opening; looked at a week ahead.
        """
        if self.altijd:
            return None
        sluit: dt.datetime | None = None
        for n in range(-1, 8):
            dag = op.date() + dt.timedelta(days=n)
            for van, tot in self._momenten(dag, op.tzinfo, feestdagen):
                if van <= (sluit or op) < tot:
                    sluit = tot
            middernacht = dt.datetime.combine(dag + dt.timedelta(days=1), dt.time(0), op.tzinfo)
            if n >= 0 and (sluit is None or sluit < middernacht):
                break
        return sluit

    def volgende_opening(
        self, na: dt.datetime, feestdagen: Feestdagen, max_dagen: int = MAX_DAGEN_VOORUIT
    ) -> dt.datetime | None:
        """The first opening at or after this moment; None when there is none within `max_dagen`."""
        if self.altijd:
            return na
        for n in range(max_dagen):
            for van, _ in self._momenten(na.date() + dt.timedelta(days=n), na.tzinfo, feestdagen):
                if van >= na:
                    return van
        return None

    def _momenten(
        self, dag: dt.date, zone: dt.tzinfo | None, feestdagen: Feestdagen
    ) -> list[tuple[dt.datetime, dt.datetime]]:
        momenten = []
        for van, tot in self.blokken_op(dag, feestdagen):
            einddag = dag if tot > van else dag + dt.timedelta(days=1)
            momenten.append((dt.datetime.combine(dag, van, zone), dt.datetime.combine(einddag, tot, zone)))
        return momenten

    def als_tekst(self) -> str:
        """The hours as a sentence a resident reads aloud."""
        if self.altijd:
            return "dag en nacht, alle dagen"
        delen = [_regel_tekst(regel) for regel in self.regels]
        if self.feestdag_blokken:
            delen.append("op feestdagen " + _blokken_tekst(self.feestdag_blokken))
        if self.op_afspraak:
            delen.append("op afspraak")
        return "; ".join(delen)

    def open_nu_tekst(self, op: dt.datetime, feestdagen: Feestdagen) -> str:
        """One or two short sentences: open or closed now, and until or from when."""
        if not self.bekend:
            return "Alleen op afspraak." if self.op_afspraak else "De openingstijden zijn niet bekend."
        if self.altijd:
            return "Nu open. Dag en nacht open."
        sluit = self.sluit_om(op, feestdagen)
        if sluit is not None:
            if sluit - op < _EEN_ETMAAL:
                return f"Nu open, tot {_eind_tekst(sluit.time())} uur."
            return f"Nu open, tot {dag_tekst(sluit.date(), op.date())} {tijd_tekst(sluit.time())} uur."
        opent = self.volgende_opening(op, feestdagen)
        if opent is None:
            return "Nu dicht."
        return f"Nu dicht. Gaat {dag_tekst(opent.date(), op.date())} om {tijd_tekst(opent.time())} uur open."


def _blokken_tekst(blokken: tuple[Blok, ...]) -> str:
    return " en ".join(
        "de hele dag" if (van, tot) == HEEL_DE_DAG else f"van {tijd_tekst(van)} tot {_eind_tekst(tot)} uur"
        for van, tot in blokken
    )


def _eind_tekst(tot: dt.time) -> str:
    """Midnight ends a day at 24.00."""
    return tijd_tekst(tot) if tot != dt.time(0, 0) else "24.00"


def _dagen_tekst(dagen: tuple[int, ...]) -> str:
    if len(dagen) == 7:
        return "elke dag"
    if len(dagen) > 2 and dagen == tuple(range(dagen[0], dagen[-1] + 1)):
        return f"{DAGNAMEN[dagen[0]]} tot en met {DAGNAMEN[dagen[-1]]}"
    namen = [DAGNAMEN[d] for d in dagen]
    return namen[0] if len(namen) == 1 else ", ".join(namen[:-1]) + " en " + namen[-1]


def _regel_tekst(regel: Regel) -> str:
    dagen = _dagen_tekst(regel.dagen)
    if regel.rang:
        dagen = "de " + " en ".join(RANGWOORDEN[r] for r in regel.rang) + f" {dagen} van de maand"
    if regel.weken:
        dagen += f" in de {regel.weken} weken"
    return f"{dagen} {_blokken_tekst(regel.blokken)}"


def parse_openingstijden(tekst: str) -> Openingstijden:
    """Read the hours as a redacteur writes them.

    Raises OpeningstijdenFout with a Dutch reason naming the rule that cannot be read.
    """
    if len(tekst) > MAX_TEKST:
        raise OpeningstijdenFout(f"De openingstijden zijn te lang (meer dan {MAX_TEKST} tekens).")
    regels: list[Regel] = []
    altijd = op_afspraak = False
    feestdag: tuple[Blok, ...] | None = None
    for deel in map(_kort, tekst.split(";")):
        if deel in ("", "onbekend"):
            continue
        if deel == "24/7":
            altijd = True
        elif deel == "op afspraak":
            op_afspraak = True
        elif deel.startswith("feestdagen"):
            rest = deel.removeprefix("feestdagen").strip()
            feestdag = () if rest in ("", "gesloten", "dicht") else _lees_blokken(rest, deel)
        else:
            regels.append(_lees_regel(deel))
    return Openingstijden(tuple(regels), altijd, op_afspraak, feestdag, tekst=tekst.strip())


def _kort(deel: str) -> str:
    """One way to write a rule: "maandag t/m vrijdag" as "maandag-vrijdag", "ma en wo" as "ma,wo"."""
    return re.sub(r"\s+en\s+", ",", _TOT_EN_MET.sub("-", deel.strip().lower()))


def _lees_regel(deel: str) -> Regel:
    woorden = deel.split()
    if len(woorden) < 2:
        raise OpeningstijdenFout(f"'{deel}' heeft geen dagen of geen tijden. Schrijf bijvoorbeeld: ma-vr 09:00-17:00")
    rang: tuple[int, ...] = ()
    weken = ""
    if woorden[0] in ("even", "oneven"):
        weken = woorden.pop(0)
    elif all(r in _RANG for r in woorden[0].split(",")):
        rang = tuple(_RANG[r] for r in woorden.pop(0).split(","))
    i = next((n for n, w in enumerate(woorden) if w[0].isdigit()), len(woorden))
    if i == 0 or i == len(woorden):
        raise OpeningstijdenFout(f"'{deel}' heeft geen dagen of geen tijden. Schrijf bijvoorbeeld: ma-vr 09:00-17:00")
    return Regel(_lees_dagen("".join(woorden[:i]), deel), _lees_blokken("".join(woorden[i:]), deel), rang, weken)


def _dag_nummer(dag: str, deel: str) -> int:
    if dag in DAGEN:
        return DAGEN.index(dag)
    if dag in DAGNAMEN:
        return DAGNAMEN.index(dag)
    raise OpeningstijdenFout(f"'{dag}' in '{deel}' is geen dag. Gebruik ma, di, wo, do, vr, za of zo.")


def _lees_dagen(tekst: str, deel: str) -> tuple[int, ...]:
    if tekst == "dagelijks":
        return tuple(range(7))
    dagen: set[int] = set()
    for stuk in tekst.split(","):
        grenzen = [_dag_nummer(d, deel) for d in stuk.split("-")]
        if len(grenzen) > 2:
            raise OpeningstijdenFout(f"'{stuk}' in '{deel}' heeft te veel streepjes.")
        eerste, laatste = grenzen[0], grenzen[-1]
        # zo-di runs over the end of the week.
        aantal = (laatste - eerste) % 7 + 1
        dagen.update((eerste + n) % 7 for n in range(aantal))
    return tuple(sorted(dagen))


def _lees_blokken(tekst: str, deel: str) -> tuple[Blok, ...]:
    if not _TIJDEN.fullmatch(tekst):
        raise OpeningstijdenFout(f"De tijden in '{deel}' kloppen niet. Schrijf bijvoorbeeld: 09:00-12:30,13:30-17:00")
    blokken = []
    for stuk in tekst.split(","):
        van, tot = (_lees_tijd(t, deel) for t in stuk.split("-"))
        if van == tot and van != dt.time(0, 0):
            raise OpeningstijdenFout(f"In '{deel}' is de begintijd gelijk aan de eindtijd.")
        blokken.append((van, tot))
    return tuple(blokken)


def _lees_tijd(tekst: str, deel: str) -> dt.time:
    uur, minuut = (int(d) for d in re.split("[:.]", tekst))
    if uur == 24 and minuut == 0:
        return dt.time(0, 0)
    if uur > 23 or minuut > 59:
        raise OpeningstijdenFout(f"'{tekst}' in '{deel}' is geen tijd.")
    return dt.time(uur, minuut)
