"""What the fuzzing starts from: good input of every kind, and the pieces it is mixed with."""

from __future__ import annotations

import json
import random

_B = {"client_id": "a1-b2", "tekst": "Mijn bsn is 123456782 en ik heb schulden, morgen om 10 uur"}
_CSV = (
    'v1,Buurthuis,financien|wonen,072 000 0101,a@example.nl,https://example.nl,"ma-vr 09:00-12:30",2026-01-01,concept\n'
)
ZADEN: dict[str, list[bytes]] = {
    "bericht": [json.dumps(_B).encode(), b'{"client_id":"x","payload":"/kies_onderwerp{\\"code\\": \\"wonen\\"}"}'],
    "opdracht": [json.dumps({"soort": "bericht", **_B}).encode(), b'{"soort":"typt"}', b'{"soort":"ping"}'],
    "tekst": [
        b"Ik wil niet meer leven, bel mij op 06 12345678 morgen tussen 9 en 12 uur.",
        b"IBAN NL91 ABNA 0417 1643 00, wachtwoord is Geheim123! en pincode 1234",
        b"Ik woon met mijn zoon van 3 en mijn ex. De huisarts en mijn zus helpen. Ik heb al gebeld.",
        b"overmorgen half negen 's ochtends, over 3 weken, 12 mei 2027",
    ],
    "uren": [
        b"ma-vr 09:00-12:30,13:30-17:00; do 18:00-20:00",
        b"1e,3e za 10:00-12:00; feestdagen gesloten",
        b"24/7",
        b"even di 14:00-16:00; op afspraak",
        b"maandag t/m vrijdag 9.00 - 17.00; laatste vr 20:00-02:00",
    ],
    "kaart": [
        b"id,naam,leefgebieden\nv1,Buurthuis,wonen\n",
        b'[{"id": "v1", "naam": "Buurthuis", "leefgebieden": ["wonen"]}]',
        b'{"services": [{"id": "1", "name": "x", "organization": {"name": "y"}, "schedules": []}]}',
    ],
    "csv": [_CSV.encode(), b'"v 1";"x""y"\n'],
    "verslag": [
        b'{"regels": [{"id": "l1", "tekst": "anders"}, {"id": "b1", "verwijder": true}]}',
        b'{"regels": [{"onderdeel": "wens", "tekst": "rust"}]}',
        b'{"hulpvraag": null, "wens": [], "al_geprobeerd": {"zelf": []}, "namens": "naaste", "gesprek": []}',
        b'{"leefgebieden": [{"code": "financien", "regels": []}], "verwijder": ["z1", "h1"]}',
    ],
    "contact": [b'{"toestemming": true, "contact": {"naam": "A", "telefoon": "06 12345678", "voorkeur": "bellen"}}'],
}
_STUKKEN = (
    *(b"", b"\0", b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"\xff\xfe", b"null", b"true", b"[]", b"{}", b"[[[["),
    *(b"1e999", b"-0", b"9" * 40, b",", b";", b"|", b"\n", b"\r\n", b"\t", b" ", b"  " * 30, b"=1+1", b"@", b"-", b":"),
    *(b".", b"/", b"%00", b"<!--", b"24:00", b"00:00", b"29-02-2027", b"id", b"regels", b"tekst", b"code", b"bron"),
    # Digits of another script, letters that change length in lower case, marks of direction, a face.
    *(t.encode() for t in ("\u0661\u0662", "\u00e9", "\u202e", "\u200b", "\U0001f600", "\u00b2", "\u0130")),
)


def maak(doel: str, kans: random.Random) -> bytes:
    """A new case for this target: a good one with up to six things done to it, or mere noise."""
    if kans.random() < 0.02:
        return kans.randbytes(kans.randrange(80))
    uit = bytearray(kans.choice(ZADEN[doel]))
    for _ in range(kans.randint(1, 6)):
        plek = kans.randrange(len(uit) + 1)
        wat = kans.randrange(5)
        if wat == 0:
            uit[plek:plek] = kans.choice(_STUKKEN)
        elif wat == 1:
            del uit[plek : plek + kans.randint(1, 8)]
        elif wat == 2 and plek < len(uit):
            uit[plek] = kans.randrange(256)
        elif wat == 3:
            ander = kans.choice(ZADEN[doel])
            begin = kans.randrange(len(ander))
            uit[plek : plek + kans.randint(0, 6)] = ander[begin : begin + kans.randint(1, 20)]
        else:
            uit[plek : plek + kans.randint(1, 6)] = kans.choice(_STUKKEN)
    return bytes(uit)
