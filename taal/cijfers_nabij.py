"""PINs and codes that stand further from the word that names them: "… als pincode", "ik heb de code … doorgegeven".

Also in words ("vier twee zeven een"). A year, an amount and a telephone number near such a word stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from taal.geheime_woorden import ANDER_GETAL, BEDRAG, SOORT_CODE, Vondst

_GETAL = re.compile(r"(?<![\w.,/@€#+])(?<!\d[ .\-])\d(?:[ .\-]?\d){2,8}(?![\w/@%]|[.,:]\d|[ .\-]\d)")
_KLEIN = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_TIENEN = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
_TIENTAL = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_ENGELS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_WAARDE = {w: str(n) for n, w in enumerate(_KLEIN + _TIENEN)} | {w: str(n) for n, w in enumerate(_ENGELS)}
_WAARDE |= {w: str(20 + 10 * n) for n, w in enumerate(_TIENTAL)}
_WAARDE |= {
    f"{klein}{'ën' if klein.endswith('e') else 'en'}{tien}": str(20 + 10 * t + n)
    for t, tien in enumerate(_TIENTAL) for n, klein in enumerate(_KLEIN) if n
}  # fmt: skip
_WAARDE |= {"één": "1", "eén": "1", "tweeentwintig": "22"}
_GETALWOORD = "|".join(sorted(_WAARDE, key=len, reverse=True))
# Nine digits at most: what is longer is an account or a telephone number and is looked at elsewhere.
_IN_WOORDEN = re.compile(
    rf"(?<![^\W_])(?:{_GETALWOORD})(?:[ ,-]{{1,2}}(?:{_GETALWOORD})){{1,8}}(?![^\W_])", re.IGNORECASE
)
_LETTERS = re.compile(
    r"(?<![\w@./-])(?:(?:[A-Za-z0-9] ){3,11}[A-Za-z0-9]|[A-Z]{6,12}|[B-DF-HJ-NP-TV-XZ]{4,5}|[b-df-hj-np-tv-xz]{4}"
    r"|(?=[A-Za-z0-9-]{0,40}\d)[A-Za-z0-9]{1,12}(?:-[A-Za-z0-9]{2,8}){0,4})(?![\w@/-])"
)
# Told with a word beside it that says which code; any other that is written as one word ("deurcode") counts too.
_WELKE = (
    rf"(?:{SOORT_CODE}|digi-?d|geheime|toegangs|deur|poort|alarm|kluis|beveiligings|activation|verification|security)"
)

_NAAM = re.compile(
    r"(?<![^\W_])(?:(?P<kort>(?:cvc|cvv)2?(?:[ -]?code)?"
    r"|cijfers (?:achterop|achter op|(?:op|aan) de achter(?:kant|zijde))"
    r"|code achterop|beveiligingsnummer)"
    r"|(?P<pin>pin+[- ]?(?:c[oi]+d\w?|k[o]+d\w?|nummer|nr|cijfers?|getal)?s?|sim-?pin|puk(?:[ -]?code)?|kod pin)"
    r"|(?P<pinnen>(?:ge)?pin(?:nen|t|de|d)?\s(?:ik\s|altijd\s)?met)"
    r"|(?P<sms>verificatie|authenticatie|sms(?:je|'je)?s?|tekstbericht(?:je)?)"
    r"|(?P<ander>(?:post|fout|error|bar|zip|kleur|qr|streepjes|kix|landen?|land|diagnose|dbc|tarief|project|kosten"
    r"|product|artikel|kortings?|actie|deel|route|boekings|reserverings|kleding|dress|gedrags|bron|hs|dtc"
    r"|storings|tracking|vak|beroeps|branche|sbi|btw|klant|order|swift|bic|functie|indicatie|profiel|zorg|meld|agb|declaratie|prestatie)"
    r"[ -]?(?:code|kode)s?)"
    rf"|(?P<code>(?:{_WELKE}[ -]?|[^\W\d_]{{2,20}}-?)(?:code|kode)(?:tje)?s?|otp|tan)"
    r"|(?P<los>(?:code|kode)(?:tje)?s?|authenticator|e\.?dentifier|identifier|(?:rabo|bank)?scanner|sleutelkluis\w{0,3}"
    r"|sleutelkastje|sleutelsafe))(?![^\W_])",
    re.IGNORECASE,
)
_ACHTER, _VOOR, _DICHT = 90, 45, 30
_WIJST = re.compile(
    r"(?:[\W_]*|[^.!?\n]{0,30}:\s*|.{0,80}\b(?:is|was|zijn|waren|luidt|namelijk|wordt|werd|bleek|zegt|staat|stond|stonden|to|ist|est|es"
    r"|gewoon|altijd|kreeg|krijg|dus|geloof|denk)\b\W{1,3}(?:\w{1,12}\W{1,3}){0,2})",
    re.IGNORECASE | re.DOTALL,
)
_WIJST_TERUG = re.compile(
    r"\W{0,3}(?:(?:is|was|dat|dit|als|zien|de|het|mijn|m'n|mn|me|zijn|haar|een|voor|van|onze|hun|geloof|ik|denk|in|bij|my|as|the)"
    r"\W{1,3}){1,6}",
    re.IGNORECASE,
)
_IN_EEN_ZIN = re.compile(r"[^.,?!;\n]{0,20}\b(?:is|was)\b[^.,?!;\n]{0,45}", re.IGNORECASE)
_VAN_KAART = re.compile(r"\[kaartnummer verwijderd\]|credit\s?card|master\s?card|\bvisa\b", re.IGNORECASE)
# A letter's code in groups: "ZT5 8KM 2QP".
_GROEPEN = re.compile(r"(?<![\w@./-])(?=(?:\w*[A-Z ]*\d))[A-Z0-9]{2,5}(?: [A-Z0-9]{2,5}){1,4}(?![\w@/-])")
_SOORT = re.compile(SOORT_CODE, re.IGNORECASE)
_TIJD_ERVOOR = re.compile(
    r"\b(?:sinds|in|van|tot|vanaf|rond|om|jaar|eind|begin|januari|februari|maart|april|mei|juni|juli|augustus|september"
    r"|oktober|november|december|zomer|winter|voorjaar|najaar|al)\s+\Z",
    re.IGNORECASE,
)
_WEG_ERNA = re.compile(
    r"\s*(?:gulden|dollar|weg\b|gepind|opgenomen|schuld|jaar|maanden|weken|dagen|keer|mensen|personen|meter|uur\b"
    r"|minuten|stuks|m2|km\b|tekens|cijfers|letters|[A-Z]{2}\b(?!\s+is))"
)
_FOUT_ERVOOR = re.compile(r"(?:fout|error)\w{0,8}\W{1,3}(?:\w{1,8}\W{1,3}){0,2}\Z", re.IGNORECASE)
_JAAR = re.compile(r"(?:19[3-9]|20[0-3])\d")
_DATUM = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[ .-](?:0?[1-9]|1[0-2])[ .-](?:19|20)?\d\d")
# Written as a date, but right behind "sms:" it is the code.
_CIJFERPAREN = re.compile(r"(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) \d\d")
_DIRECT = re.compile(r"[\s:=]{1,3}(?:is[\s:]{1,2})?")
_NETNUMMER = re.compile(r"\s(?:voor|in|van)\s[A-Z]")
_VIER = re.compile(r"(?<![\w.,/@€#+-])(?<!\d )\d{4}(?![\w/@%]|[.,:-]\d| \d)")
_PAS = re.compile(r"\b(?:pin|bank|betaal|giro)pas|\b(?:pin|geld|betaal)?automaat", re.IGNORECASE)
_GEEFT = re.compile(
    r"\b(?:gaf|gegeven|toets\w*|typ\w*|tik\w*|gezegd|in\s?ge\w+|verteld|door\s?gegeven)\b", re.IGNORECASE
)
_DING = (
    r"(?:\w{0,8}pas(?:je)?|telefoon|mobiel\w{0,6}|tablet|laptop|(?:voor|achter|buiten)?deur|alarm\w{0,5}|\w{0,7}kluis\w{0,3}|\w{0,8}kast(?:je)?"
    r"|\w{0,8}safe|poort|hek|garage|schuur|simkaart|huis)"
)
# "de code van mijn bankpas 5528", "code kluisje 0482", "het alarm gaat eraf met 9961".
_VAN_DING = re.compile(
    rf"\b(?:(?:code|kode|cijfers)(?:\s(?:van|voor|om|bij|op|in|naar|de|het|mijn|mn|onze|ons|zijn|haar|hun))"
    rf"{{0,3}}\s{_DING}(?:\s(?:te\s\w{{3,12}}|in te komen|is|was|dus|naar binnen))?(?:\s(?:is|was))?"
    rf"|{_DING}(?:\s\w{{1,9}}){{1,3}}?\smet(?:\s(?:de\s)?code)?)[\s:=]{{1,3}}"
    r"(?P<n>\d(?: ?\d){3,5})(?![\w/@%]|[.,:-]\d| \d|\s?(?:euro|eur\b|€|gulden|keer|jaar|uur))",
    re.IGNORECASE,
)
_MET_TEKEN = re.compile(
    r"\b\w{0,12}[ck]ode\b[^\d\n]{0,30}?(?<![\w#*])(?P<n>(?=\d{0,7}[#*])\d[\d#*]{3,8})(?!\w)", re.IGNORECASE
)
# "mijn pincode begint met 71 en eindigt op 38"; the three digits of a card, told as such or behind its date.
_IN_DELEN = (
    re.compile(r"\b(?i:[a-z]{2,14}[ck]ode\s(?:begint|start)\s(?:met|op))\s(?P<n>[A-Z0-9]{2,5})(?!\w)"),
    re.compile(r"\bpin\w{0,6}[^.\n]{0,30}?\b(?:begint|start)\s(?:met|op)\s(?P<n>\d{1,3})(?!\d)", re.IGNORECASE),
    re.compile(r"\bpin\w{0,6}[^.\n]{0,60}?\b(?:eindigt|stopt)\s(?:met|op)\s(?P<n>\d{1,3})(?!\d)", re.IGNORECASE),
    re.compile(r"\[kaartnummer verwijderd\][^.\d\n]{0,20}\d\d/\d\d\D{1,12}(?P<n>\d{3})(?!\d)"),
    re.compile(
        r"\b(?:drie|3) cijfers[^\d\n.]{1,15}(?P<n>\d{3})(?!\d)(?=[^.\n]{0,40}(?:kaart|card|\bpas))", re.IGNORECASE
    ),
)
_PIN_VORMEN = {(1, 1, 1, 1), (1,) * 5, (1,) * 6, (4,), (5,), (6,), (2, 2), (3, 3), (2, 2, 2)}


@dataclass(frozen=True, slots=True)
class _Getal:
    begin: int
    eind: int
    cijfers: str
    vorm: tuple[int, ...]


def vind_cijfers(tekst: str) -> list[Vondst]:
    """Where a PIN ("wachtwoord") or code ("digid_code") stands that was named some words away."""
    alle = list(_NAAM.finditer(tekst))
    namen = [m for m in alle if m.lastgroup != "ander"]
    if not namen:
        return _bij_pas(tekst)
    bezet = bytearray(len(tekst))
    for m in alle:
        bezet[m.start() : m.end()] = b"\x01" * (m.end() - m.start())
    getallen = sorted((g for g in _getallen(tekst) if not any(bezet[g.begin : g.eind])), key=lambda g: g.begin)
    plekken = [g.begin for g in getallen]
    gevonden = _bij_pas(tekst)
    for m in namen:
        soort = "wachtwoord" if m.lastgroup in ("pin", "kort", "pinnen") else "digid_code"
        dichtbij = getallen[bisect_left(plekken, m.start() - _VOOR) : bisect_right(plekken, m.end() + _ACHTER)]
        gevonden += [(g.begin, g.eind, soort) for g in dichtbij if _is_van(tekst, m, g)]
        if m.lastgroup in ("code", "los"):
            gevonden += _letters(tekst, m)
    return gevonden


def _bij_pas(tekst: str) -> list[Vondst]:
    """ "Ik gaf hem 7391 van mijn pinpas": near a card or machine, with somebody who gives or keys them in."""
    uit: list[Vondst] = [
        (*m.span("n"), "wachtwoord") for p in (_VAN_DING, _MET_TEKEN, *_IN_DELEN) for m in p.finditer(tekst)
    ]
    for m in _VIER.finditer(tekst):
        ervoor, erna = tekst[max(0, m.start() - _VOOR) : m.start()], tekst[m.end() : m.end() + _VOOR]
        getal = _Getal(*m.span(), m[0], (4,))
        anders = ANDER_GETAL.search(ervoor) or BEDRAG.match(erna) or _WEG_ERNA.match(erna) or _is_rond(getal)
        if not anders and _PAS.search(ervoor + "\n" + erna) and _GEEFT.search(ervoor + "\n" + erna):
            uit.append((*m.span(), "wachtwoord"))
    return uit


def _getallen(tekst: str) -> list[_Getal]:
    uit = [
        _Getal(*m.span(), re.sub(r"\D", "", m[0]), tuple(map(len, re.findall(r"\d+", m[0]))))
        for m in _GETAL.finditer(tekst)
        if not _DATUM.fullmatch(m[0]) or _CIJFERPAREN.fullmatch(m[0])
    ]
    for m in _IN_WOORDEN.finditer(tekst):
        cijfers = "".join(_WAARDE[w] for w in re.findall(r"[^\W\d_]+", m[0].lower()))
        uit.append(_Getal(*m.span(), cijfers, (len(cijfers),)))
    return uit


def _is_van(tekst: str, m: re.Match[str], g: _Getal) -> bool:
    """Whether this number is the secret that is named here, and nothing else that is told beside it."""
    if _is_iets_anders(tekst, m, g):
        return False
    erna = g.begin >= m.end()
    tussen = tekst[m.end() : g.begin] if erna else tekst[g.eind : m.start()]
    verteld = bool((_WIJST if erna else _WIJST_TERUG).fullmatch(tussen))
    if _CIJFERPAREN.fullmatch(tekst[g.begin : g.eind]) and not _DIRECT.fullmatch(tussen):
        return False
    n = len(g.cijfers)
    # "mijn pincode is het jaar van mijn trouwen 1968": one clause that says what it is.
    if m.lastgroup == "pin" and erna and n == 4 and _IN_EEN_ZIN.fullmatch(tussen):
        return True
    if _is_rond(g) and len(tussen) > _DICHT:
        return False
    if m.lastgroup == "kort":
        return n in (3, 4) and (verteld or (n == 3 and g.cijfers != "112" and not _is_rond(g)))
    if m.lastgroup == "pinnen":
        return n == 4 and verteld and erna
    if m.lastgroup == "sms":
        return n == 6 and g.vorm in ((6,), (3, 3), (2, 2, 2)) and not _is_rond(g)
    if m.lastgroup == "pin":
        passend = g.vorm in _PIN_VORMEN or (m[0].lower().startswith("puk") and n == 8)
        return passend and (verteld or (n <= 6 and not _is_rond(g)))
    # "klopt code 0251 voor Castricum?": of telephones.
    if m.lastgroup == "los" and re.fullmatch(r"0\d{2,3}", g.cijfers) and _NETNUMMER.match(tekst, g.eind):
        return False
    if m.lastgroup == "los" and _FOUT_ERVOOR.search(tekst[max(0, m.start() - 40) : m.start()]):
        return False
    if verteld:
        kort = (
            "veilig" in m[0].lower()
            or _VAN_KAART.search(tekst)
            or (m.lastgroup == "code" and bool(_SOORT.match(m[0])) and len(tussen) <= 8)
        )
        return n >= (3 if kort else 4)
    return n >= (5 if m.lastgroup == "los" else 4) and len(tussen) <= 60 and not _is_rond(g)


def _is_rond(g: _Getal) -> bool:
    """A year or a round sum: near a code, but not said to be it."""
    return bool(_JAAR.fullmatch(g.cijfers)) or int(g.cijfers) % 50 == 0


def _is_iets_anders(tekst: str, m: re.Match[str], g: _Getal) -> bool:
    ervoor = tekst[max(0, g.begin - 45) : g.begin]
    if g.begin >= m.end():
        ervoor = tekst[max(m.end(), g.begin - 45) : g.begin]
    if ANDER_GETAL.search(ervoor) or BEDRAG.match(tekst, g.eind) or _WEG_ERNA.match(tekst, g.eind):
        return True
    return bool((_JAAR.fullmatch(g.cijfers) or _is_rond(g)) and _TIJD_ERVOOR.search(ervoor))


def _letters(tekst: str, m: re.Match[str]) -> list[Vondst]:
    """Codes with letters in them, behind the name or before it."""
    uit: list[Vondst] = []
    a, b = max(0, m.start() - _VOOR), min(len(tekst), m.end() + _ACHTER)
    for v in (*_LETTERS.finditer(tekst, a, b), *_GROEPEN.finditer(tekst, a, b)):
        if v.start() < m.end() and v.end() > m.start():
            continue
        erna = v.start() >= m.end()
        tussen = tekst[m.end() : v.start()] if erna else tekst[v.end() : m.start()]
        verteld = (_WIJST if erna else _WIJST_TERUG).fullmatch(tussen)
        if _is_letter_code(v[0], verteld=bool(verteld), geheel=tekst) and not ANDER_GETAL.search(tekst[a : v.start()]):
            uit.append((*v.span(), "digid_code"))
    return uit


def _is_letter_code(waarde: str, *, verteld: bool, geheel: str) -> bool:
    kaal = re.sub(r"[ -]", "", waarde)
    cijfers = sum(c.isdigit() for c in kaal)
    if len(kaal) < 4 or kaal.isdigit() or re.fullmatch(r"\d{4}[A-Za-z]{2}|VD.*", kaal):
        return False
    if re.fullmatch(r"\d{1,3}[A-Za-z]{1,4}", kaal) and not (verteld and kaal.isupper()):
        return False
    if re.search(r"\w\w ", waarde):
        # At least two groups with both, so that "1901 AB" and a word in capitals are none.
        gemengd = sum(bool(re.search(r"\d", deel) and re.search("[A-Z]", deel)) for deel in waarde.split())
        return verteld and gemengd >= 2
    if " " in waarde:
        return cijfers >= 2 or (verteld and kaal.isupper() and not geheel.isupper())
    if not cijfers:
        return verteld and not geheel.isupper()
    return kaal.isupper() or (verteld and cijfers >= 2)
