"""What the process of the server is set to: when Python clears up, and the event loop, uvloop where it is there.

A message goes from thread to thread a handful of times, and each time a loop has to be woken. Without it everything
works as well.
"""

from __future__ import annotations

import asyncio
import gc
from importlib import import_module

# A message makes some thousands of objects that are gone when it is answered. Looking after each 700 of them whether
# any can be cleared up finds hardly one.
_NIEUW, _RONDES = 20_000, 20


def kies_lus() -> None:
    """Let every loop that this process makes from here on be the quick one; that of the assistant too.

    And let Python look less often for what can be cleared up.
    """
    gc.set_threshold(_NIEUW, _RONDES, _RONDES)
    try:
        uvloop = import_module("uvloop")
    except ImportError:
        return
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
