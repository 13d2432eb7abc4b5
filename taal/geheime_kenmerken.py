"""What the learned finder of secrets looks at: the words of a message and what stands around each.

The rules know how a secret was told before; this knows what telling one looks like: how far the word that names it
stands, what lies between, whether the word itself is one that residents use, how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from taal.geheime_woorden import OVER, VERDER, WACHTWOORD
from taal.woorden import functiewoorden

# What was hidden already is one word, that is never a secret itself.
_STUK = re.compile(r"\[[\w-]{3,12} verwijderd\]|[^\s\[]{1,120}|\[")
# "ww:vissoep", "wachtwoord=vissoep", "jan/vissoep": the mark parts two words, but not in "12:30" or "http://".
_PLAK = re.compile(r"(?<=[^\W\d_])(?:[:=]|->)(?=[^\s/])|(?<=[^\W\d_])/(?=\w)|(?<=\w)/(?=[^\W\d_])")
_RAND_VOOR, _RAND_NA = "\"'“”„‘’«([{<>*-–→=:/,.;", ".,:;?)]}\"'“”’»>*"
_EINDE = re.compile(r"[.!?;\n]")
_CIJFERWOORD_TEKST = """
nul een één eén twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig
"""
_CIJFERWOORD = frozenset(_CIJFERWOORD_TEKST.split())
_GETALWOORD = re.compile(
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n(?:twintig|dertig|veertig|vijftig|zestig|"
    r"zeventig|tachtig|negentig)"
)
# What a word names, so that "wagtwoord", "paswoord" and "пароль" weigh the same.
_SOORTEN: tuple[tuple[str, str], ...] = (
    ("WW", rf"{WACHTWOORD}|wachtzin|wachtwoordzin|\w{{2,12}}wachtwoord"),
    ("PW", r"pw|pass?|parool|parol\w{0,3}"),
    ("PIN", r"(?:mn)?pi[nm](?:[- ]?[ck]oo?de?|nummer|nr)?|cv[cv]2?(?:-?code)?|pinnen|gepind|pint"),
    ("NUMMER", r"\w*(?:nummers?|nr|num)|\w*kenmerk|\w*dossier|\w*zaak|postcode|ref\w*|\w*stand|\w*fout\w*|"
     r"\w*melding|error|landcode|zip"
     r"|\w*aanvraag|\w*factuur|polis|formulier|artikel|art|kamer|lijn|bus|trein|nummer\w*|v-nummer|"
     r"code-?95|diagnose\w*|indicatie\w*|icd|kenteken|versie|type"
     r"|model|pagina|stap|vraag|optie|maat|groep|klas|plek|meter\w*|qr-?code|streepjescode|barcode|"
     r"kleurcode|dresscode|toestel"
     r"|postcodes?|agb-?code|sbi-?code"),
    ("GELD", r"€.*|euro'?s?|eur|bedrag|\w*schuld\w*|netto|bruto|\w*kosten|kost|betaald?|betalen|\w*huur|"
     r"\w*toeslag|inkomen|premie|boete|loon|gestolen|opgenomen|afgeschreven"),
    ("MAAT", r"uur|uren|jaar|jarige?|maand|maanden|week|weken|dag|dagen|keer|maal|kwh|m3|mg|ml|km|procent|"
     r"minuten|min|x|meter|cm|kilo|kg|graden|werkdagen|stuks|pillen|kinderen|mensen|personen"),
    ("BEL", r"bel|belt|belde|bellen|gebeld|tel|telnr|bereikbaar|bereiken|fax|whatsappen|app(?:en|t)"),
    ("DATUM", r"(?:jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)(?:uari|ruari|il|i|ustus|ember|ober)?|maart|"
     r"mei|geboren|geb|geboorte\w*|datum|sinds|\w+dag|om|tussen"),
    ("STRAAT", r"\w{3,}(?:straat|weg|laan|plein|kade|dijk|hof|singel|pad)|huisnummer|woon|woont|adres|postbus"),
    ("CODE", r"\w*[ck]ode[sn]?|tan|verificatie|activering|authenticator|kod|kodu|код\w*|الرمز|klucz"),
    ("SMS", r"sms\w*|sms['-]\w+|смс"),
    ("DIGID", r"dig(?:i-?d|-?id|it|id-?app|i)\w{0,4}"),
    ("LOGIN", r"inlog\w*|log|logt|logde|loggen|login|ingelogd|aangemeld|aanmelden|user\w*|gebruikers?(?:naam)?|"
     r"accounts?|account\w+|mijnoverheid|portaal"),
    ("WIFI", r"wi-?fi\w*|netwerk|router|internet"),
    ("TEL", r"\w*telefoon|mobiel\w*|gsm|i-?phone|i-?pad|tablet|scherm|sim\w*|puk|laptop|computer|pc|ontgrende\w+"),
    ("MAIL", r"e-?mail\w*|\w*mail|outlook|facebook|instagram|whatsapp"),
    ("PAS", r"\w*pas|\w*pasje|\w*kaart|visa|mastercard|bank\w*|rabo\w*|ing|abn|automaat|kassa"),
    ("BSN", r"bsn\w*|burger\w*|sofi\w*"),
    ("IBAN", r"iban\w*|\w*rekening\w*|giro\w*"),
    ("BRIEF", r"\w*brief|brieven|envelop\w*"),
    ("APP", r"\w*apps?"),
    ("SLOT", r"\w*kluis\w*|sleutel\w*|alarm\w*|\w*deur|portiek|poort|hek|garage|toegang|flat|lift|hal"),
    ("TYP", r"(?:in)?(?:ge)?(?:typ|tik|toets|vul|voer)(?:t|te|de|d|en|je)?|ingegeven|intik\w*|intyp\w*|"
     r"invul\w*|intoets\w*|invoer\w*"),
    ("GEHEIM", r"geheime?|codewoord|toverwoord|beveiligingsvraag|controlevraag"),
    ("CIJFERS", r"(?:zes|vier|vijf|drie|negen)?cijfer(?:s|ig|ige)|getallen|letters|tekens"),
    ("GEBRUIK", r"gebruikt?e?n?|overal|neem|nam|gekozen|koos|kies|ingesteld|bedacht|verzonnen"),
    ("VRAAG", r"\w*vraag|antwoord"),
)  # fmt: skip
_SOORT = re.compile("|".join(f"(?P<{naam}>{vorm})" for naam, vorm in _SOORTEN), re.IGNORECASE)
_NOEMT = (
    "WW",
    "PW",
    "PIN",
    "CODE",
    "SMS",
    "DIGID",
    "LOGIN",
    "WIFI",
    "TEL",
    "MAIL",
    "PAS",
    "SLOT",
    "GEHEIM",
    "BRIEF",
    "APP",
    "CIJFERS",
    "TYP",
    "GEBRUIK",
)
NAMEN = frozenset(_NOEMT)
OPVALLEND = frozenset(("gemengd", "CODE9", "metteken", "n3", "n4", "n5", "n6", "n7", "n8"))
_WEB = re.compile(r"[^\s@]+@[^\s@]+|(?:https?:|www\.)\S*|\S+\.(?:nl|com|org|net|eu|be|de)", re.IGNORECASE)
_MAAT = re.compile(r"\d{1,4}[a-z]{1,3}|\d+[.,:/x-]\d+\w{0,4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Woord:
    """A word without the marks around it: its place, in small letters, what it names, its make, the marks behind it."""

    begin: int
    eind: int
    vorm: str
    klein: str
    soort: str
    maak: str
    groep: str
    ervoor: str
    erna: str
    zin: int


def lees(tekst: str) -> list[Woord]:
    """The words of a message in order."""
    uit: list[Woord] = []
    zin = 0
    vorige = 0
    for m in _STUK.finditer(tekst):
        for a, b in _delen(m[0], m.start()):
            if m[0].endswith(" verwijderd]"):
                uit.append(Woord(*m.span(), m[0], m[0].lower(), "", "verborgen", "verborgen", "", "", zin))
                continue
            heel = tekst[a:b]
            begin = a + len(heel) - len(heel.lstrip(_RAND_VOOR))
            eind = max(begin, a + len(heel.rstrip(_RAND_NA)))
            if begin == eind:
                begin, eind = a, b
            vorm = tekst[begin:eind]
            klein = vorm.lower().rstrip("!")
            if "\n" in tekst[vorige:a]:
                zin += 1
            erna = tekst[eind:b]
            uit.append(
                Woord(
                    begin,
                    eind,
                    vorm,
                    klein,
                    _soort(klein),
                    _maak(vorm),
                    _groep(klein),
                    tekst[a:begin][-1:],
                    erna[:1],
                    zin,
                )
            )
            if _EINDE.search(erna) or vorm.endswith("!"):
                zin += 1
            vorige = b
    return uit


def _delen(stuk: str, begin: int) -> Iterator[tuple[int, int]]:
    """A chunk in its parts: the mark belongs to the part before it."""
    vanaf = 0
    if not _WEB.fullmatch(stuk):
        for m in _PLAK.finditer(stuk):
            yield begin + vanaf, begin + m.end()
            vanaf = m.end()
    yield begin + vanaf, begin + len(stuk)


@lru_cache(maxsize=8192)
def _soort(klein: str) -> str:
    """What the word names, "" when nothing."""
    m = _SOORT.fullmatch(klein)
    if m is not None:
        return m.lastgroup or ""
    if 7 <= len(klein) <= 13 and klein not in ("passport", "antwoord", "wachttijd"):
        if min(OSA.distance(klein, naam, score_cutoff=2) for naam in ("wachtwoord", "password", "paswoord")) <= 2:
            return "WW"
        if OSA.distance(klein, "pincode", score_cutoff=1) <= 1:
            return "PIN"
    return ""


@lru_cache(maxsize=8192)
def _maak(vorm: str) -> str:
    """How a word is made: a word one uses, an unknown one, digits, a mix."""
    kaal = vorm.rstrip("!")
    klein = kaal.lower()
    if not kaal:
        return "teken"
    if vorm.endswith(" verwijderd"):
        return "verborgen"
    if kaal.isdecimal():
        return f"n{min(len(kaal), 10)}"
    if _WEB.fullmatch(kaal):
        return "web"
    letters = sum(c.isalpha() for c in kaal)
    cijfers = sum(c.isdecimal() for c in kaal)
    if not letters:
        return "nteken" if cijfers else "teken"
    if cijfers:
        if _MAAT.fullmatch(kaal):
            return "maat"
        if kaal.upper() == kaal and len(kaal) >= 4:
            return "CODE9"
        return "gemengd" if letters >= 3 else "kort9"
    if klein in _CIJFERWOORD or _GETALWOORD.fullmatch(klein):
        return "telwoord"
    gewoon = klein in functiewoorden() or klein in OVER or klein in VERDER or klein in _gewone_woorden()
    if not all(c.isalpha() or c in "'-.’" for c in kaal):
        return "metteken"
    hoofd = "A" if len(kaal) > 1 and kaal.isupper() else "H" if kaal[0].isupper() else "G" if kaal != klein else "k"
    if letters == 1:
        return f"{hoofd}letter"
    return f"{hoofd}{'gewoon' if gewoon else 'vreemd' if len(kaal) > 3 else 'klein'}"


@lru_cache(maxsize=1)
def _groepen() -> dict[str, str]:
    tekst = (files("taal") / "geheime_groepen.txt").read_text(encoding="utf-8")
    regels = [regel for regel in tekst.splitlines() if not regel.startswith("#")]
    return {woord: str(i) for i, regel in enumerate(regels) for woord in regel.split()}


@lru_cache(maxsize=8192)
def _groep(klein: str) -> str:
    """Which words it is used like; of one that is in none, its end."""
    if (groep := _groepen().get(klein)) is not None:
        return groep
    if not klein.isalpha():
        return ""
    return f"~{klein[-2:]}" if len(klein) > 3 else "~"


def is_onbekend(klein: str) -> bool:
    """Whether residents never wrote this word, nor is it a name of something here."""
    return _groep(klein).startswith("~") and not _soort(klein)


@lru_cache(maxsize=1)
def _gewone_woorden() -> frozenset[str]:
    tekst = (files("taal") / "gewone_woorden.txt").read_text(encoding="utf-8")
    return frozenset(w for regel in tekst.splitlines() if not regel.startswith("#") for w in regel.split())


def is_verdacht(woorden: list[Woord]) -> bool:
    """Whether there is anything to look for: a word that names a secret, or one that is made up."""
    return any(w.soort in NAMEN or w.maak in OPVALLEND for w in woorden)


def _afstand(n: int) -> str:
    return str(n) if n <= 4 else "5-6" if n <= 6 else "7-10" if n <= 10 else "ver"


class Omgeving:
    """What is the same for every word of one message, worked out once."""

    def __init__(self, woorden: list[Woord]) -> None:
        self.woorden = woorden
        self.namen = [i for i, w in enumerate(woorden) if w.soort in NAMEN]
        soorten = {woorden[i].soort for i in self.namen}
        self.noemt = next((naam for naam in _NOEMT if naam in soorten), "niets")
        self.verzonnen = sum(w.maak in ("gemengd", "CODE9", "metteken") for w in woorden)
        self.lengte = (
            "1" if len(woorden) == 1 else "2-3" if len(woorden) <= 3 else "4-8" if len(woorden) <= 8 else "lang"
        )
        # The nearest name before and behind each word, in one pass each way.
        self.ervoor = self._dichtst(range(len(woorden)))
        self.erna = self._dichtst(range(len(woorden) - 1, -1, -1))

    def _dichtst(self, volgorde: range) -> list[int]:
        uit, laatste = [-1] * len(self.woorden), -1
        for i in volgorde:
            uit[i] = laatste
            if self.woorden[i].soort in NAMEN:
                laatste = i
        return uit

    def _woord(self, i: int) -> tuple[str, str]:
        if not 0 <= i < len(self.woorden):
            return "|", "|"
        w = self.woorden[i]
        return w.soort or w.klein, w.soort or w.maak

    def kenmerken(self, i: int, vorige: bool) -> list[str]:
        """What is seen of word `i`; `vorige` says whether the word before it was taken for a secret."""
        w = self.woorden[i]
        m = w.maak if not w.soort else "#" + w.soort
        w1, m1 = self._woord(i - 1)
        w2, m2 = self._woord(i - 2)
        n1, p1 = self._woord(i + 1)
        n2, _ = self._woord(i + 2)
        v = self.woorden[i - 1] if i else None
        glue = (v.erna if v else "|") + w.ervoor
        uit = [
            f"m={m}", f"w={w.klein}", f"l={m}{min(len(w.vorm), 12)}", f"s={w.klein[-3:]}" if w.vorm.isalpha() else "s=",
            f"x={w.klein[:2]}-{w.klein[-1:]}" if w.vorm.isalpha() else "x=",
            f"!={m}" if w.vorm.endswith("!") else "",
            f"-1={w1}", f"-1m={w1}&{m}", f"-1k={m1}&{m}", f"-2={w2}", f"-2m={w2}&{m}", f"-2k={m2}&{m1}&{m}",
            f"-21={w2}&{w1}", f"-21m={w2}&{w1}&{m}", f"-3={self._woord(i - 3)[0]}", f"-4={self._woord(i - 4)[0]}",
            f"+1={n1}", f"+1m={n1}&{m}", f"+1k={p1}&{m}", f"+2={n2}", f"+2m={n2}&{m}", f"+12={n1}&{n2}",
            f"-1+1={w1}&{n1}", f"g={glue}&{m}", f"e={w.erna}&{m}", f"gw={glue}&{w1}", f"-1w={w1}&{w.klein}",
            f"b={self.noemt}&{m}", f"len={self.lengte}&{m}&{self.noemt}", f"v={min(self.verzonnen, 3)}&{m}",
        ]  # fmt: skip
        if i == 0 or self.woorden[i - 1].zin != w.zin:
            uit.append(f"begin={m}")
        if i + 1 == len(self.woorden) or self.woorden[i + 1].zin != w.zin:
            uit.append(f"eind={m}")
            uit.append(f"eind-1={w1}&{m}")
        g0 = m if w.soort or not w.groep else w.groep
        g1, g2, h1 = self._groep(i - 1), self._groep(i - 2), self._groep(i + 1)
        uit += [
            f"c={g0}", f"c={g0}&{m}", f"cw={w1}&{g0}", f"cww={w2}&{w1}&{g0}", f"cc={g1}&{g0}", f"ccc={g2}&{g1}&{g0}",
            f"c-={g1}&{m}", f"c--={g2}&{m}", f"c+={g0}&{h1}", f"cm+={m}&{h1}", f"c-+={g1}&{h1}&{m}",
            f"cb={self.noemt}&{g0}",
        ]  # fmt: skip
        if vorige:
            uit += [f"vm={m}", f"vw={w.klein}", f"vg={glue}", f"v+1={n1}"]
        self._met_naam(uit, i, m)
        return uit

    def _groep(self, i: int) -> str:
        if not 0 <= i < len(self.woorden):
            return "|"
        w = self.woorden[i]
        return "#" + w.soort if w.soort else w.groep or w.maak

    def _met_naam(self, uit: list[str], i: int, m: str) -> None:
        w = self.woorden[i]
        a, b = self.ervoor[i], self.erna[i]
        if a >= 0:
            naam = self.woorden[a]
            zelfde = "" if naam.zin == w.zin else "/"
            uit += [
                f"<{naam.soort}{_afstand(i - a)}{zelfde}",
                f"<{naam.soort}{_afstand(i - a)}{zelfde}&{m}",
                f"<{naam.soort}{_afstand(i - a)}&{w.groep}",
            ]
            tussen = self.woorden[max(a + 1, i - 8) : i]
            uit += [f"t={t.soort or t.klein}" for t in tussen]
            uit += [f"tm={t.soort or t.klein}&{m}" for t in tussen[-4:]]
            uit += [f"tc={t.groep}&{m}" for t in tussen]
            if any(t.maak in ("gemengd", "CODE9", "metteken") for t in tussen):
                uit.append(f"t9={m}")
        if b >= 0:
            naam = self.woorden[b]
            zelfde = "" if naam.zin == w.zin else "/"
            uit += [f">{naam.soort}{_afstand(b - i)}{zelfde}", f">{naam.soort}{_afstand(b - i)}{zelfde}&{m}"]
            uit += [f"r={t.soort or t.klein}" for t in self.woorden[i + 1 : min(b, i + 6)]]
        uit += [f"n={t.soort or t.klein}" for t in self.woorden[i + 1 : i + 5]]
        uit += [f"p={t.soort or t.klein}" for t in self.woorden[max(0, i - 6) : i]]
