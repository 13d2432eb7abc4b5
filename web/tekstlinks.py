"""What one can tap in a plain text on a page: phone numbers and e-mail addresses. Everything else is escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# The same numbers as in the widget (web/widget/src/bouw.js).
_TIKBAAR = re.compile(
    r"(?<![\d€\w-])(?P<nummer>112|113|14 0\d{2,3}|0[89]00[- ]\d{3,4}(?: \d{1,4})?|06[ -]\d{8}"
    r"|0\d{1,3}[ -]\d{3,4}[ -]\d{3,4}|0\d{2,3} \d{3} \d{2} \d{2}|0\d{2,3}[ -]?\d{6,7})(?![\d-])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)


def met_links(tekst: str) -> Markup:
    """The text as safe HTML with its numbers and addresses as links."""
    uit, vanaf = Markup(""), 0
    for m in _TIKBAAR.finditer(tekst):
        heel = m[0]
        adres = f"mailto:{heel}" if m["mail"] else "tel:" + re.sub(r"\D", "", heel)
        uit += escape(tekst[vanaf : m.start()])
        # In a text that runs from right to left 0800-0113 would otherwise be shown as 0113-0800.
        uit += Markup('<a class="utrecht-link" dir="ltr" href="{}">{}</a>').format(adres, heel)
        vanaf = m.end()
    return uit + escape(tekst[vanaf:])
