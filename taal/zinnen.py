"""Sentences of a message, also of one without full stops, and the message without the thread below it."""

from __future__ import annotations

import re

_AFKORTINGEN_TEKST = """
dhr mevr mw dr drs mr ir ing prof st bijv bv ca nr tel str blz evt incl excl max art jl jr vd ivm tav temp resp
m.b.t o.a t.a.v i.v.m a.u.b d.w.z m.u.v t.o.v b.v n.v i.p.v o.b.v t.n.v m.a.w m.i n.a.v p.s s.v.p v.a
jan feb mrt apr jun jul aug sept sep okt nov dec pag
"""
_AFKORTINGEN = frozenset(_AFKORTINGEN_TEKST.split())
_EINDE = re.compile(r"(?<![.!?…])[.!?…]+[\"')\]]*(?=\s|$)|[.!?](?=[A-Z])")
# What opens a new point when somebody writes on without full stops.
_VERVOLG = re.compile(
    r"\s(?=(?:en (?:verder|daarnaast|nu|mijn)|en dan (?:nog|ook)|en ook (?:nog )?(?:heb|ben|wil|is|kan)"
    r"|(?:en|maar|want) ik (?:heb|ben|wil|kan|zoek)|maar (?:mijn|ik)|want ik|verder (?:heb|ben|wil|is|kan)"
    r"|daarnaast|bovendien|daarbij komt|ook nog|trouwens|ten (?:eerste|tweede|derde)|o ?ja|daarom (?:wil|zoek)"
    r"|mijn vraag is)\b)",
    re.IGNORECASE,
)
# A sentence of fewer words is short enough as it is.
_LANG = 12
_KOP_CITAAT = re.compile(
    r"^\s*(?:-{2,}\s*(?:oorspronkelijk|origineel|doorgestuurd|original|forwarded)\b.*|_{8,}\s*|"
    r"(?:op|on)\b(?=.{0,120}\d).{5,120}\b(?:schreef|wrote)\b.{0,80}:\s*|begin doorgestuurd bericht:?\s*)$",
    re.IGNORECASE,
)
_KOPREGEL = re.compile(
    r"^\s*\*?(?:van|from|verzonden|sent|aan|to|cc|datum|date|onderwerp|subject)\s*:\*?\s.*$", re.IGNORECASE
)
_ONDERTEKENING = re.compile(r"^--\s*$|^(?:verzonden|verstuurd|sent) (?:vanaf|met|vanuit|from) .{2,40}$", re.IGNORECASE)


def zonder_citaat(tekst: str) -> str:
    """What this person writes, without the quoted messages and the signature below it.

    When nothing would be left (only a forwarded message was pasted) the whole comes back without its headers.
    """
    regels = tekst.splitlines()
    eigen: list[str] = []
    for i, regel in enumerate(regels):
        if _KOP_CITAAT.match(regel) or _ONDERTEKENING.match(regel.strip()) or _is_kop(regels, i):
            break
        if not regel.lstrip().startswith(">"):
            eigen.append(regel)
    gebleven = "\n".join(eigen).strip()
    return gebleven or "\n".join(_zonder_koppen(regels)).strip()


def _is_kop(regels: list[str], i: int) -> bool:
    """Two header lines after one another (Van:, Verzonden:) begin a quoted message."""
    return bool(_KOPREGEL.match(regels[i]) and i + 1 < len(regels) and _KOPREGEL.match(regels[i + 1]))


def _zonder_koppen(regels: list[str]) -> list[str]:
    kaal = [re.sub(r"^[\s>]+", "", regel) for regel in regels]
    return [regel for regel in kaal if not (_KOP_CITAAT.match(regel) or _KOPREGEL.match(regel))]


def zinnen(tekst: str) -> list[str]:
    """The sentences in order, each as it was written; a line break always ends one."""
    gevonden: list[str] = []
    for regel in zonder_citaat(tekst).splitlines():
        for zin in _op_leestekens(regel):
            gevonden += _op_vervolg(zin)
    return gevonden


def _op_leestekens(regel: str) -> list[str]:
    delen: list[str] = []
    begin = 0
    for einde in _EINDE.finditer(regel):
        if einde[0] == "." and _is_afkorting(regel[max(begin, einde.start() - 12) : einde.start()]):
            continue
        delen.append(regel[begin : einde.end()])
        begin = einde.end()
    delen.append(regel[begin:])
    kaal = (deel.strip(" \t•*-–·") for deel in delen)
    return [deel for deel in kaal if any(c.isalnum() for c in deel)]


def _is_afkorting(ervoor: str) -> bool:
    """Whether the full stop belongs to an abbreviation, an initial or a numbered point."""
    woord = re.split(r"[\s(]", ervoor)[-1].lower()
    is_letter = re.fullmatch(r"[^\W\d_](?:\.[^\W\d_])*", woord) is not None and woord != "u"
    is_punt = woord.isdigit() and len(woord) <= 2 and ervoor.strip() == woord
    return woord in _AFKORTINGEN or woord.endswith("str") or is_letter or is_punt


def _op_vervolg(zin: str) -> list[str]:
    """A long stretch without full stops falls apart where a new point begins."""
    delen: list[str] = []
    begin = 0
    if len(zin.split()) > _LANG:
        for plek in _VERVOLG.finditer(zin):
            if len(zin[begin : plek.start()].split()) >= 4:
                delen.append(zin[begin : plek.start()].strip(" ,;"))
                begin = plek.end()
    return [*delen, zin[begin:].strip()]
