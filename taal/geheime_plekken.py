"""Passwords found by the place in the sentence they stand in, whatever they look like.

"Wachtwoord gehaktbal werkt niet": between the name and a verb Dutch has no room for a noun, unless it is what the
password says. So an ordinary word counts here by its place; what is said about passwords, of whom or what they are,
and misspellings of those words do not.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from taal.geheime_overschot import GEEN_WACHTWOORD, vind_overschot
from taal.geheime_woorden import OVER, VERDER, WACHTWOORD, Vondst, is_gewoon_woord, lijkt_verzonnen
from taal.woorden import functiewoorden

# Not "ww": a benefit has the same place in a sentence.
_CUE = rf"(?!ww(?!\w)|w\.w)(?:{WACHTWOORD}|toegangswoord)"
_W = r"[^\s\"'“”„()\[\],;:?]{3,40}"
_DOEN_TEKST = """
werkt werkte klopt klopte lukt lukte doet deed is was wordt word werd gaat ging blijft kan kon mag mocht pakt pakte wil
wilde moet moest heeft had herkent geeft gaf zou hoort hoorde zit zat staat stond komt kwam zegt niet
fout verkeerd onjuist ongeldig incorrect wrong not
"""
_DOEN = "|".join(_DOEN_TEKST.split())
_INGEVOERD = (
    r"(?:in)?(?:typ(?:te?|en)?|tik(?:te?|ken)?|toets(?:te?|en)?|vul(?:t|de|len)?|voer(?:t|de|en)?|klop(?:te?|pen)?)"
)
_GEBRUIKT = r"(?:gebruik(?:t|te|en)?|probeer(?:t|de)?|neem|nam|kies|koos|geprobeerd|gebruikt|ingelogd|inloggen|inlog)"
_VULSEL = (
    r"(?:(?:ik|dan|nu|altijd|steeds|dus|gewoon|toch|eerst|daar|er|we|hij|zij|ze|u|je|wel|hier|met|bij|op|als)\s+){0,4}"
)
_PLEKKEN = (
    # "wachtwoord gehaktbal werkt niet meer"
    re.compile(rf"(?<![\w-]){_CUE}\s+(?P<n>{_W})[!.,]?\s+(?:{_DOEN})(?!\w)", re.IGNORECASE),
    # "gehaktbal is mijn wachtwoord maar hij zegt fout"
    re.compile(
        rf"(?<![^\s\"'(])(?P<n>{_W})[\"']?,?\s+(?:(?:dat|dit|zo)\s+)?(?:is|was|heet|wordt|werd|luidt)\s+"
        r"(?:(?:toch|nu|altijd|gewoon|dus|echt|volgens mij|toen)\s+)?"
        r"(?:mijn|mn|m'n|me|het|ons|onze|zijn|haar|hun|my)\s+"
        rf"(?:(?:digid|nieuwe?|oude?|enige|vaste)[- ]?)?{_CUE}(?!\w)"
        r"(?!\s+(?:niet|kwijt|verlopen|vergeten|geblok\w+|weg|ver\w+))",
        re.IGNORECASE,
    ),
    # "mijn wachtwoord heet Bello", "wachtwoord moet gehaktbal zijn"
    re.compile(
        rf"(?<![\w-]){_CUE}\s+(?:heet(?:te)?|luidt|(?:moet|hoort|zou)(?:\s(?:toch|gewoon|nu|dus))?)\s+(?P<n>{_W})"
        r"(?=\s+(?:zijn|te zijn|wezen)\b|[.,!]?\s*$)",
        re.IGNORECASE | re.MULTILINE,
    ),
)
# In a message that speaks of a password: "is gehaktbal een goed wachtwoord", "ik dacht dat het gehaktbal was",
# "iets met gehaktbal", "heb ik gehaktbal opgegeven", "twee keer gehaktbal".
_LOS_VERTELD = (
    re.compile(rf"(?<!\w)(?:is|was)\s(?P<n>{_W})\s(?:wel\s|ook\s)?(?:g?een)\s(?:\w+\s){{0,2}}{_CUE}", re.IGNORECASE),
    re.compile(
        r"(?<!\w)(?:dacht|denk|geloof|weet|weet zeker|zei|zegt|meen|gok)\s(?:\w+\s)?(?:dat\s)?"
        rf"(?P<het>het|hij|dit)\s(?P<n>{_W})"
        r"\s(?:is|was|moet|moest)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:(?<!\w)(?:iets|zoiets)\s(?:als|met|van)|[,:]\sdus)\s(?P<n>{_W})(?=[.!]?\s*$|[,.]|\s(?:of|maar|en)\b)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        rf"(?<!\w)(?:heb|hebben|had|heeft|hadden|is)\s(?:ik|hij|zij|ze|we|wij|die)\s(?:\w{{2,6}}\s){{0,2}}?(?P<n>{_W})\s"
        r"(?:(?:op|in|aan|ver|be)?ge\w{3,}|(?:be|ver)\w{3,}[dtn])(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w)(?:twee|drie|vier|[2-4])\s?(?:keer|maal|x)\s(?P<n>{_W})(?=[.!]?\s*$|\s(?:achter|aan)\b)",
        re.IGNORECASE,
    ),
)
# "wachtwoord = mijn geboortedatum dus 14031958", "wachtwoord gewoon 123456".
_GETAL = re.compile(
    rf"(?<![\w-]){_CUE}\s?(?:(?:is|was|[:=]|zijn?|mijn|gewoon|dus|de|het|van|nu|me|mn|m'n|ons|onze|huis|geboorte|trouw|post"
    r"|postcode\w*|geboorte\w*|trouw\w*|jaar\w*|datum|nummer|huisnummer|telefoonnummer|zoon|dochter|moeder|vader|man|vrouw)[\s,]{0,3})"
    r"{1,8}(?P<n>\d(?:[ .-]?\d){3,9}|\d{4}\s?[A-Z]{2})(?![\w,])",
    re.IGNORECASE,
)
_MEER_VERTELD = (
    # "ze weet dat ik gehaktbal als wachtwoord heb", "en gehaktbal mijn wachtwoord"
    re.compile(
        rf"(?<!\w)(?:ik|hij|zij|ze|we|wij|er|met|dan|altijd|had|heb)\s(?P<n>{_W})\sals\s(?:mijn\s|het\s)?{_CUE}(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\w)en\s(?P<n>{_W})\s(?:mijn|het|haar|zijn|ons)\s{_CUE}[.!]?\s*$", re.IGNORECASE | re.MULTILINE),
    # "een nieuw wachtwoord gemaakt en dat is Gehaktbal", "mijn wachtwoord bestaat uit gehaktbal"
    re.compile(
        rf"(?<![\w-]){_CUE}[^.!?\n]{{0,50}}\b(?:dat|dit|het|die|nu)\s(?:is|was|werd|wordt)\s(?:nu\s|dus\s)?(?P<n>{_W})"
        r"(?=[.,!]?\s*$|[.,!]|\s(?:en|maar|of|dus|want|denk|dacht|geloof|toch|volgens)\b)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(rf"(?<![\w-]){_CUE}\s(?:bestaat|bestond)\suit\s(?P<n>{_W})", re.IGNORECASE),
    re.compile(rf"(?<![\w-]){_CUE}\?\s+(?P<n>{_W})[.!]?\s*$", re.IGNORECASE | re.MULTILINE),
    re.compile(
        rf"(?<!\w)(?:zou|moet|moest)\s(?:toch\s|dus\s|volgens\s\w+\s)?(?P<n>{_W})\s(?:moeten\s|te\s)?(?:zijn|wezen)(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w-]){_CUE}\s(?:staat|stond|zet ik)(?:\s\w{{1,8}}){{0,3}}\sop\s(?P<n>{_W})[.!]?\s*$",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        rf"(?<![\w-]){_CUE}\s(?:dat|die|wat)\s(?:ik|we|hij|ze)\s(?:\w{{2,7}}\s){{0,2}}?"
        rf"(?:neem|gebruik|heb|had|nam|kreeg|in\s?vul|in\s?typ|typ)[\s:]{{1,2}}(?P<n>{_W})"
        r"(?=[.,!]?\s*$|[.,!]|\s(?:dus|en|maar|werkt|klopt|is)\b)",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(
        rf"(?<!\w)(?:nieuwe?|oude?|eerste?|tweede)\s?[:=]\s?(?P<n>{_W})(?=[.,!]?\s*$|[.,!]|\s\w+\s?[:=])",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(rf"(?<!\w)van\s(?P<n>{_W})\s(?:in|naar)\s\[wachtwoord verwijderd\]", re.IGNORECASE),
    # "wachtwoord gehaktbal hoor", "mijn wachtwoord, gehaktbal, …"
    re.compile(
        rf"(?<![\w-]){_CUE}\s(?P<n>{_W})(?=,|[.!]?\s*$|\s(?:hoor|een|maar|en|of|dus|want|gemaakt|gekozen|genomen)(?!\w))",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(rf"(?<![\w-]){_CUE}(?:\svan\s\w{{2,12}})?,\s(?P<n>{_W})(?=,|[.!]?\s*$)", re.IGNORECASE | re.MULTILINE),
    # "de app heeft wachtwoord gehaktbal"
    re.compile(rf"(?<!\w)(?:heeft|had|met|heb)\s(?:als\s)?{_CUE}\s(?P<n>{_W})[.!]?\s*$", re.IGNORECASE | re.MULTILINE),
)
# "Wachtwoord: het regent vandaag", with nothing in it that is said about one.
_ALS_LABEL = re.compile(
    rf"(?:^[ \t]*(?:(?:mijn|digid|het|nieuwe?|oude?)\s){{0,2}}{_CUE}\s?[:=]|(?<![\w-]){_CUE}\sluidt:?)[ \t]*"
    r"(?P<n>[^\W\d_]+(?:[ ][^\W\d_]+){1,4})[.!]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_EROVER = re.compile(
    r"\b(?:kwijt|vergeten|weet|niet\w?|geen|onbekend|verlopen|werkt|nieuwe?|help|hulp|probleem|aanvragen|geblokkeerd|fout|klopt"
    r"|wijzigen|resetten|herstellen|verkeerd|onjuist|hetzelfde|geheim|ingesteld|zie|hoe|wat|waar|kan|wil)\b",
    re.IGNORECASE,
)
# "ik weet mijn wachtwoord nog wel: gehaktbal", at the end of a line and with one colon only.
_DUBBELE_PUNT = re.compile(
    rf"(?<![\w-]){_CUE}(?!\w)(?P<tussen>[^:\n.?!]{{0,60}})[:=]\s?(?P<n>{_W})[ .!]*$", re.IGNORECASE | re.MULTILINE
)
_MELDING = re.compile(
    r"meld|fout|staat|zeg|scherm|error|lees|krijg|brief|probleem|vraag|hulp|onderwerp|reden", re.IGNORECASE
)
_INGETYPT = re.compile(
    rf"(?<!\w){_INGEVOERD}\s+{_VULSEL}(?P<n>{_W})(?=[.,!]?\s*$|[!.,]?\s+(?:en|in|maar|bij|als|dan|of)\b|,)"
    rf"|(?<!\w)(?P<m>{_W})\s+(?:in\s?(?:ge|te\s)?(?:typt?e?n?|tikt?(?:ken)?|toetst?(?:en)?|vuld?(?:len)?|voerd?(?:en)?))\b",
    re.IGNORECASE | re.MULTILINE,
)
# Keyed in with no password named: only what is written as one.
_NAAM_CIJFERS = re.compile(r"[^\W\d_]{4,}\d{2,4}!?")
_INGEZET = re.compile(rf"(?<!\w){_GEBRUIKT}\s+{_VULSEL}(?P<n>{_W})", re.IGNORECASE)
# "Gehaktbal met een hoofdletter", "gehaktbal aan elkaar", "gehaktbal met een 3 erachter": how it is written.
_GESCHREVEN = re.compile(
    rf"(?<![^\s\"'(:=])(?P<n>{_W})[\"']?,?\s+(?:(?:allemaal|alles|maar|dus|wel|geschreven|zonder|in)\s+){{0,2}}"
    r"(?:(?:met|zonder|en|in)\s+(?:een\s+|de\s+|een\s+grote\s+|grote\s+)?"
    r"(?:hoofdletters?|kleine\s+letters?|kleine?\s+\w\b|grote?\s+\w\b|uitroepteken|spaties?|streepje|punt\s|hekje|apenstaart\w*"
    r"|(?:het\s+)?(?:cijfer\s+|jaartal\s+|jaar\s+)?\d{1,4}\s+(?:erachter|achteraan|ervoor|er\s?achter))"
    r"|(?:alles\s+)?aan\s?(?:een|elkaar)\b|klein\s+geschreven|hoofdletters?\b)",
    re.IGNORECASE,
)
_GESPELD = re.compile(r"(?<![\w.'’])[^\W_](?:[ .,-]{1,2}[^\W_]){3,24}(?![\w'’])")
_AANGEHAALD = re.compile(r"[\"“„‘](?P<n>[^\"“”„‘’\n]{3,40})[\"”’]|(?<!\w)'(?P<m>[^'\n]{3,40})'(?!\w)")
_DICHT = 40
_KNOP = re.compile(
    r"(?:klik\w*|druk\w*|knop\w*|staat|stond|melding\w*|scherm|zegt|zei|tekst|kopje|woord|lees|las|antwoord\w*|heet|vak\w*"
    r"|optie|link|gekregen|kreeg|krijg|pagina|kies|brief|folder|regeling)\W+(?:\w{1,10}\W+){0,3}\Z",
    re.IGNORECASE,
)
_NAAM_VAN = re.compile(
    r"\bnaam van (?:mijn|m'n|mn|me|onze|ons|de|het|zijn|haar)\s(?:\w{2,15}\s){1,2}(?:dus\s|heet\s|,\s)?"
    r"(?P<n>(?-i:[A-Z])[^\s.,;:?]{2,30})",
    re.IGNORECASE,
)
_OVER_WACHTWOORD = re.compile(rf"(?<![\w-])(?:{_CUE}|password|inlogcode)(?!\w)", re.IGNORECASE)
_OVER_INLOGGEN = re.compile(
    r"\bdig(?:i[- ]?d|[- ]id|it)\b|inlog|\blog\s?in\b|ingelog|\baccount|mijn ?overheid|gebruikersnaam|\blogin"
    r"|\blog(?:de|t)?\s\w{1,8}\sin\b",
    re.IGNORECASE,
)
_GEHEIME_VRAAG = re.compile(
    r"\b(?:geheime|beveiligings|controle|herstel|veiligheids)[- ]?vra(?:ag|gen)\b[^\n]{0,80}?\bantwoord\w*\s*"
    r"(?:(?:is|was|dus|heb ik|gaf ik|:|=|,)\s*){0,2}(?P<n>[^\s.,;:?]{3,30})",
    re.IGNORECASE,
)
# "mijn oude was gehaktbal", told after one that was found.
_ANDERE = re.compile(
    r"\[wachtwoord verwijderd\](?P<tussen>[^\n.?]{0,25}?)"
    r"\b(?:oude|nieuwe?|eerste|tweede|vorige|andere|daarvoor|eerst|nu|toen|of|en)\s"
    r"(?:(?:is|was|heb|had|ook|ik|nu|toen|daarna|wachtwoord)\s|[:=]\s?){1,3}"
    r"(?P<n>[^\s.,;:?\[]{4,40})(?=[.,!]?\s*(?:$|\n|en\b|maar\b))",
    re.IGNORECASE,
)
_GEEN = GEEN_WACHTWOORD | OVER | VERDER
_BIJNA = tuple(w for w in _GEEN | frozenset(_DOEN_TEKST.split()) if len(w) >= 5)
_VORM = re.compile(r"\w{2,}(?:lijk|lijke|baar|loos|ing|ingen|heid|portaal|account|app|site|mail|pagina|scherm)")
_WERKWOORD = re.compile(
    r"\w{3,}en|\w{2,6}(?:slaan|gaan|staan|doen|zien)|(?:ge|ver|be|ont|her|in|op|aan|af|uit|terug)\w{3,}[dt]e?"
)


def vind_plekken(tekst: str) -> list[Vondst]:
    """Where a password stands that only its place in the sentence tells."""
    over_wachtwoord = _OVER_WACHTWOORD.search(tekst) is not None
    if not over_wachtwoord and not _OVER_INLOGGEN.search(tekst):
        vraag = [m.span("n") for m in _GEHEIME_VRAAG.finditer(tekst) if _is_waarde(m["n"])]
        getypt = [
            m.span(g) for m in _INGETYPT.finditer(tekst) for g in ("n", "m") if _NAAM_CIJFERS.fullmatch(m[g] or "")
        ]
        return [(a, b, "wachtwoord") for a, b in vraag + getypt]
    gevonden = [m.span("n") for p in _PLEKKEN for m in p.finditer(tekst) if _is_waarde(m["n"])]
    gevonden += [m.span("n") for m in _GEHEIME_VRAAG.finditer(tekst) if _is_waarde(m["n"])]
    gevonden += [m.span("n") for m in _INGEZET.finditer(tekst) if _is_gemaakt(m["n"])]
    if over_wachtwoord:
        gevonden += _bij_wachtwoord(tekst)
    return [(a, a + len(tekst[a:b].rstrip(".,;:)")), "wachtwoord") for a, b in gevonden]


def _bij_wachtwoord(tekst: str) -> list[tuple[int, int]]:
    """Ways of telling that count only in a message that speaks of a password."""
    punt = [m for m in _DUBBELE_PUNT.finditer(tekst) if not _MELDING.search(m["tussen"])]
    gevonden = [m.span("n") for m in punt if _is_waarde(m["n"]) or m["n"].lower() == "geheim"]
    gevonden += [m.span("n") for p in (_NAAM_VAN, _ANDERE) for m in p.finditer(tekst) if _is_waarde(m["n"])]
    gevonden += [
        m.span("n")
        for m in _GESCHREVEN.finditer(tekst)
        if _is_waarde(m["n"]) and not _heeft_lidwoord(tekst, m.start("n"))
    ]
    gevonden += [m.span("n") for m in _GETAL.finditer(tekst)]
    gevonden += [m.span("n") for m in _ALS_LABEL.finditer(tekst) if not _EROVER.search(m["n"])]
    for p in (*_LOS_VERTELD, *_MEER_VERTELD):
        gevonden += [
            m.span("n")
            for m in p.finditer(tekst)
            if _is_waarde(m["n"])
            and (p in _MEER_VERTELD or "het" in m.groupdict() or not _heeft_lidwoord(tekst, m.start("n")))
        ]
    for m in _INGETYPT.finditer(tekst):
        groep = "n" if m["n"] else "m"
        if _is_waarde(m[groep]) and not _heeft_lidwoord(tekst, m.start(groep)):
            gevonden.append(m.span(groep))
    for m in _AANGEHAALD.finditer(tekst):
        groep = "n" if m["n"] else "m"
        woorden = m[groep].split()
        if (
            not _KNOP.search(tekst[max(0, m.start() - 60) : m.start()])
            and _is_waarde(woorden[0])
            and len(woorden) <= 3
            and _bij_cue(tekst, m)
        ):
            gevonden.append(m.span(groep))
    gevonden += vind_overschot(tekst)
    return gevonden + [m.span() for m in _GESPELD.finditer(tekst) if _is_gespeld(m[0])]


def _bij_cue(tekst: str, m: re.Match[str]) -> bool:
    """Whether a password is named close by: people quote much else."""
    return _OVER_WACHTWOORD.search(tekst, max(0, m.start() - _DICHT), m.end() + _DICHT) is not None


def _heeft_lidwoord(tekst: str, begin: int) -> bool:
    """ "ik vul de datum in": a thing, not the word that is keyed in."""
    return (
        re.search(
            r"\b(?:de|het|een|mijn|m'n|mn|me|onze|zijn|haar|hun|die|dat|geen|alle|wat|elke|verkeerde?|al)\s+(?:[a-z]{3,12}\s+)?\Z",
            tekst[max(0, begin - 26) : begin],
            re.IGNORECASE,
        )
        is not None
    )


def _is_gespeld(stuk: str) -> bool:
    """Loose letters: more of them than the pieces of an abbreviation ("w.m.o.") or a row of numbers."""
    return sum(c.isalpha() for c in stuk) >= 3 and len(re.findall(r"\w", stuk)) >= 4


def _is_gemaakt(woord: str) -> bool:
    """Letters and then digits or signs, long enough to be no name of a thing ("A52")."""
    kaal = woord.rstrip(".,;:!?)")
    letters = sum(c.isalpha() for c in kaal)
    return letters >= 3 and lijkt_verzonnen(woord) and _is_waarde(woord) and "@" not in kaal and "/" not in kaal


@lru_cache(maxsize=4096)
def _is_waarde(woord: str) -> bool:
    """Whether it may be a password here: nothing that is said about one, and no misspelling of that."""
    kaal = woord.strip(".,;:!?)('\"").lower()
    if len(kaal) < 3 or "verwijderd" in kaal or "[" in kaal or kaal in _GEEN or kaal in functiewoorden():
        return False
    if re.fullmatch(WACHTWOORD, kaal, re.IGNORECASE) or is_gewoon_woord(kaal):
        return False
    if lijkt_verzonnen(woord):
        return (
            re.fullmatch(
                r"\d[\d.,:/-]*|\d+\w{1,5}|(?:windows|iphone|ipad|android|office|samsung|galaxy|wmo|ios|covid)-?\d+\w?|\S*@\S+\.\w+|(?:https?:|www).*",
                kaal,
            )
            is None
        )
    if not kaal.replace("-", "").isalpha() or (
        woord.islower() and (_VORM.fullmatch(kaal) or _WERKWOORD.fullmatch(kaal))
    ):
        return False
    return len(kaal) >= 4 and not any(OSA.distance(kaal, w, score_cutoff=1) <= 1 for w in _BIJNA)
