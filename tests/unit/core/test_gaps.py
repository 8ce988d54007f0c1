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
