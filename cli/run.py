"""`voordeur run`: serve, by one process or by several that share the port."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from cli.lus import kies_lus
from cli.omgeving import CliFout, open_database, open_settings

if TYPE_CHECKING:
    from aiohttp import web

# How a process of several is started; the fault harness puts its own program here.
INGANG: tuple[str, ...] = ("-m", "cli.voordeur")
# Seconds a process gets to finish answers after SIGTERM.
_EINDE = 10.0
# Seconds that a connection may stay open without a whole request.
_STILTE = 75.0
# Open files one process wants at most: sockets, and some for the database and the model.
_SOCKETS = 65_536
_ZONDER_REDIS = (
    "Let op: zonder REDIS_URL weten de processen niet van elkaar. Er gaat niets verloren, maar nieuwe "
    "berichten komen tot drie seconden later aan, grenzen gelden per proces, en op elkaar wachten in één "
    "gesprek gaat alleen binnen een proces. Zet REDIS_URL in .env."
)


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("run", help="zet de voordeur aan")
    parser.add_argument("--host", default="0.0.0.0", help="adres om op te luisteren (standaard: alle)")  # noqa: S104
    parser.add_argument("--port", type=int, default=8080, help="poort (standaard: 8080)")
    parser.add_argument("--workers", type=int, default=1, help="aantal processen (standaard: 1)")
    # Given by the parent to each of several processes.
    parser.add_argument("--van", type=int, default=0, help=argparse.SUPPRESS)
    parser.set_defaults(func=doe)


def doe(gevraagd: argparse.Namespace) -> int:
    settings = open_settings()
    if gevraagd.workers < 1 or not 0 <= gevraagd.port <= 65535:
        raise CliFout("Kies minstens 1 proces, en een poort tussen 0 en 65535.", code=2)
    if gevraagd.van:
        return serve(settings, gevraagd.host, gevraagd.port, processen=gevraagd.van)
    _check_poort(gevraagd.host, gevraagd.port)
    open_database(settings).close()
    if gevraagd.workers == 1:
        return serve(settings, gevraagd.host, gevraagd.port, processen=1)
    if not settings.redis_url:
        print(_ZONDER_REDIS, file=sys.stderr)
    return _serve_meer(gevraagd)


def _check_poort(host: str, port: int) -> None:
    """Fail before loading anything when somebody else listens there."""
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(familie, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fout:
            raise _poort_fout(fout, host, port) from None


def _poort_fout(fout: OSError, host: str, port: int) -> CliFout:
    if isinstance(fout, PermissionError):
        return CliFout(f"Poort {port} mag u niet gebruiken. Kies een poort vanaf 1024, zoals --port 8080.")
    if isinstance(fout, socket.gaierror):
        return CliFout(f"Het adres '{host}' is onbekend. Gebruik bijvoorbeeld --host 127.0.0.1.")
    return CliFout(
        f"Poort {port} is al in gebruik. Stop het andere programma, of kies een andere: voordeur run --port {port + 1}"
    )


def maak_ruimte() -> None:
    """Allow as many open sockets as the system lets us ask for.

    Most systems give a program 1024 files unless it asks: the thousandth resident would find the door shut.
    """
    import resource

    zacht, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    genoeg = _SOCKETS if hard == resource.RLIM_INFINITY else min(hard, _SOCKETS)
    if zacht != resource.RLIM_INFINITY and zacht < genoeg:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (genoeg, hard))


def serve(settings: Any, host: str, port: int, *, processen: int) -> int:
    """Serve in this process until SIGTERM or SIGINT; running answers are finished first."""
    from web.logboek import zet_logboek

    zet_logboek(settings.log_niveau)
    maak_ruimte()
    kies_lus()
    asyncio.run(_serve(settings, host, port, processen))
    return 0


def make_runner(app: web.Application, *, stilte: float = _STILTE) -> web.AppRunner:
    """How the application listens. A connection on which no whole request comes for `stilte` seconds is closed.

    aiohttp's own hour would let one address hold thousands that never ask anything. A proxy keeps its connections
    for a minute (nginx), so it is never the first to find one closed.
    """
    from web.onleesbaar import Runner

    return Runner(app, access_log=None, shutdown_timeout=_EINDE, handle_signals=False, keepalive_timeout=stilte)


async def _serve(settings: Any, host: str, port: int, processen: int) -> None:
    from aiohttp import web

    from web.app import make_app

    runner = make_runner(make_app(settings, processen=processen))
    await runner.setup()
    stop = asyncio.Event()
    lus = asyncio.get_running_loop()
    for teken in (signal.SIGTERM, signal.SIGINT):
        lus.add_signal_handler(teken, stop.set)
    try:
        site = web.TCPSite(runner, host, port, backlog=1024, reuse_port=processen > 1 or None)
        await site.start()
        if processen == 1:
            _meld_start(host, port)
        wacht: list[asyncio.Task[Any]] = [lus.create_task(stop.wait())]
        if processen > 1:
            wacht.append(lus.create_task(_zonder_ouder()))
        await asyncio.wait(wacht, return_when=asyncio.FIRST_COMPLETED)
    except OSError as fout:
        raise _poort_fout(fout, host, port) from None
    finally:
        await runner.cleanup()


async def _zonder_ouder() -> None:
    """One of several processes does not outlive the one that started it: nobody would know of it."""
    ouder = os.getppid()
    while os.getppid() == ouder:  # noqa: ASYNC110  (the system tells this in no other way)
        await asyncio.sleep(1)


def _meld_start(host: str, port: int) -> None:
    zichtbaar = "localhost" if host in ("0.0.0.0", "::") else host  # noqa: S104
    print(f"Voordeur staat aan op http://{zichtbaar}:{port} (stoppen met Ctrl+C)", flush=True)


def _serve_meer(gevraagd: argparse.Namespace) -> int:
    """Start the processes and keep their number: one that dies is replaced."""
    opdracht = [sys.executable, *INGANG, "run", "--host", gevraagd.host, "--port", str(gevraagd.port)]
    opdracht += ["--van", str(gevraagd.workers)]
    stoppen = threading.Event()
    for teken in (signal.SIGTERM, signal.SIGINT):
        signal.signal(teken, lambda *_: stoppen.set())
    processen = [_start(opdracht) for _ in range(gevraagd.workers)]
    _meld_start(gevraagd.host, gevraagd.port)
    snel_dood = 0
    while not stoppen.wait(0.5):
        for i, proces in enumerate(processen):
            if proces.poll() is not None:
                snel_dood = snel_dood + 1 if proces.returncode not in (0, -signal.SIGKILL) else 0
                if snel_dood > 3 * gevraagd.workers:
                    stoppen.set()
                    break
                processen[i] = _start(opdracht)
    return _stop_allen(processen) if snel_dood <= 3 * gevraagd.workers else _geef_op(processen)


def _start(opdracht: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(opdracht, env=os.environ.copy(), start_new_session=True)  # noqa: S603


def _geef_op(processen: list[subprocess.Popen[bytes]]) -> int:
    _stop_allen(processen)
    raise CliFout("De processen stoppen steeds meteen weer. Kijk hierboven waarom, of probeer --workers 1.")


def _stop_allen(processen: list[subprocess.Popen[bytes]]) -> int:
    for proces in processen:
        if proces.poll() is None:
            proces.terminate()
    for proces in processen:
        try:
            proces.wait(_EINDE + 10)
        except subprocess.TimeoutExpired:
            proces.kill()
    return 0
