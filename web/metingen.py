"""Figures about this process in Prometheus' text form. Labels are route patterns and codes, never words."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable

_GRENZEN = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
Labels = tuple[tuple[str, str], ...]

# name -> explanation; a figure that is not explained here cannot be counted.
UITLEG = {
    "voordeur_http_verzoeken_total": "Answered HTTP requests, by route pattern, method and status.",
    "voordeur_http_seconden": "Time to answer an HTTP request.",
    "voordeur_antwoord_seconden": "Time from a resident's message to the stored reply.",
    "voordeur_berichten_total": "Messages of residents, by how they were answered.",
    "voordeur_crisis_total": "Messages in which triage heard a crisis, by kind.",
    "voordeur_noodantwoord_total": "Replies given without the assistant, by reason.",
    "voordeur_te_vaak_total": "Writes refused by a limit, by kind.",
    "voordeur_oidc_total": "Logins by way of the OIDC provider, by outcome.",
    "voordeur_sockets": "Open WebSockets.",
    "voordeur_sockets_gesloten_total": "Sockets closed by the server, by reason.",
    "voordeur_taken_total": "Runs of background work, by name and outcome.",
    "voordeur_links_bekeken_total": "Websites of the kaart looked at, by outcome.",
    "voordeur_assistent_klaar": "1 when the assistant's model is loaded.",
    "voordeur_onderdeel": "1 when this part works, 0 in a degraded mode; absent when it is not set.",
    "voordeur_redis_verbonden": "1 when Redis is connected, 0 when it is set but away.",
    "voordeur_start_seconden": "Moment this process started, seconds since 1970.",
}


class Metingen:
    """Counters, gauges and histograms of one process."""

    def __init__(self) -> None:
        self._tellers: dict[tuple[str, Labels], float] = defaultdict(float)
        self._verdeling: dict[tuple[str, Labels], list[float]] = {}
        self._meters: dict[str, Callable[[], float]] = {}
        start = time.time()
        self.meter("voordeur_start_seconden", lambda: start)

    def tel(self, naam: str, aantal: float = 1, **labels: str) -> None:
        """Add to a counter; a name ending in anything but `_total` may also go down."""
        self._tellers[self._sleutel(naam, labels)] += aantal

    def zet(self, naam: str, waarde: float, **labels: str) -> None:
        """A value as it is now."""
        self._tellers[self._sleutel(naam, labels)] = waarde

    def meet(self, naam: str, seconden: float, **labels: str) -> None:
        """One measurement into a histogram."""
        sleutel = self._sleutel(naam, labels)
        vakken = self._verdeling.setdefault(sleutel, [0.0] * (len(_GRENZEN) + 2))
        for i, grens in enumerate(_GRENZEN):
            if seconden <= grens:
                vakken[i] += 1
        vakken[-2] += 1
        vakken[-1] += seconden

    def meter(self, naam: str, lees: Callable[[], float]) -> None:
        """A value that is asked for at the moment of reading."""
        if naam not in UITLEG:
            raise KeyError(naam)
        self._meters[naam] = lees

    def waarde(self, naam: str, **labels: str) -> float:
        """The present value of a counter, for tests and pages."""
        return self._tellers.get(self._sleutel(naam, labels), 0.0)

    @staticmethod
    def _sleutel(naam: str, labels: dict[str, str]) -> tuple[str, Labels]:
        if naam not in UITLEG:
            raise KeyError(naam)
        return naam, tuple(sorted(labels.items()))

    def als_tekst(self) -> str:
        """The exposition format 0.0.4."""
        regels: list[str] = []
        namen = sorted({n for n, _ in (*self._tellers, *self._verdeling)} | set(self._meters))
        for naam in namen:
            soort = "histogram" if naam.endswith("_seconden") and naam not in self._meters else "gauge"
            regels += [f"# HELP {naam} {UITLEG[naam]}"]
            regels += [f"# TYPE {naam} {'counter' if naam.endswith('_total') else soort}"]
            regels += self._regels(naam)
        return "\n".join(regels) + "\n"

    def _regels(self, naam: str) -> list[str]:
        if naam in self._meters:
            return [f"{naam} {_getal(self._meters[naam]())}"]
        regels = [f"{n}{_haken(ls)} {_getal(w)}" for (n, ls), w in sorted(self._tellers.items()) if n == naam]
        for (n, ls), vakken in sorted(self._verdeling.items()):
            if n != naam:
                continue
            for grens, aantal in zip((*_GRENZEN, "+Inf"), vakken[:-1], strict=True):
                regels.append(f"{n}_bucket{_haken((*ls, ('le', str(grens))))} {_getal(aantal)}")
            regels += [f"{n}_sum{_haken(ls)} {vakken[-1]:.6f}", f"{n}_count{_haken(ls)} {_getal(vakken[-2])}"]
        return regels


def _getal(waarde: float) -> str:
    """Every digit: a counter past a million that is rounded would stand still and jump."""
    return str(int(waarde)) if waarde == int(waarde) else repr(waarde)


def _haken(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{k}="{w}"' for k, w in labels) + "}"
