"""The ways through the product on which every state of every page is passed; `kijk` is called in each.

Who looks is up to the caller: `Oog` judges (test_staten.py), `Fotograaf` takes pictures (schermen.py). So a
new state has one place, and is both judged and looked at.
"""

from __future__ import annotations

from tests.browser.kijken import Wandeling
from tests.browser.pagina_wandelingen import chatpagina, openbaar, volgen
from tests.browser.staf_staten import VAN_DE_STAF
from tests.browser.taal_wandelingen import IN_ELKE_TAAL
from tests.browser.widget_wandelingen import widget_praat, widget_storing, widget_verslag

WANDELINGEN: dict[str, Wandeling] = {
    "widget": widget_praat,
    "widget-storing": widget_storing,
    "widget-verslag": widget_verslag,
    **IN_ELKE_TAAL,
    "chat": chatpagina,
    "volg": volgen,
    "openbaar": openbaar,
    **VAN_DE_STAF,
}
