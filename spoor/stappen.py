"""One step of the way, timed. Costs one look at a variable while nobody listens.

What may stand in a trace is a short list: names of ours and numbers. Text of a resident, a token, a kenmerk or the
number of a gesprek cannot get in, because a value that is no name of ours raises in the tests and is left out
otherwise.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from contextvars import ContextVar
from dataclasses import dataclass, field

# What may be told of a step, and what its words look like: an action, a kind of post, a kind of error.
NAMEN = frozenset({"actie", "aantal", "soort", "uitkomst", "wijze"})
_NAAM = re.compile(r"[a-z][a-z0-9_]{0,39}")

Waarde = str | int | bool


@dataclass(frozen=True)
class Waar:
    """Where in which trace we are. `nul`: when the steady clock of this trace stood at zero, in ns since 1970."""

    trace: str
    span: str
    nul: int


@dataclass
class Stap:
    """A step: `trace`, `id` and `ouder` in hex, moments in nanoseconds since 1970, `fout` a kind of error."""

    naam: str
    trace: str
    id: str
    ouder: str
    begin: int
    eind: int = 0
    fout: str = ""
    velden: dict[str, Waarde] = field(default_factory=dict)

    def zet(self, naam: str, waarde: Waarde) -> None:
        """Tell this of the step; left out when it is not one of our own words or a number."""
        if naam in NAMEN and (not isinstance(waarde, str) or _NAAM.fullmatch(waarde)):
            self.velden[naam] = waarde


class _Geen(Stap):
    def zet(self, naam: str, waarde: Waarde) -> None: ...


Neem = Callable[[Stap], None]
_neem: Neem | None = None
_waar: ContextVar[Waar | None] = ContextVar("spoor", default=None)
_GEEN = contextlib.nullcontext(_Geen("", "", "", "", 0))


def zet_aan(neem: Neem) -> None:
    """Hand every step that ends to `neem`, from whatever thread it ended on; it must not wait."""
    global _neem
    _neem = neem


def zet_uit() -> None:
    global _neem
    _neem = None


def waar() -> Waar | None:
    """Where we are now, to give to work on another thread."""
    return _waar.get()


def stap(naam: str, *, onder: Waar | None = None, **velden: Waarde) -> AbstractContextManager[Stap]:
    """Time what happens inside. `onder`: where it belongs, on a thread that does not know that by itself."""
    return _GEEN if _neem is None else _tel(naam, onder or _waar.get(), velden)


@contextlib.contextmanager
def _tel(naam: str, onder: Waar | None, velden: dict[str, Waarde]) -> Iterator[Stap]:
    trace = onder.trace if onder else secrets.token_hex(16)
    # One zero for a whole trace, so that a clock that is set puts no step before its beginning.
    nul = onder.nul if onder else time.time_ns() - time.perf_counter_ns()
    begin = nul + time.perf_counter_ns()
    deze = Stap(naam, trace, secrets.token_hex(8), onder.span if onder else "", begin)
    for veld, waarde in velden.items():
        deze.zet(veld, waarde)
    vorige = _waar.set(Waar(trace, deze.id, nul))
    try:
        yield deze
    except BaseException as fout:
        # Only the kind: the text of an error may hold what the resident wrote.
        deze.fout = type(fout).__name__
        raise
    finally:
        deze.eind = nul + time.perf_counter_ns()
        _waar.reset(vorige)
        if (neem := _neem) is not None:
            neem(deze)
