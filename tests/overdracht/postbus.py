"""A mail server to send to."""

from __future__ import annotations

import email
import socketserver
from email.message import EmailMessage
from email.policy import default
from typing import cast


class Postbus(socketserver.ThreadingTCPServer):
    """The least of an SMTP server: keeps what it is given, refuses addresses that begin with `weg` for good and those
    that begin with `later` the first time."""

    allow_reuse_address = True

    def __init__(self) -> None:
        self.ontvangen: list[EmailMessage] = []
        self.gezien: set[str] = set()
        super().__init__(("127.0.0.1", 0), Gesprek)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Gesprek(socketserver.StreamRequestHandler):
    def zeg(self, regel: str) -> None:
        self.wfile.write(f"{regel}\r\n".encode())

    def handle(self) -> None:
        self.zeg("220 test")
        for ruw in self.rfile:
            opdracht = ruw.decode().strip()
            if opdracht.upper().startswith("RCPT TO:<WEG"):
                self.zeg("550 onbekend")
            elif opdracht.upper().startswith("RCPT TO:<LATER") and self._is_nieuw(opdracht):
                self.zeg("450 kom later terug")
            elif opdracht.upper() == "DATA":
                self.zeg("354 ga door")
                regels = []
                for regel in self.rfile:
                    if regel == b".\r\n":
                        break
                    regels.append(regel)
                bericht = email.message_from_bytes(b"".join(regels), policy=default)
                cast(Postbus, self.server).ontvangen.append(cast(EmailMessage, bericht))
                self.zeg("250 bewaard")
            elif opdracht.upper() == "QUIT":
                self.zeg("221 dag")
                return
            else:
                self.zeg("250 goed")

    def _is_nieuw(self, adres: str) -> bool:
        gezien = cast(Postbus, self.server).gezien
        nieuw = adres not in gezien
        gezien.add(adres)
        return nieuw
