"""The plan the suites answer to: tiers, scenarios, and the cases of Tier 1 that must exist."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

SCENARIO = re.compile(r"T[123]\.\d+|X\.\d+")
CASE = re.compile(r"S1\.\d-[a-z]")


@dataclass(frozen=True)
class Plan:
    """Titles by id."""

    tiers: dict[int, str]
    scenarios: dict[str, str]
    cases: dict[str, str]

    def tier_title(self, tier: int) -> str:
        """Return the headline of a tier; raises KeyError for one that the plan does not have."""
        return f"Tier {tier}: {self.tiers[tier]}"


@cache
def plan() -> Plan:
    """Read the plan that lies beside this module."""
    text = files("attune_e2e").joinpath("data", "plan.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    return Plan(found["tiers"], found["scenarios"], found["cases"])


def order(scenario: str) -> tuple[str, int]:
    """Sort key that puts T1.10 behind T1.9."""
    letters, _, number = scenario.partition(".")
    return letters, int(number) if number.isdigit() else 0
