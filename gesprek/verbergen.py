"""What a resident typed, without numbers and secrets: what `taal` knows, and labels as people misspell them.

`taal` finds a number by its check digit or by the word before it. Where that word is misspelt and the number is
mistyped or stuck to it, only this is left.
"""

from __future__ import annotations

import re

from taal.persoonsgegevens import VERVANGING, Verborgen, verberg

# "burgerservisnummer", "burgernummer", "bns-nummer", "bs nr"; the number right behind it, also on the next line.
_BSN = re.compile(
    r"\b(?:burger[\s-]?ser[vf][a-z]{1,6}(?:[\s-]?(?:num+er|nr))?|burger[\s-]?(?:num+er|nr)|b(?:ns|sm|s)[\s-]?(?:num+er|nr))"
    r"[\s.:=/(-]{0,4}(?:is|was)?[\s:=(-]{0,4}(?P<n>\d(?:[ .,/_\-\u00a0\u2013]{0,3}\d){7,8})(?!\d)",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\bpin[\s-]?k(?:ode|ood)[\s.:=(-]{0,4}(?:is|was)?[\s:=(-]{0,4}(?P<n>\d(?:[ .-]?\d){3,5})(?!\d)", re.IGNORECASE
)
_OOK = (("bsn", _BSN), ("wachtwoord", _PIN))


def hide(tekst: str) -> Verborgen:
    """The text without BSN, IBAN, card numbers, passwords and DigiD codes, and which kinds were in it."""
    eerst = verberg(tekst)
    over, soorten = eerst.tekst, list(eerst.soorten)
    # On a line of its own a number is passed over when the line before ends in a letter ("Jan" above "123456782").
    if "\n" in over and (los := verberg(over.replace("\n", " \n"))).soorten:
        over, soorten = los.tekst.replace(" \n", "\n"), soorten + list(los.soorten)
    for soort, patroon in _OOK:
        for m in reversed(list(patroon.finditer(over))):
            over = over[: m.start("n")] + VERVANGING[soort] + over[m.end("n") :]
            soorten.append(soort)
    return Verborgen(over, tuple(dict.fromkeys(soorten)))
