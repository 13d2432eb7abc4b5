"""Numbers and secrets that are never stored: found and replaced before a message reaches the database.

Leaving one in is worse than taking one out too many, but a telephone number, date, amount or
kenmerk must stay readable: those are set apart first, then what passes its check digit is hidden.
A number that is told as BSN, IBAN or card is hidden even when it holds a typing error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taal.controlegetallen import IBAN_LENGTES, is_bsn, is_iban, is_kaartnummer
from taal.geheime_codes import vind_codes
from taal.geheime_geleerd import vind_geleerd, zonder_gewone_woorden
from taal.geheime_stukken import ANDER_NUMMER, BSN_WOORD, vind_stukken
from taal.geheime_woorden import Vondst, is_gewoon_woord

SOORTEN = ("bsn", "iban", "kaartnummer", "wachtwoord", "digid_code")
VERVANGING = {soort: f"[{soort.replace('_', '-').replace('digid', 'DigiD')} verwijderd]" for soort in SOORTEN}
# What was learned is asked again behind what it found; more than a few times only for what is made to be slow.
_MEESTE_RONDES = 6
# How often the rules look again behind what they found, and what goes at once when that was not enough.
_MEESTE_HERLEZINGEN = 10
_LETTERS_EN_CIJFERS = re.compile(r"\b(?=[^\W_]*\d)(?=\d*[^\W\d_])[^\W_]{3,64}\b")
_AL_VERBORGEN = re.compile("|".join(re.escape(note) for note in VERVANGING.values()))

# "[wachtwoord verwijderd] met [wachtwoord verwijderd]": a small word within a password of several words.
_TUSSENWOORD = re.compile(
    r"\[wachtwoord verwijderd\](?:(?: (?:van|de|het|een|in|op|met|na|aan|te|voor|den|der|zonder)){1,2}"
    r" \[wachtwoord verwijderd\])+"
)

# One separator between the digits of one number, also a non-breaking, zero-width or soft one.
_SEP = r"(?:[ \u00a0\u2009\u202f]{1,2}|[.\-\u2011\u2013\u200b\u00ad\u2060])"
_REEKS = re.compile(rf"\d(?:{_SEP}?\d)*")
# Also letter by letter ("N L 2 8 …") and stuck to the word before ("rekeningNL…").
_IBAN_BEGIN = re.compile(
    rf"(?:(?<![A-Za-z0-9])|(?<=rekening)|(?<=iban))[A-Za-z]{_SEP}?[A-Za-z]{_SEP}?\d{_SEP}?\d"
    rf"(?:{_SEP}?[A-Za-z0-9]){{11,30}}"
)
_IBAN_GENOEMD = re.compile(r"(?:iban|rekening|bankrek|giro|bank)\w*[^\d\n]{0,25}$", re.IGNORECASE)
# A one for an I and an O for a nought still make it one, when it is called so.
_NL_IBAN_VORM = re.compile(r"NL[\dO]{2}[A-Z01]{4}[\dOIL]{10}")

_BSN_GENOEMD = re.compile(
    rf"(?:\b|(?<=\d)){BSN_WOORD}(?P<tussen>[^\d\n]{{0,45}}?)(?P<n>\d(?:[ .,/_\-\u00a0\u2013]{{0,3}}\d){{7,8}})(?!\d)",
    re.IGNORECASE,
)
# The label as people misspell it ("burgerservisnummer", "burgernummer", "bns-nummer", "bs nr"), with the number right
# behind it: found by this alone when the number is mistyped or stuck to what follows.
_BSN_VERTYPT = re.compile(
    r"\b(?:burger[\s-]?ser[vf][a-z]{1,6}(?:[\s-]?(?:num+er|nr))?|burger[\s-]?(?:num+er|nr)|b(?:ns|sm|s)[\s-]?(?:num+er|nr))"
    r"[\s.:=/(-]{0,4}(?:is|was)?[\s:=(-]{0,4}(?P<n>\d(?:[ .,/_\-\u00a0\u2013]{0,3}\d){7,8})(?!\d)",
    re.IGNORECASE,
)
_IS_BSN = re.compile(
    rf"(?<!\d)(?P<n>\d(?:[ .\-\u00a0]{{0,2}}\d){{7,8}})(?!\d)[\s,)]{{0,3}}(?:is|was|=)"
    rf"\s*(?:mijn|zijn|haar|het|ons|hun|de)?"
    rf"\s*{BSN_WOORD}",
    re.IGNORECASE,
)
# Nine digits in the name of an e-mail address ("123456782@example.nl", "jan.123456782@…").
_IN_MAIL = re.compile(r"(?<![^\W_])(?P<n>\d{9})(?!\d)(?=[\w.+-]{0,40}@[\w-])")
_CIJFERWOORD = r"(?:nul|een|één|eén|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_BSN_IN_WOORDEN = re.compile(rf"\b(?:{_CIJFERWOORD}[\s,.-]{{1,3}}){{7,8}}{_CIJFERWOORD}\b", re.IGNORECASE)
_CIJFERS = {"nul": 0, "een": 1, "één": 1, "eén": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6}
_CIJFERS |= {"zeven": 7, "acht": 8, "negen": 9}

_KAART_GENOEMD = re.compile(
    rf"\b(?:credit\s?card|kaart\s?nummer|kaartnr|master\s?card|visa|amex|american express|maestro|bankpas"
    r"|pas\s?nummer|pasnr)\w*"
    rf"[^\d\n]{{0,30}}?(?P<n>\d(?:{_SEP}?\d){{11,18}})(?!\d)",
    re.IGNORECASE,
)
_TELEFOON = re.compile(
    r"(?:\+|(?<!\d)00)\s?[1-9](?:[ ()./\-]{0,3}\d){7,13}(?!\d)"
    r"|(?<!\d)0(?:800|900|906|909)[ .\-]?\d{2}[ .]?\d{2}(?:\d{3})?(?!\d)"
    r"|(?<!\d)\(?0[1-9](?:[ ()./\-\u00a0\u2013]{0,3}\d){8}(?!\d)"
    # Not in the middle of a longer row of loose digits: that may be a card.
    r"|(?<![\d.])(?<!\d[ \-])6[ \-]\d(?:[ \-]?\d){7}(?![ \-]?\d)"
)
_DATUM_TIJD = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?:[01]?\d|2[0-4])[.:][0-5]\d\s?[-\u2013]\s?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)"
)
_DATUM_AANEEN = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_KENMERK_ERVOOR = re.compile(
    r"(?:\b(?:zaak|dossier|factuur|order|(?:zorg)?polis|referentie|ref|kvk|kamer van koophandel|melding|aanvraag"
    r"|klacht|bestel|bestelling|artikel|contract|klant|debiteur|ticket|track|barcode|serie|volg|beschikking|cjib|aanslag|betaling|"
    r"betalings|registratie|meter|ean|lidmaatschap|lid|relatie|project|agb|big|rsin|btw|leerling|cliënt|client|"
    r"machtigings|pati[eë]nt|inwoners?|verzekerings|reserverings|boekings|kenteken|isbn)s?"
    # "klantnummer bij PWN is", "dossier heeft nummer"; what is not called a number goes no further.
    r"(?:[- ]?(?:nummer|nr\.?|code|id|kenmerk)"
    r"(?:\s(?:bij|van|voor)\s(?:de\s|het\s)?[\w.-]{1,20}(?:\s[\w.-]{1,20})?)?|\sheeft)?|kenmerk)"
    r"[\s:=#(-]{0,4}(?:is|was|nummer|nr\.?|met|van)?[\s:=#(-]{0,3}$",
    re.IGNORECASE,
)
_TELEFOON_ERVOOR = re.compile(
    r"\b(?:bel|bellen|tel|telefoon|mobiel|mobieltje|gsm|whatsapp|app|appen|sms|fax|bereikbaar|bereiken|belt)"
    r"[- ]?(?:nummer|nr)?"
    r"[\s.:=(-]{0,3}(?:(?:me|mij|ons|naar|op|via|is|nummer|dan|u|hem|haar)[\s.:=(]{1,2}){0,4}$",
    re.IGNORECASE,
)
_BEDRAG_ERVOOR = re.compile(r"(?:€|eur|euro)\s*$", re.IGNORECASE)
_BEDRAG_ERNA = re.compile(r"\s*(?:euro|eur\b|€)|,(?:-|\d\d?(?!\d))", re.IGNORECASE)
# \Z and not $: a number on a line of its own is not stuck to the letter that ends the line before.
_VAST_ERVOOR = re.compile(r"[^\W\d_]\Z|[\w][-\u2013/_]\Z|[/#@_=&]\Z|\d[.,:]\Z")
_VAST_ERNA = re.compile(r"[\w@/]|[-\u2013/]\w|[.:]\d")
# How people group a BSN; another grouping counts when it is the whole run of digits.
_BSN_VORMEN = {(9,), (3, 3, 3), (4, 2, 3), (4, 5), (5, 4), (2, 2, 2, 3), (3, 6), (6, 3), (8,), (2, 3, 3)}


@dataclass(frozen=True)
class Verborgen:
    """The text with every personal number replaced, and which kinds were in it (each once, in order found)."""

    tekst: str
    soorten: tuple[str, ...] = ()


def verberg(tekst: str) -> Verborgen:
    """Replace BSN, IBAN, card numbers, passwords and DigiD codes by a note that they were removed.

    By the rules first, then by what was learned from messages; read again while something was found, for what stands
    behind it is often told as the same.
    """
    uit = _verberg_met_regels(tekst, geleerd=True)
    for _ in range(_MEESTE_RONDES):
        gevonden = vind_geleerd(uit.tekst)
        if not gevonden:
            break
        meer = _vervang(uit.tekst, gevonden)
        rest = _verberg_met_regels(meer.tekst, geleerd=True)
        uit = Verborgen(rest.tekst, tuple(dict.fromkeys(uit.soorten + meer.soorten + rest.soorten)))
    return Verborgen(_TUSSENWOORD.sub(VERVANGING["wachtwoord"], uit.tekst), uit.soorten)


def verberg_met_regels(tekst: str) -> Verborgen:
    """The same by the rules alone: the learning is about what they leave."""
    return _verberg_met_regels(tekst, geleerd=False)


def _verberg_met_regels(tekst: str, *, geleerd: bool) -> Verborgen:
    """Read again while something was found: what stands behind the first ("bsn …, …") is told as the same."""
    uit = _verberg_eens(tekst, geleerd=geleerd)
    for _ in range(_MEESTE_HERLEZINGEN):
        if not uit.soorten or not (meer := _verberg_eens(uit.tekst, geleerd=geleerd)).soorten:
            return uit
        uit = Verborgen(meer.tekst, tuple(dict.fromkeys(uit.soorten + meer.soorten)))
    # Nobody tells so many one behind the other: such a text is made to be slow. All that is alike goes at once.
    rest = _vervang(uit.tekst, [(*m.span(), "wachtwoord") for m in _LETTERS_EN_CIJFERS.finditer(uit.tekst)])
    return Verborgen(rest.tekst, tuple(dict.fromkeys(uit.soorten + rest.soorten)))


def _verberg_eens(tekst: str, *, geleerd: bool) -> Verborgen:
    gevonden: list[Vondst] = []
    bezet = bytearray(len(tekst))
    _bezet(bezet, [(*m.span(), "") for m in _AL_VERBORGEN.finditer(tekst)])
    # The surest kind first: what is found stays found.
    for zoek in (_vind_ibans, vind_stukken, vind_codes, _vind_genoemd):
        vondsten = zoek(tekst)
        if geleerd and zoek is vind_codes:
            vondsten = zonder_gewone_woorden(tekst, vondsten)
        gevonden += _bezet(bezet, vondsten)
    gevonden += _bezet(bezet, _herhaald(tekst, gevonden))
    _bezet(bezet, _beschermd(tekst))
    gevonden += _bezet(bezet, [(a, b, "kaartnummer") for a, b in _nummers(tekst, bezet, "kaartnummer")])
    gevonden += _bezet(bezet, [(a, b, "bsn") for a, b in _nummers(tekst, bezet, "bsn")])
    return _vervang(tekst, gevonden)


def _vervang(tekst: str, gevonden: list[Vondst]) -> Verborgen:
    delen, eind = [], 0
    gevonden = sorted(gevonden)
    for a, b, soort in gevonden:
        delen += [tekst[eind:a], VERVANGING[soort]]
        eind = b
    soorten = tuple(dict.fromkeys(soort for _, _, soort in gevonden))
    return Verborgen("".join([*delen, tekst[eind:]]), soorten)


def _bezet(bezet: bytearray, vondsten: list[Vondst]) -> list[Vondst]:
    """Mark the places as taken; what overlaps with an earlier find is left out."""
    nieuw = []
    for a, b, soort in sorted(vondsten):
        if not any(bezet[a:b]):
            bezet[a:b] = b"\x01" * (b - a)
            nieuw.append((a, b, soort))
    return nieuw


def _herhaald(tekst: str, gevonden: list[Vondst]) -> list[Vondst]:
    """A password that is told once more in the same message, also in other capitals."""
    waarden = {tekst[a:b].strip("\"'") for a, b, soort in gevonden if soort == "wachtwoord"}
    waarden = {w for w in waarden if len(w) >= 5 and " " not in w and not w.isdigit() and not is_gewoon_woord(w)}
    return [
        (*m.span(), "wachtwoord")
        for waarde in sorted(waarden)[:20]
        for m in re.finditer(rf"(?<!\w){re.escape(waarde)}(?!\w)", tekst, re.IGNORECASE)
    ]


def _cijfers(tekst: str) -> str:
    return "".join(str(int(c)) for c in tekst if c.isdecimal())


def _vind_ibans(tekst: str) -> list[Vondst]:
    """Each by its own length: what stands right behind one ("… en NL76…") may be the next."""
    gevonden: list[Vondst] = []
    vanaf = 0
    while (m := _IBAN_BEGIN.search(tekst, vanaf)) is not None:
        eind = _iban_eind(tekst, m)
        if eind:
            gevonden.append((m.start(), eind, "iban"))
        vanaf = eind or m.start() + 2
    return gevonden


def _iban_eind(tekst: str, m: re.Match[str]) -> int:
    """Where the IBAN that begins here ends; 0 when it is none."""
    plekken = [i for i in range(*m.span()) if tekst[i].isalnum()]
    lengte = IBAN_LENGTES.get((tekst[plekken[0]] + tekst[plekken[1]]).upper(), 0)
    if not lengte or len(plekken) < lengte:
        return 0
    tekens = "".join(tekst[i] for i in plekken[:lengte]).upper()
    # "al 38 jaar en met liefde": words can pass mod 97, but no country's account has so few digits.
    if sum(c.isdigit() for c in tekens) < 8:
        return 0
    genoemd = _NL_IBAN_VORM.fullmatch(tekens) and _IBAN_GENOEMD.search(tekst[max(0, m.start() - 45) : m.start()])
    if genoemd and re.match(r"[ .-]?\d", tekst[plekken[lengte - 1] + 1 :]):
        genoemd = None
    return (
        plekken[lengte - 1] + 1 if (tekens.isascii() and is_iban(tekens)) or genoemd or _is_verschreven(tekens) else 0
    )


def _is_verschreven(tekens: str) -> bool:
    """A Dutch IBAN in which a nought stands for an O, or an O for a nought: it passes once they are put right."""
    if not _NL_IBAN_VORM.fullmatch(tekens):
        return False
    cijfers = str.maketrans("OIL", "011")
    bank = tekens[4:8].replace("0", "O").replace("1", "I")
    return is_iban("NL" + tekens[2:4].translate(cijfers) + bank + tekens[8:].translate(cijfers))


def _vind_genoemd(tekst: str) -> list[Vondst]:
    """Numbers that are told as BSN or card, right or mistyped, in digits or in words."""
    gevonden = [
        (*m.span("n"), "bsn") for m in _BSN_GENOEMD.finditer(tekst)
        if not ANDER_NUMMER.search(m["tussen"]) and not _DATUM_TIJD.fullmatch(m["n"])
    ]  # fmt: skip
    gevonden += [(*m.span("n"), "bsn") for patroon in (_IS_BSN, _BSN_VERTYPT) for m in patroon.finditer(tekst)]
    gevonden += [(*m.span("n"), "bsn") for m in _IN_MAIL.finditer(tekst) if is_bsn(_cijfers(m["n"]))]
    gevonden += [(*m.span("n"), "kaartnummer") for m in _KAART_GENOEMD.finditer(tekst)]
    for m in _BSN_IN_WOORDEN.finditer(tekst):
        if is_bsn("".join(str(_CIJFERS[w.lower()]) for w in re.findall(_CIJFERWOORD, m[0], re.IGNORECASE))):
            gevonden.append((*m.span(), "bsn"))
    return gevonden


def _beschermd(tekst: str) -> list[Vondst]:
    """Telephone numbers, dates and hours: digits that stay."""
    beschermd: list[Vondst] = []
    for m in _TELEFOON.finditer(tekst):
        eerste_groep = re.match(r"\(?(\d*)", m[0])
        # Nine digits and one more behind a space is no telephone number.
        if eerste_groep is None or len(eerste_groep[1]) != 9:
            beschermd.append((*m.span(), "telefoon"))
    return beschermd + [(*m.span(), "tijd") for m in _DATUM_TIJD.finditer(tekst)]


def _nummers(tekst: str, bezet: bytearray, soort: str) -> list[tuple[int, int]]:
    """Spans of neighbouring groups of digits that together are a number of this kind."""
    nummers: list[tuple[int, int]] = []
    is_nummer = _is_kaart if soort == "kaartnummer" else _is_los_bsn
    for reeks in _REEKS.finditer(tekst):
        groepen = [(reeks.start() + g.start(), reeks.start() + g.end()) for g in re.finditer(r"\d+", reeks[0])]
        vrij = [g for g in groepen if not any(bezet[g[0] : g[1]])]
        nummers += [v for v in _vensters(vrij, soort) if is_nummer(tekst, *v)]
    return nummers


def _vensters(groepen: list[tuple[int, int]], soort: str) -> list[tuple[int, int]]:
    vensters: list[tuple[int, int]] = []
    for i in range(len(groepen)):
        for j in range(i, min(i + (9 if soort == "bsn" else 19), len(groepen))):
            vorm = tuple(b - a for a, b in groepen[i : j + 1])
            if sum(vorm) > 19:
                break
            geheel = i == 0 and j == len(groepen) - 1
            if soort == "bsn":
                past = vorm in _BSN_VORMEN or (geheel and sum(vorm) == 9)
            else:
                past = sum(vorm) >= 13 and (geheel or min(vorm[:-1], default=4) >= 4)
            if past:
                vensters.append((groepen[i][0], groepen[j][1]))
    return vensters


def _omgeving(tekst: str, a: int, b: int) -> tuple[str, str]:
    """The words before since the last digit, and the characters behind."""
    return re.split(r"\d", tekst[max(0, a - 45) : a])[-1], tekst[b : b + 8]


def _is_kaart(tekst: str, a: int, b: int) -> bool:
    ervoor, _ = _omgeving(tekst, a, b)
    vast = _VAST_ERVOOR.search(tekst[max(0, a - 2) : a]) or _VAST_ERNA.match(tekst, b)
    return not vast and not _KENMERK_ERVOOR.search(ervoor) and is_kaartnummer(_cijfers(tekst[a:b]))


def _is_los_bsn(tekst: str, a: int, b: int) -> bool:
    """A number nobody called a BSN, yet passes the elfproef and is nothing else."""
    cijfers = _cijfers(tekst[a:b])
    if not is_bsn(cijfers) or cijfers.startswith("06") or _DATUM_AANEEN.fullmatch(cijfers):
        return False
    ervoor, erna = _omgeving(tekst, a, b)
    if _VAST_ERVOOR.search(tekst[max(0, a - 2) : a]) or _VAST_ERNA.match(tekst, b):
        return False
    if _BEDRAG_ERVOOR.search(ervoor) or _BEDRAG_ERNA.match(erna):
        return False
    return not (_KENMERK_ERVOOR.search(ervoor) or _TELEFOON_ERVOOR.search(ervoor))
