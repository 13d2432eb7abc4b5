"""What Rasa works out anew for every message though it never changes: here it is worked out once.

Rasa is made for many configurations and many servers. With one model, rules only and a few dozen slots, half of its
time went to searching the same rules, copying the same slots and looking up the same classes. Each function below
takes one of these away; what comes out is what came out before (a test compares).
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache, wraps
from types import SimpleNamespace
from typing import Any, cast

import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.policies.rule_policy
import rasa.core.processor
import rasa.engine.runner.dask
import rasa.shared.core.trackers
from rasa.core.actions.action import ActionExtractSlots, ActionListen
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, PREVIOUS_ACTION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

# Situations of which the rules that fit are remembered. There are some hundreds: intents times what was done last.
_MEESTE = 2000


@cache
def maak_vlot() -> None:
    """Let Rasa do these things once; for the whole process, however often a model is loaded."""
    Slot.__copy__ = _kopie
    DialogueStateTracker.copy = kopieer_stand(DialogueStateTracker.copy)
    Event.resolve_by_type = staticmethod(_soort_gebeurtenis(Event.resolve_by_type))
    Domain.is_empty = _eens(Domain.is_empty, "_is_leeg")
    RulePolicy._get_possible_keys = onthoud_regels(RulePolicy._get_possible_keys)
    RulePolicy._predict = _met_standen(RulePolicy._predict)
    MaxHistoryTrackerFeaturizer._create_states = staticmethod(
        onthoud_standen(MaxHistoryTrackerFeaturizer._create_states)
    )
    ActionExtractSlots.run = _alleen_als_er_iets_is(ActionExtractSlots.run)
    MessageProcessor._run_action = _luister_meteen(MessageProcessor._run_action)
    MessageProcessor._log_slots = staticmethod(lambda tracker: None)
    rasa.core.actions.action.default_actions = eigen_acties(rasa.core.actions.action.default_actions)
    rasa.shared.core.trackers.copy = SimpleNamespace(copy=_kopie_van)
    rasa.engine.runner.dask.dask = SimpleNamespace(get=voer_uit)
    # Only for lines of a debug log that nobody may see: they hold what residents wrote.
    for module in (rasa.core.processor, rasa.core.policies.rule_policy, rasa.core.actions.forms):
        module.copy = SimpleNamespace(deepcopy=lambda wat: wat)


def _kopie(slot: Slot) -> Slot:
    """A shallow copy, as `copy.copy` makes it by a longer way. Each tracker copies every slot, five times a message."""
    nieuw = object.__new__(type(slot))
    nieuw.__dict__.update(slot.__dict__)
    return nieuw


def _kopie_van(ding: Any) -> Any:
    """`copy.copy`, without asking a slot first how it wants to be copied."""
    return _kopie(ding) if isinstance(ding, Slot) else copy.copy(ding)


def kopieer_stand(speel_na: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Copy where a dialogue is instead of playing all its events once more. Each action gets such a copy."""

    @wraps(speel_na)
    def kopie(tracker: Any) -> Any:
        if type(tracker.slots) is not dict:  # those of training, which know no domain
            return speel_na(tracker)
        nieuw = object.__new__(type(tracker))
        nieuw.__dict__.update(
            tracker.__dict__,
            events=copy.copy(tracker.events),
            slots={naam: _kopie(slot) for naam, slot in tracker.slots.items()},
            active_loop=copy.copy(tracker.active_loop),
            latest_action=copy.copy(tracker.latest_action),
            # As a replayed one has them: events that are there carry these already.
            sender_source=None, model_id=None, assistant_id=None,
        )  # fmt: skip
        return nieuw

    return kopie


def _soort_gebeurtenis(zoek: Callable[..., Any]) -> Callable[..., Any]:
    """The class of an event by its name, from a table instead of from a walk through all classes."""
    per_naam: dict[str, Any] = {}

    def vind(type_name: str, default: Any = None) -> Any:
        if type_name not in per_naam:
            for soort in reversed(all_subclasses(Event)):
                per_naam[soort.type_name] = soort
        return per_naam.get(type_name) or zoek(type_name, default)

    return vind


def _eens(werk: Callable[[Any], Any], naam: str) -> Callable[[Any], Any]:
    """Work it out once for each object; it is kept on the object itself."""

    @wraps(werk)
    def onthouden(ding: Any) -> Any:
        if naam not in ding.__dict__:
            ding.__dict__[naam] = werk(ding)
        return ding.__dict__[naam]

    return onthouden


def onthoud_regels(zoek: Callable[..., set[str]]) -> Callable[..., set[str]]:
    """Which rules fit a situation, remembered per model: the same few hundred come again and again.

    Of a situation only what rules look at counts, so that no resident's words are remembered either.
    """

    @wraps(zoek)
    def gevonden(beleid: RulePolicy, regels: dict[str, str], standen: list[Any]) -> set[str]:
        bekend = beleid.__dict__.setdefault("_bekende_regels", {})
        if id(regels) not in bekend:
            bekend[id(regels)] = (_kijkt_naar(regels), {})
        kijkt, uitkomsten = bekend[id(regels)]
        sleutel = tuple(_vast(stand, kijkt) for stand in standen)
        if sleutel not in uitkomsten:
            if len(uitkomsten) >= _MEESTE:
                uitkomsten.clear()
            uitkomsten[sleutel] = zoek(beleid, regels, standen)
        return cast("set[str]", uitkomsten[sleutel])

    return gevonden


# The states of a dialogue during one prediction, by dialogue and what was asked of it.
_WIJZEN = ("omit_unset_slots", "ignore_rule_only_turns")
_standen: ContextVar[dict[Hashable, list[Any]] | None] = ContextVar("standen", default=None)


def _met_standen(voorspel: Callable[..., Any]) -> Callable[..., Any]:
    """Rules are looked up twice in a prediction, by words and by intent; the dialogue stands still meanwhile."""

    @wraps(voorspel)
    def voorspeld(beleid: RulePolicy, tracker: Any, domain: Domain) -> Any:
        eerder = _standen.set({})
        try:
            return voorspel(beleid, tracker, domain)
        finally:
            _standen.reset(eerder)

    return voorspeld


def onthoud_standen(maak: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """The states of the same dialogue once in a prediction. Who asked may change what it gets."""

    @wraps(maak)
    def gemaakt(tracker: Any, domain: Domain, **hoe: Any) -> list[Any]:
        bekend = _standen.get()
        if bekend is None:
            return maak(tracker, domain, **hoe)
        # What is left out of rules is the same in one prediction.
        sleutel = (id(tracker), len(tracker.events), *(hoe.get(naam, False) for naam in _WIJZEN))
        if sleutel not in bekend:
            bekend[sleutel] = maak(tracker, domain, **hoe)
        return [{deel: dict(waarden) for deel, waarden in stand.items()} for stand in bekend[sleutel]]

    return gemaakt


def _kijkt_naar(regels: Iterable[str]) -> frozenset[tuple[str, str]]:
    """What these rules look at: the parts of a state with the names in them."""
    standen = (stand for regel in regels for stand in json.loads(regel))
    return frozenset((deel, naam) for stand in standen for deel, waarden in stand.items() for naam in waarden)


def _vast(stand: Mapping[str, Mapping[str, Any]], kijkt: Collection[tuple[str, str]]) -> Hashable:
    """The same for situations that are the same to who looks at these; whether something went before always counts."""
    gezien = {
        (deel, naam, _als_sleutel(waarde))
        for deel, waarden in stand.items()
        for naam, waarde in waarden.items()
        if (deel, naam) in kijkt
    }
    return bool(stand.get(PREVIOUS_ACTION)), frozenset(gezien)


def _als_sleutel(waarde: Any) -> Hashable:
    return tuple(map(_als_sleutel, waarde)) if isinstance(waarde, list | tuple) else waarde


def _alleen_als_er_iets_is(haal: Callable[..., Any]) -> Callable[..., Any]:
    """Look for values of slots in a message only when the domain has a slot that is filled that way."""

    @wraps(haal)
    async def run(actie: Any, kanaal: Any, nlg: Any, tracker: Any, domain: Domain) -> Any:
        return await haal(actie, kanaal, nlg, tracker, domain) if _vult_vanzelf(domain) else []

    return run


def _luister_meteen(voer: Callable[..., Any]) -> Callable[..., Any]:
    """Listening does nothing and says nothing: it is only noted, without a copy of the dialogue to do it in."""

    @wraps(voer)
    async def run(processor: Any, action: Any, tracker: Any, output_channel: Any, nlg: Any, prediction: Any) -> bool:
        if type(action) is not ActionListen:
            return bool(await voer(processor, action, tracker, output_channel, nlg, prediction))
        processor._log_action_on_tracker(tracker, action, [], prediction)
        return False

    return run


def eigen_acties(maak: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Rasa's own actions, made once for an endpoint: none of them remembers anything, and each message asks thrice."""

    @wraps(maak)
    def gemaakt(action_endpoint: Any = None) -> list[Any]:
        if action_endpoint is None:
            return maak()
        if "_eigen_acties" not in action_endpoint.__dict__:
            action_endpoint.__dict__["_eigen_acties"] = maak(action_endpoint)
        return list(action_endpoint.__dict__["_eigen_acties"])

    return gemaakt


def _vult_vanzelf(domain: Domain) -> bool:
    if "_vult_vanzelf" not in domain.__dict__:
        eigen = all(m.get("type") == "custom" and not m.get("action") for s in domain.slots for m in s.mappings)
        domain.__dict__["_vult_vanzelf"] = not eigen or ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions
    return bool(domain.__dict__["_vult_vanzelf"])


def voer_uit(graaf: Mapping[str, tuple[Any, ...]], doelen: Sequence[str]) -> tuple[Any, ...]:
    """What `dask.get` gives, one after another in this thread: a handful of steps needs no scheduler.

    graaf: by name (step, names of what it needs), or a value that begins with its own name.
    """
    klaar: dict[str, Any] = {}

    def uitkomst(naam: str) -> Any:
        if naam not in graaf:  # nobody gives it: the step says which it misses
            return naam
        if naam not in klaar:
            stap, *nodig = graaf[naam]
            klaar[naam] = stap(*(uitkomst(n) for n in nodig)) if callable(stap) else graaf[naam]
        return klaar[naam]

    return tuple(uitkomst(doel) for doel in doelen)
