"""Sending traces to an OpenTelemetry collector: OTLP over HTTP, as JSON.

The packages of OpenTelemetry for this need protobuf 5, and TensorFlow (for Rasa) protobuf 4 (docs/uitrol.md); the
JSON form of the same protocol needs neither. A collector that is slow or away costs nobody anything: what does not
fit in the row is dropped and counted.
"""

from __future__ import annotations

import json
import logging
import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from spoor.stappen import Stap, Waarde

log = logging.getLogger("spoor.otlp")
_ELKE, _TIJD = 5.0, 10.0
_RIJ, _PER_KEER = 4096, 512


class OtlpFout(ValueError):
    """The setting is not one that can be sent to; the text is plain Dutch."""


def lees_koppen(tekst: str) -> dict[str, str]:
    """Headers as OpenTelemetry writes them in a setting: `naam=waarde,naam=waarde`, percent-encoded."""
    paren = [deel.partition("=") for deel in tekst.split(",") if deel.strip()]
    if not all(teken and naam.strip() for naam, teken, _ in paren):
        raise OtlpFout("OTEL_EXPORTER_OTLP_HEADERS moet zijn zoals naam=waarde,naam=waarde. Pas .env aan.")
    return {naam.strip(): unquote(waarde.strip()) for naam, _, waarde in paren}


class OtlpUitvoer:
    """Keeps what ended, and sends it from a thread of its own every few seconds."""

    def __init__(self, adres: str, *, dienst: str = "voordeur", koppen: str = "", elke: float = _ELKE) -> None:
        """adres: the base, as OTEL_EXPORTER_OTLP_ENDPOINT has it; `/v1/traces` comes behind it. Raises OtlpFout."""
        if urlsplit(adres).scheme not in ("http", "https") or not urlsplit(adres).hostname:
            raise OtlpFout("OTEL_EXPORTER_OTLP_ENDPOINT moet zijn zoals http://collector:4318. Pas .env aan.")
        self._url = f"{adres.rstrip('/')}/v1/traces"
        self._koppen = {"Content-Type": "application/json", **lees_koppen(koppen)}
        self._dienst, self._elke = dienst, elke
        self._rij: deque[Stap] = deque(maxlen=_RIJ)
        self._klaar = threading.Event()
        self._draad: threading.Thread | None = None
        self._stil = False

    def neem(self, stap: Stap) -> None:
        """Keep a step that ended; the oldest goes when there is no room."""
        self._rij.append(stap)

    def start(self) -> None:
        self._draad = threading.Thread(target=self._draai, name="otlp", daemon=True)
        self._draad.start()

    def stop(self) -> None:
        """Send what is left, once."""
        self._klaar.set()
        if self._draad is not None:
            self._draad.join(timeout=_TIJD + 1)

    def _draai(self) -> None:
        while not self._klaar.wait(self._elke):
            self.stuur()
        self.stuur()

    def stuur(self) -> None:
        """Send everything that waits; what cannot be sent is dropped, and that is told once."""
        while self._rij:
            stappen = [self._rij.popleft() for _ in range(min(_PER_KEER, len(self._rij)))]
            try:
                self._post(json.dumps(as_otlp(stappen, dienst=self._dienst)).encode())
                self._stil = False
            except OSError as fout:
                if not self._stil:
                    log.warning("traces niet verstuurd: %s", type(fout).__name__)
                self._stil = True
                return

    def _post(self, lichaam: bytes) -> None:
        verzoek = urllib.request.Request(self._url, data=lichaam, headers=self._koppen)  # noqa: S310  (checked above)
        with urllib.request.urlopen(verzoek, timeout=_TIJD):  # noqa: S310
            pass


def as_otlp(stappen: Sequence[Stap], *, dienst: str) -> dict[str, Any]:
    """These steps as an ExportTraceServiceRequest in JSON (opentelemetry-proto 1.x)."""
    bron = {"attributes": [{"key": "service.name", "value": {"stringValue": dienst}}]}
    return {
        "resourceSpans": [
            {"resource": bron, "scopeSpans": [{"scope": {"name": "voordeur"}, "spans": [_span(s) for s in stappen]}]}
        ]
    }


def _span(stap: Stap) -> dict[str, Any]:
    velden = [{"key": f"voordeur.{naam}", "value": _waarde(w)} for naam, w in stap.velden.items()]
    if stap.fout:
        velden.append({"key": "error.type", "value": _waarde(stap.fout)})
    return {
        "traceId": stap.trace, "spanId": stap.id, **({"parentSpanId": stap.ouder} if stap.ouder else {}),
        "name": stap.naam, "kind": 1, "startTimeUnixNano": str(stap.begin), "endTimeUnixNano": str(stap.eind),
        "attributes": velden, "status": {"code": 2} if stap.fout else {},
    }  # fmt: skip


def _waarde(waarde: Waarde) -> dict[str, Any]:
    if isinstance(waarde, bool):
        return {"boolValue": waarde}
    return {"intValue": str(waarde)} if isinstance(waarde, int) else {"stringValue": waarde}
