"""The words by which people name a secret, and what they say about one without telling it.

Every way of looking uses the same ones, so that a new spelling or language is added once.
"""

from __future__ import annotations

import re
from importlib.resources import files

# Where something stands (begin, end) and which kind of secret it is.
Vondst = tuple[int, int, str]

# With the ways in which it is misspelt ("wagtwoort", "wachtwrood", "paswort") and its name in other languages.
WACHTWOORD = (
    r"(?:w[ae]{1,2}[cghtk]{1,4}-?[wor]{3,5}[dt]{0,2}(?:jes?|en|t)?|wacht\s?woord(?:jes?|en|t)?"
    r"|w8\s?w(?:oor[dt]?|rd)|[a-z]{0,3}chtwoord(?:jes?|en|t)?|wachtwrd|wachtw|inlogwoord|(?:code|geheim)\s?woord|ww|w\.w\b|pas{1,2}[\s-]?w[oa]{0,2}r[dt]s?|pwd|psw"
    r"|passwort|kennwort|mot de passe|contrase[nñ]a|senha|[sş]ifre\w{0,5}|has[lł][oa]|пароль|كلمة (?:السر|المرور))"
)
SOORT_CODE = (
    r"(?:sms|verificatie|activerings?|activatie|inlog|login|koppel|controle|beveiligings|bevestigings|herstel"
    r"|deblokkerings|eenmalige)"
)
BEDRAG = re.compile(r"\s*(?:euro|eur\b|€|keer\b|per (?:maand|week|dag)|bruto|netto|p/?m\b)", re.IGNORECASE)
# Right before a number that is something else.
ANDER_GETAL = re.compile(
    r"(?:nummer|nr\.?|kenmerk|zaak|dossier|postcode|(?<!aan de )\btel\w{0,8}|\bbel\w{0,4}|klant\w{0,8}|polis|€|\beur"
    r"|euro"
    r"|\bbus|\blijn|\bkamer|\bartikel|\bart\.?|schuld|bedrag|geboren|06)\s*(?:is|was|van|op|met|om)?[\s:=#(-]{0,3}\Z",
    re.IGNORECASE,
)
# What is said about a password, and so is none.
_OVER_TEKST = """
niet kwijt weg nog te al ook fout onjuist verkeerd verlopen geblokkeerd gestolen gehackt goed juist  correct
ongeldig zoek onbekend nodig anders moeilijk lastig veilig onveilig sterk zwak lang kort oud nieuw  steeds
altijd nooit weer wel een het de mijn dat dit die hetzelfde dezelfde echt heel erg helemaal  waarschijnlijk denk
ik gewoon dus nu toch maar in op bij voor van opnieuw ingesteld aangepast uitgelekt  bekend leeg vol raar
makkelijk simpel ingewikkeld klaar over blijkbaar misschien zeker sinds door met  gister gisteren vandaag morgen
not wrong lost forgotten expired incorrect blocked the a geen iets niets  zo hoe wat waar wie waarom wanneer
daarom want omdat als of en net pas vaak soms hier daar afgelopen  toegestaan opgeslagen opgeschreven iemand
afgekeurd stuk kapot foutief actief inactief tijdelijk uit aan  nou helaas jammer genoeg nogal best persoonlijk
prive privé geheim dicht open naar wordt moet kan gaat  doet werkt lukt vergeten reset resetten invullen
ingevuld wijzigen veranderen instellen aanvragen
er mij hem hen haar hun ons u weet wist ken snap heb heeft had zal zou aanvraag uitkering per tot vanaf loopt stopt iets
alles vast jarenlang vermoedelijk zogenaamd officieel mogelijk eventueel inmiddels immers allang allebei
langer korter bijna om veranderd
"""
_EROVER = (files("taal") / "geheime_erover.txt").read_text(encoding="utf-8")
OVER = frozenset(_OVER_TEKST.split()) | {
    woord for regel in _EROVER.splitlines() if not regel.startswith("#") for woord in regel.split()
}
# A password of several words may begin with one of these, when the rest shows that it is one.
LIDWOORD = frozenset(("de", "het", "een", "the", "mijn", "ik", "dit", "dat", "onze", "voor"))
# Where a password of several words ends: the sentence goes on, or something else is told.
_VERDER_TEKST = """
maar mag kom komt lukt klopt werkt wel wil wilt want zegt gaat doet doen help helpt graag alvast alstublieft aub svp
dank bedankt groet groeten groetjes mvg sorry toch hoor he hè hoi kunt kunnen kun bsn iban pin pincode code
gebruikersnaam inlog inlognaam naam mail email e-mail tel telefoon mobiel geboren adres postcode digid
heb hebt heeft had hij zij ze wij we u jij je die deze er zijn was waren blijft moet zou zal werd wordt worden snap
begrijp weet denk dacht geloof probeer gebruik gebruikt gebruiken staat
"""
VERDER = frozenset(_VERDER_TEKST.split())
_VOLTOOID = re.compile(r"(?:ge|ver|be|ont|her)[a-zëï]{3,}(?:d|t|en)|[a-z]{2,6}ge[a-z]{3,}(?:d|t|en)")


def is_gewoon_woord(waarde: str) -> bool:
    woord = waarde.rstrip(".,;:!?)").lower()
    return woord in OVER or _VOLTOOID.fullmatch(woord) is not None


def lijkt_verzonnen(waarde: str) -> bool:
    """Made up rather than said: a digit in it with something else, or four digits or more."""
    kaal = waarde.rstrip(".,;:)?")
    cijfers = sum(c.isdigit() for c in kaal)
    if kaal.isdigit():
        return cijfers >= 4
    letters = any(c.isalpha() for c in kaal)
    teken = re.search(r"[^\w\s.,:;()/'?-]", kaal.rstrip("!")) is not None
    return letters and (cijfers > 0 or teken) and not kaal.startswith("[")
