"""The way of a message as an OpenTelemetry trace: off by default, and never with anything that somebody wrote."""

from spoor.stappen import Stap, Waar, stap, waar, zet_aan, zet_uit

__all__ = ["Stap", "Waar", "stap", "waar", "zet_aan", "zet_uit"]
