"""The verslag and the concept-ondersteuningsplan as PDF.

The font is embedded and knows Latin, Greek, Cyrillic and Arabic letters, since a resident writes their name as
it is. A sign it does not know becomes an open box, never a failure.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import distribution
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kalender.datumtekst import datum_tekst, tijd_tekst
from overdracht.teksten import tekst

LETTER, VET = "Voordeur", "Voordeur-vet"
DONKER, ZACHT, LET_OP = HexColor("#1a1a2e"), HexColor("#4f5b66"), HexColor("#8a2b06")
RAND = 18 * mm
Lokaal = Callable[[dt.datetime], dt.datetime]


@cache
def _letters() -> frozenset[int]:
    """Register the fonts once; the code points they know."""
    # The package that brings the fonts is not imported for it: that takes most of a second.
    fonts = distribution("matplotlib").locate_file("matplotlib/mpl-data/fonts/ttf")
    font = TTFont(LETTER, str(fonts.joinpath("DejaVuSans.ttf")))
    pdfmetrics.registerFont(font)
    pdfmetrics.registerFont(TTFont(VET, str(fonts.joinpath("DejaVuSans-Bold.ttf"))))
    return frozenset(font.face.charToGlyph)


def _stijl(naam: str, **anders: Any) -> ParagraphStyle:
    vast = {"fontName": LETTER, "fontSize": 9, "leading": 12, "textColor": DONKER, "alignment": TA_LEFT}
    return ParagraphStyle(naam, **{**vast, **anders})


GEWOON = _stijl("gewoon")
REGEL = _stijl("regel", leftIndent=10, bulletIndent=0)
TITEL = _stijl("titel", fontName=VET, fontSize=15, leading=19, spaceAfter=4)
KOP = _stijl("kop", fontName=VET, fontSize=10, leading=13, spaceBefore=7, spaceAfter=2, keepWithNext=1)
TUSSENKOP = _stijl("tussenkop", fontName=VET, spaceBefore=3, keepWithNext=1)
KLEIN = _stijl("klein", fontSize=7.5, leading=10, textColor=ZACHT)
WAARSCHUWING = _stijl("waarschuwing", fontName=VET, textColor=LET_OP, borderColor=LET_OP, borderWidth=1,
                      borderPadding=5, spaceBefore=5, spaceAfter=9)  # fmt: skip


def _veilig(ruw: object) -> str:
    """Text as text: no markup of a resident is markup here, and no sign stops the page."""
    bekend = _letters()
    return escape("".join(t if t in "\n\t" or ord(t) in bekend else "\u25a1" for t in str(ruw))).replace("\n", "<br/>")


def _p(ruw: object, stijl: ParagraphStyle = GEWOON, **anders: Any) -> Paragraph:
    return Paragraph(_veilig(ruw), stijl, **anders)


def _bron(regel: Mapping[str, Any]) -> str:
    nummers = ", ".join(str(n) for n in regel["bron"])
    return f' <font size="7" color="#4f5b66">({tekst("pdf.bron", herkomst=regel["herkomst"], nummers=nummers)})</font>'


def _regel(regel: Mapping[str, Any], *, status: str = "") -> Paragraph:
    erbij = f" <b>[{_veilig(status)}]</b>" if status else ""
    return Paragraph(_veilig(regel["tekst"]) + erbij + _bron(regel), REGEL, bulletText="•")


def _blok(kop: str, regels: Iterable[Any], stijl: ParagraphStyle = KOP) -> list[Any]:
    """A heading with its lines; the heading never stands alone at the foot of a page."""
    lijst = list(regels)
    return [_p(kop, stijl), *lijst] if lijst else []


def _moment(iso: str | None, lokaal: Lokaal, *, met_tijd: bool = True) -> str:
    if not iso:
        return ""
    moment = lokaal(dt.datetime.fromisoformat(iso))
    dag = datum_tekst(moment.date())
    return f"{dag} om {tijd_tekst(moment.time())} uur" if met_tijd else dag


def _feiten(paren: Iterable[tuple[str, str]]) -> Table:
    rijen = [[_p(naam, KLEIN), _p(waarde)] for naam, waarde in paren if waarde]
    tabel = Table(rijen, colWidths=[30 * mm, None], hAlign="LEFT")
    tabel.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)])
    )  # fmt: skip
    return tabel


def _maak(verhaal: list[Any], *, titel: str, kenmerk: str, concept: bool) -> bytes:
    _letters()
    uit = io.BytesIO()

    def voet(canvas: Any, doc: Any) -> None:
        canvas.saveState()
        if concept:
            canvas.setFont(VET, 60)
            canvas.setFillColor(HexColor("#efe6e2"))
            canvas.translate(A4[0] / 2, A4[1] / 2)
            canvas.rotate(50)
            canvas.drawCentredString(0, 0, tekst("pdf.concept_merk"))
            canvas.restoreState()
            canvas.saveState()
        canvas.setFont(LETTER, 7.5)
        canvas.setFillColor(ZACHT)
        canvas.drawString(RAND, 10 * mm, tekst("pdf.voet", titel=titel, kenmerk=kenmerk, nummer=doc.page))
        canvas.restoreState()

    merk = f"({tekst('pdf.concept_merk')})" if concept else ""
    naam = " ".join(deel for deel in (titel, kenmerk, merk) if deel)
    document = SimpleDocTemplate(
        uit, pagesize=A4, leftMargin=RAND, rightMargin=RAND, topMargin=15 * mm, bottomMargin=18 * mm,
        title=naam, author="Voordeur", lang="nl-NL", creator="Voordeur",
    )  # fmt: skip
    document.build(verhaal, onFirstPage=voet, onLaterPages=voet)
    return uit.getvalue()


def verslag_pdf(verslag: Mapping[str, Any], *, lokaal: Lokaal) -> bytes:
    """The verslag on paper: what stands on the screen, with its sources. lokaal: time in the werkgebied."""
    titel, concept = tekst("pdf.titel"), not verslag["toestemming"]["gegeven"]
    verhaal: list[Any] = [_p(titel, TITEL)]
    if concept:
        verhaal.append(_p(tekst("pdf.concept"), WAARSCHUWING))
    verhaal.append(_feiten(_kop_verslag(verslag, lokaal)))
    d = "pdf.delen."
    if verslag["hulpvraag"]:
        verhaal += _blok(tekst(f"{d}hulpvraag"), [_regel(verslag["hulpvraag"])])
    verhaal += _blok(tekst(f"{d}urgentie"), [_regel(r) for r in verslag["urgentie"]])
    verhaal += _leefgebieden(verslag["leefgebieden"], tekst(f"{d}leefgebieden"))
    for soort, regels in verslag["al_geprobeerd"].items():
        verhaal += _blok(tekst(f"{d}{soort}"), [_regel(r) for r in regels])
    for naam in ("betrokken", "huishouden", "wens"):
        verhaal += _blok(tekst(f"{d}{naam}"), [_regel(r) for r in verslag[naam]])
    verhaal += _blok(tekst(f"{d}getoond"), [_getoond(v) for v in verslag["getoonde_voorzieningen"]])
    verhaal += _blok(tekst(f"{d}reden"), [_p(verslag["reden_overdracht"]["uitleg"])])
    return _maak(verhaal, titel=titel, kenmerk=verslag["kenmerk"], concept=concept)


def _kop_verslag(verslag: Mapping[str, Any], lokaal: Lokaal) -> list[tuple[str, str]]:
    contact, kop = verslag["contact"], "pdf.kop."
    bereik = [contact["naam"], contact["telefoon"], contact["email"]]
    return [
        (tekst(f"{kop}kenmerk"), verslag["kenmerk"]),
        (tekst(f"{kop}gemaakt"), _moment(verslag["aangemaakt_op"], lokaal)),
        (tekst(f"{kop}waar"), ", ".join(w for w in (verslag["kern"], verslag["gemeente"]) if w)),
        (tekst(f"{kop}namens"), tekst(f"pdf.namens.{verslag['namens']}")),
        (tekst(f"{kop}zwaarte"), tekst(f"pdf.zwaarte.{verslag['zwaarte']}")),
        (tekst(f"{kop}contact"), ", ".join(w for w in bereik if w)),
        (tekst(f"{kop}toestemming"), _moment(verslag["toestemming"]["op"], lokaal)),
        (tekst(f"{kop}gedeeld"), _gedeeld(verslag)),
    ]


def _gedeeld(verslag: Mapping[str, Any]) -> str:
    """What staff may read besides; on paper stands the verslag alone."""
    if not verslag["toestemming"]["gegeven"]:
        return ""
    return tekst("pdf.gedeeld.gesprek" if verslag["gesprek"] else "pdf.gedeeld.verslag")


def _leefgebieden(gebieden: Iterable[Mapping[str, Any]], kop: str) -> list[Any]:
    stukken = [s for g in gebieden for s in _blok(g["naam"], [_regel(r) for r in g["regels"]], TUSSENKOP)]
    return _blok(kop, stukken)


def _getoond(v: Mapping[str, Any]) -> Paragraph:
    reacties = "".join(f": “{_veilig(r['tekst'])}”{_bron(r)}" for r in v["reactie"])
    return Paragraph(_veilig(v["naam"]) + reacties, REGEL, bulletText="•")


def plan_pdf(plan: Mapping[str, Any], *, lokaal: Lokaal) -> bytes:
    """The concept-ondersteuningsplan on paper: on each page that it is a draft."""
    titel, d, kop = tekst("plan.titel"), "plan.delen.", "pdf.kop."
    verhaal: list[Any] = [_p(titel, TITEL), _p(plan["let_op"], WAARSCHUWING)]
    paren = [(tekst(f"{kop}kenmerk"), plan["kenmerk"]), (tekst(f"{kop}gemaakt"), _moment(plan["gemaakt_op"], lokaal)),
             (tekst(f"{kop}waar"), ", ".join(w for w in (plan["kern"], plan["gemeente"]) if w)),
             ("Inwoner", plan["inwoner"]), ("Generalist", plan["generalist"])]  # fmt: skip
    verhaal.append(_feiten(paren))
    if plan["ondersteuningsvraag"]:
        verhaal += _blok(tekst(f"{d}vraag"), [_regel(plan["ondersteuningsvraag"])])
    verhaal += _leefgebieden(plan["leefgebieden"], tekst(f"{d}leefgebieden"))
    verhaal += _deel(tekst(f"{d}resultaat"), plan["resultaat"])
    tijdpad = [(a["wat"], _moment(a["uiterlijk"], lokaal, met_tijd=False)) for a in plan["afspraken"]]
    verhaal += _blok(tekst(f"{d}tijdpad"), [_feiten(tijdpad) if tijdpad else _p(tekst("plan.vul_in"), KLEIN)])
    arrangement = plan["arrangement"]
    verhaal.append(_p(tekst(f"{d}arrangement"), KOP))
    for naam, regels in (("eigen_inzet", arrangement["eigen_inzet"]), ("omgeving", arrangement["omgeving"]),
                         ("algemeen", arrangement["algemene_voorzieningen"]),
                         ("individueel", arrangement["individuele_ondersteuning"])):  # fmt: skip
        verhaal += _deel(tekst(f"{d}{naam}"), regels, TUSSENKOP)
    verhaal += _deel(tekst(f"{d}bijdrage"), plan["bijdrage"])
    afspraken = [
        Paragraph(f"{_veilig(a['wat'])} ({_veilig(a['wie'] or tekst('plan.vul_mens'))})", REGEL, bulletText="•")
        for a in plan["afspraken"]
    ]
    verhaal += _blok(tekst(f"{d}afspraken"), [*afspraken, _p(tekst("plan.vul_in"), KLEIN)])
    verhaal += [*_blok(tekst(f"{d}akkoord"), [Spacer(1, 14), _p(tekst("plan.onderteken"))])]
    return _maak(verhaal, titel=titel, kenmerk=plan["kenmerk"], concept=True)


def _deel(kop: str, regels: Iterable[Mapping[str, Any]], stijl: ParagraphStyle = KOP) -> list[Any]:
    """A part of the plan; what nobody spoke of says that it must be filled in."""
    lijst = [_regel(r, status=tekst(f"plan.status.{r['status']}")) for r in regels]
    return _blok(kop, lijst or [_p(tekst("plan.vul_in"), KLEIN)], stijl)
