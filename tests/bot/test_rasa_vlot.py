"""What is done once instead of for every message gives what Rasa itself gives."""

from __future__ import annotations

import copy
import json
from typing import Any

import dask
import pytest

from bot.rasa_stil import maak_stil

maak_stil()

import rasa.core.actions.action as rasa_acties  # noqa: E402
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer  # noqa: E402
from rasa.core.policies.policy import PolicyPrediction  # noqa: E402
from rasa.core.policies.rule_policy import RulePolicy  # noqa: E402
from rasa.core.processor import MessageProcessor  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import (  # noqa: E402
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    FollowupAction,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot, Slot  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity  # noqa: E402
from rasa.shared.utils.common import all_subclasses  # noqa: E402

_EIGEN = {
    "soort": Event.resolve_by_type,
    "regels": RulePolicy._get_possible_keys,
    "leeg": Domain.is_empty,
    "kopie": DialogueStateTracker.copy,
    "voer": MessageProcessor._run_action,
    "standen": MaxHistoryTrackerFeaturizer._create_states,
    "acties": rasa_acties.default_actions,
}

from bot.rasa_vlot import _met_standen, eigen_acties, maak_vlot, onthoud_regels, onthoud_standen, voer_uit  # noqa: E402


@pytest.fixture(autouse=True)
def vlot() -> None:
    maak_vlot()


def test_a_copied_slot_is_one_of_its_own_with_the_same_value() -> None:
    slot = AnySlot("kern", mappings=[{"type": "custom"}])
    slot.value = "Bakkum"
    kopie = copy.copy(slot)
    assert (type(kopie), kopie.__dict__) == (AnySlot, slot.__dict__)
    kopie.value = "Limmen"
    assert slot.value == "Bakkum"
    assert isinstance(kopie, Slot)


_GESPREK = (
    ActionExecuted("action_listen"), UserUttered("hoi", {"name": "groet"}), SlotSet("kern", ["Bakkum"]),
    ActionExecuted("breed_gesprek"), ActiveLoop("breed_gesprek"), SlotSet("wie", "zelf"), BotUttered("Waar woont u?"),
    ActionExecutionRejected("breed_gesprek"), FollowupAction("actie_stop"), SlotSet("kern", None), Restarted(),
    UserUttered("dag", {"name": "afscheid"}), ActionExecuted("actie_afscheid"),
)  # fmt: skip


@pytest.mark.parametrize("tot", range(len(_GESPREK) + 1))
def test_a_copied_dialogue_is_where_a_replayed_one_is_and_goes_its_own_way(tot: int) -> None:
    slots = [AnySlot(naam, mappings=[{"type": "custom"}]) for naam in ("kern", "wie")]
    tracker = DialogueStateTracker.from_events("x", list(_GESPREK[:tot]), slots=slots)
    kopie, nagespeeld = tracker.copy(), _EIGEN["kopie"](tracker)
    stand = kopie.current_state(EventVerbosity.ALL)
    assert stand == nagespeeld.current_state(EventVerbosity.ALL)
    assert {n: s.__dict__ for n, s in kopie.slots.items()} == {n: s.__dict__ for n, s in nagespeeld.slots.items()}
    assert (kopie.active_loop, set(kopie.__dict__)) == (nagespeeld.active_loop, set(nagespeeld.__dict__))
    tracker.update_with_events([ActiveLoop("ander"), SlotSet("wie", "ander"), ActionExecuted("ander")], None)
    assert kopie.current_state(EventVerbosity.ALL) == stand


def test_every_event_is_known_by_its_name_and_an_unknown_one_is_refused() -> None:
    for soort in all_subclasses(Event):
        assert Event.resolve_by_type(soort.type_name) is _EIGEN["soort"](soort.type_name)
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("bestaat_niet", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="bestaat_niet"):
        Event.resolve_by_type("bestaat_niet")


def test_a_domain_is_empty_when_rasa_says_so() -> None:
    vol = Domain.from_dict({"intents": ["groet"]})
    assert not vol.is_empty()
    assert Domain.empty().is_empty()
    assert not vol.is_empty()


class _Beleid:
    """A policy that counts how often it is searched."""

    def __init__(self) -> None:
        self.gezocht = 0


def _stand(intent: str, tekst: str = "") -> list[Any]:
    return [{"user": {"intent": intent, "text": tekst, "entities": ["x"]}, "prev_action": {"action_name": "luister"}}]


def test_the_rules_that_fit_are_searched_once_for_a_situation_and_once_for_each_model() -> None:
    def zoek(beleid: Any, regels: dict[str, str], standen: list[Any]) -> set[str]:
        beleid.gezocht += 1
        return {r for r in regels if standen[-1]["user"]["intent"] in r}

    vind, beleid, ander = onthoud_regels(zoek), _Beleid(), _Beleid()
    groet, stop = (json.dumps([{"user": {"intent": intent}}]) for intent in ("groet", "stop"))
    regels, meer = {groet: "a", stop: "b"}, {groet: "c", '[{"user": {"text": "hoi"}}]': "d"}
    # What a resident wrote is nothing a rule looks at, and so the situation is the same.
    assert [vind(beleid, regels, _stand("groet", woorden)) for woorden in ("hoi", "dag")] == [{groet}] * 2
    assert vind(beleid, regels, _stand("stop")) == {stop}
    assert beleid.gezocht == 2
    assert vind(beleid, meer, _stand("groet", "hoi")) == vind(beleid, meer, _stand("groet", "dag")) == {groet}
    assert beleid.gezocht == 4
    begin = [{"user": _stand("stop")[0]["user"]}]
    assert vind(beleid, regels, begin) == {stop}
    assert beleid.gezocht == 5
    assert vind(ander, regels, _stand("groet")) == {groet}
    assert ander.gezocht == 1


def test_steps_get_what_they_need_in_the_order_in_which_they_need_it() -> None:
    graaf: dict[str, tuple[Any, ...]] = {
        "bericht": ("bericht", "hallo"),
        "lezen": (lambda b: ("lezen", f"{b[1]}!"), "bericht"),
        "wegen": (lambda een, ander: ("wegen", (een[1], ander[1])), "lezen", "bericht"),
        "los": (lambda wat: ("los", wat), "is_er_niet"),
    }
    doelen = ["wegen", "los"]
    assert voer_uit(graaf, doelen) == dask.get(graaf, doelen) == (("wegen", ("hallo!", "hallo")), ("los", "is_er_niet"))


_DOMEIN = Domain.from_dict({"intents": ["groet"], "actions": ["actie_groet"], "slots": {}})


def _gesprek(*events: Event) -> DialogueStateTracker:
    slots = [AnySlot(naam, mappings=[{"type": "custom"}]) for naam in ("kern", "wie")]
    return DialogueStateTracker.from_events("x", list(events), slots=slots)


def _zonder_tijd(tracker: DialogueStateTracker) -> dict[str, Any]:
    stand = tracker.current_state(EventVerbosity.ALL)
    kaal = [{n: w for n, w in e.items() if n != "timestamp"} for e in stand["events"]]
    return stand | {"events": kaal, "latest_event_time": None}


async def test_listening_leaves_the_dialogue_where_rasa_leaves_it() -> None:
    processor = object.__new__(MessageProcessor)
    processor.__dict__["domain"] = _DOMEIN
    luister = rasa_acties.ActionListen()
    prediction = PolicyPrediction.for_action_name(_DOMEIN, "action_listen", "proef", 1.0)
    standen = []
    for voer in (_EIGEN["voer"], MessageProcessor._run_action):
        tracker = _gesprek(*_GESPREK[:6])
        nog_een = await voer(processor, luister, tracker, None, None, prediction)
        standen.append((nog_een, _zonder_tijd(tracker)))
    assert standen[0] == standen[1]
    assert standen[0][0] is False


def test_the_states_of_a_dialogue_are_made_once_in_a_prediction_and_belong_to_who_asked() -> None:
    gemaakt = 0

    def maak(tracker: Any, domain: Domain, **hoe: Any) -> Any:
        nonlocal gemaakt
        gemaakt += 1
        return _EIGEN["standen"](tracker, domain, **hoe)

    standen, tracker = onthoud_standen(maak), _gesprek(*_GESPREK[:3])
    verwacht = _EIGEN["standen"](tracker, _DOMEIN)

    def voorspel(_: Any, tracker: Any, domain: Domain) -> Any:
        eerste = standen(tracker, domain, rule_only_data={"rule_only_slots": []})
        eerste[-1].clear()
        return standen(tracker, domain, rule_only_data={"rule_only_slots": []})

    assert _met_standen(voorspel)(None, tracker, _DOMEIN) == verwacht
    assert gemaakt == 1
    tracker.update_with_events([ActionExecuted("actie_groet"), ActionExecuted("action_listen")], None)
    assert _met_standen(voorspel)(None, tracker, _DOMEIN) == _EIGEN["standen"](tracker, _DOMEIN) != verwacht
    assert standen(tracker, _DOMEIN) == standen(tracker, _DOMEIN) == _EIGEN["standen"](tracker, _DOMEIN)
    assert gemaakt == 4


def test_the_actions_of_rasa_itself_are_made_once_for_an_endpoint() -> None:
    from rasa.utils.endpoints import EndpointConfig

    acties, hier, daar = eigen_acties(_EIGEN["acties"]), EndpointConfig("hier"), EndpointConfig("daar")
    namen = [(type(a), a.name()) for a in _EIGEN["acties"](hier)]
    assert [(type(a), a.name()) for a in acties(hier)] == [(type(a), a.name()) for a in acties()] == namen
    acties(hier).clear()
    assert all(een is ander for een, ander in zip(acties(hier), acties(hier), strict=True))
    assert len(acties(hier)) == len(namen)
    assert not any(een is ander for een, ander in zip(acties(hier), acties(daar), strict=True))


def test_a_new_dialogue_has_slots_of_its_own() -> None:
    slot = AnySlot("kern", mappings=[{"type": "custom"}])
    tracker = DialogueStateTracker.from_events("x", [SlotSet("kern", "Bakkum")], slots=[slot])
    assert (tracker.get_slot("kern"), slot.value) == ("Bakkum", None)
