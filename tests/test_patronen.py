"""No pattern may hold a repetition without end directly inside another: there a text can be made that takes forever.

Every pattern that is written out in the code is read with the engine's own parser; nothing is timed. Not covered:
patterns put together from the word lists, and slowness that grows with the square of a text; for those a message
is at most 10,000 characters, and triage/test_model.py looks at how the work grows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.test_huis import modules

sre: Any = re._parser  # type: ignore[attr-defined]
_VEEL = 60
_ROEPT = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer", "subn"}


def _patronen(pad: Path) -> Iterator[tuple[int, str]]:
    """Every pattern that is written out in this module, with its line."""
    for node in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        van, eerste = node.func.value, node.args[0]
        if isinstance(van, ast.Name) and van.id == "re" and node.func.attr in _ROEPT:
            if isinstance(eerste, ast.Constant) and isinstance(eerste.value, str):
                yield node.lineno, eerste.value
            elif isinstance(eerste, ast.JoinedStr):
                # What is filled in is a choice of fixed words; one letter stands for it.
                delen = [d.value if isinstance(d, ast.Constant) else "w" for d in eerste.values]
                yield node.lineno, "".join(map(str, delen))


def _eindeloos(op: Any, arg: Any) -> bool:
    return str(op) in ("MAX_REPEAT", "MIN_REPEAT") and int(arg[1]) > _VEEL


def _kinderen(op: Any, arg: Any) -> list[Any]:
    naam = str(op)
    if naam in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [arg[2]]
    if naam == "SUBPATTERN":
        return [arg[3]]
    if naam == "BRANCH":
        return list(arg[1])
    if naam in ("ASSERT", "ASSERT_NOT"):
        return [arg[1]]
    return [arg] if naam == "ATOMIC_GROUP" else []


def _kan_twee_kanten_op(patroon: Any, *, binnen: bool = False) -> bool:
    """Whether a repetition without end stands directly in another, with nothing fixed beside it to tell them apart."""
    delen = list(patroon)
    for op, arg in delen:
        eindeloos = _eindeloos(op, arg)
        if eindeloos and binnen and not any(str(o) in ("LITERAL", "NOT_LITERAL", "IN") for o, _ in delen):
            return True
        verder = eindeloos or (binnen and len(delen) == 1) or (binnen and str(op) in ("BRANCH", "SUBPATTERN"))
        if any(_kan_twee_kanten_op(kind, binnen=verder) for kind in _kinderen(op, arg)):
            return True
    return False


def _lees(patroon: str) -> Any:
    try:
        return sre.parse(patroon)
    except (re.error, OverflowError):
        return []


ALLE = [(pad, regel, p) for pad in modules() for regel, p in _patronen(pad)]


def test_there_are_patterns_to_check() -> None:
    assert len(ALLE) > 80


@pytest.mark.parametrize(("pad", "regel", "patroon"), ALLE, ids=[f"{'/'.join(p.parts[-2:])}:{r}" for p, r, _ in ALLE])
def test_no_repetition_without_end_stands_in_another(pad: Path, regel: int, patroon: str) -> None:
    assert not _kan_twee_kanten_op(_lees(patroon)), f"{pad.name}:{regel} {patroon}"


@pytest.mark.parametrize("slecht", ["(a+)+", "(a*)*b", "((?:x+)|y)+", "(?:\\s*)+z", "((a+))*"])
def test_the_check_knows_a_bad_pattern(slecht: str) -> None:
    assert _kan_twee_kanten_op(_lees(slecht))


@pytest.mark.parametrize("goed", ["a+b+", "(?:a+,)+", "(?:ab|cd)*", "[a-z]{1,9}(?:-[a-z]+)*"])
def test_the_check_lets_an_ordinary_pattern_through(goed: str) -> None:
    assert not _kan_twee_kanten_op(_lees(goed))
