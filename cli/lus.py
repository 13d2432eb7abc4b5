"""The event loop of the server: uvloop where it is there, as Rasa's own server uses it.

A message goes from thread to thread a handful of times, and each time a loop has to be woken. Without it everything
works as well.
"""

from __future__ import annotations

import asyncio
from importlib import import_module


def kies_lus() -> None:
    """Let every loop that this process makes from here on be the quick one; that of the assistant too."""
    try:
        uvloop = import_module("uvloop")
    except ImportError:
        return
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
