"""The check digits of numbers that must not be stored: BSN (elfproef), IBAN (mod 97) and cards (Luhn)."""

from __future__ import annotations

# Lengths per country (ISO 13616 registry), so that the word behind an IBAN is never taken for a part of it.
IBAN_LENGTES = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "SV": 28, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip


def is_bsn(cijfers: str) -> bool:
    """Whether 8 or 9 digits pass the elfproef of a burgerservicenummer."""
    if len(cijfers) not in (8, 9):
        return False
    getallen = [int(c) for c in cijfers.zfill(9)]
    som = sum(gewicht * getal for gewicht, getal in zip(range(9, 1, -1), getallen, strict=False)) - getallen[8]
    return som > 0 and som % 11 == 0


def is_iban(tekens: str) -> bool:
    """Whether letters and digits (no spaces) are an IBAN: a known country, its length and mod 97."""
    tekens = tekens.upper()
    if IBAN_LENGTES.get(tekens[:2]) != len(tekens) or not tekens[2:4].isdigit():
        return False
    return int("".join(str(int(c, 36)) for c in tekens[4:] + tekens[:4])) % 97 == 1


def is_luhn(cijfers: str) -> bool:
    """Whether the last digit is the check digit of the rest (ISO/IEC 7812)."""
    som = 0
    for plek, c in enumerate(reversed(cijfers)):
        getal = int(c) * (2 if plek % 2 else 1)
        som += getal - 9 if getal > 9 else getal
    return som > 0 and som % 10 == 0


def is_kaartnummer(cijfers: str) -> bool:
    """Whether digits have the prefix and length of a payment card and pass Luhn.

    The prefix matters: a betalingskenmerk of 16 digits passes Luhn once in ten.
    """
    kop, lengte = int(cijfers[:2] or 0), len(cijfers)
    vorm = (
        (kop // 10 == 4 and lengte in (13, 16, 19))  # Visa
        or ((51 <= kop <= 55 or 22 <= kop <= 27) and lengte == 16)  # Mastercard
        or (kop in (34, 37) and lengte == 15)  # American Express
        or (kop in (30, 36, 38, 39) and lengte == 14)  # Diners
        or ((kop == 50 or 56 <= kop <= 69) and lengte in (16, 18, 19))  # Maestro, Discover
        or (kop == 35 and lengte == 16)  # JCB
    )
    return vorm and is_luhn(cijfers)
