"""The register of gaps."""

import re

import pytest

from AttuneLibrary.core.gaps import gaps_in, ids_in, registered


def test_every_gap_has_its_words_and_a_pattern_that_compiles() -> None:
    assert registered()
    for id, gap in registered().items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", id)
        assert gap.promise.endswith(".") and gap.happens.endswith("."), id
        re.compile(gap.pattern)


@pytest.mark.parametrize("id", sorted(registered()))
def test_no_pattern_fits_just_any_message(id: str) -> None:
    gap = registered()[id]
    assert not gap.explains("")
    assert not gap.explains("KeyError: 'id'")
    assert not gap.explains("no session 'ann'; open sessions: administrator")


def test_tags_name_gaps() -> None:
    assert ids_in(["tier1", "gap:key-ttl", "gap:unheard-of"]) == ["key-ttl", "unheard-of"]
    assert [gap.id for gap in gaps_in(["tier1", "gap:key-ttl", "gap:unheard-of"])] == ["key-ttl"]


def test_of_several_failures_a_gap_has_to_explain_each() -> None:
    gap = registered()["cron-invalid"]
    known = "Request Should Be Refused: 'Create Cron Timer' was obeyed, wanted 422"
    assert gap.explains(known)
    assert gap.explains(f"Several failures occurred:\n\n1) {known}\n\n2) {known}")
    assert not gap.explains(f"Several failures occurred:\n\n1) {known}\n\n2) something else")


def test_noise_in_a_log_belongs_to_the_gaps_that_leave_it() -> None:
    noisy = {gap.id for gap in registered().values() if gap.noise}
    assert noisy == {"past-date", "cron-invalid", "timer-invalid"}
