"""Judging a rule's conditions against an event."""

import json
from typing import Any

from attune_emulator import deviations
from attune_emulator.expressions import ExpressionError, evaluate

MISSING = object()


def conditions_hold(conditions: Any, payload: Any, has_payload: bool, names: dict[str, Any]) -> bool:
    """Tell whether an event with this payload satisfies `conditions`.

    `names` are what an expression may use. What cannot be judged - a broken expression, a missing field, an unknown
    operator, an unknown form - does not hold.
    """
    if deviations.on("rule-ignores-condition") or not has_payload or conditions in (None, {}, []):
        return True
    if isinstance(conditions, dict) and "expression" in conditions:
        return _expression_holds(conditions["expression"], names)
    if isinstance(conditions, list):
        return all(_comparison_holds(entry, payload) for entry in conditions)
    return False


def _expression_holds(expression: Any, names: dict[str, Any]) -> bool:
    if not isinstance(expression, str):
        return False
    if deviations.on("condition-border-lost"):
        expression = expression.replace("<=", "<").replace(">=", ">")
    if deviations.on("condition-case-ignored"):
        lowered = json.loads(json.dumps(names["event"]).lower())
        expression, names = expression.lower(), names | {"event": lowered}
    try:
        return bool(evaluate(expression, names))
    except ExpressionError:
        return False


def _comparison_holds(entry: Any, payload: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("field"), str):
        return False
    found, wanted = _inside(payload, entry["field"].split(".")), entry.get("value")
    if found is MISSING:
        return False
    match entry.get("operator"):
        case "equals":
            return same_json(found, wanted)
        case "not_equals":
            return not same_json(found, wanted)
        case "contains":
            return isinstance(found, str) and isinstance(wanted, str) and wanted in found
    return False


def _inside(value: Any, path: list[str]) -> Any:
    for part in path:
        if not isinstance(value, dict) or part not in value:
            return MISSING
        value = value[part]
    return value


def same_json(left: Any, right: Any) -> bool:
    """Tell whether two JSON values are the same one: 1 is neither 1.0 nor true."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same_json(left[name], right[name]) for name in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same_json, left, right))
    return bool(left == right)
