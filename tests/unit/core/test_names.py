"""Names: fresh ones, all found by the run's prefix."""

import re

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.names import Names, run_id
from AttuneLibrary.core.owner import Owner, owner_of, start_of


def test_names_tell_run_process_number_and_what_they_are_for() -> None:
    names = Names("k3f9ab", "7")
    assert names.ref("webhook") == "e2e_k3f9ab_7_1_webhook"
    assert names.ref() == "e2e_k3f9ab_7_2"
    assert names.prefix == "e2e_k3f9ab_7_"


@pytest.mark.parametrize(("suffix", "end"), [("Web Hook", "web_hook"), ("a.b-c", "a_b_c"), ("__x__", "x")])
def test_a_suffix_becomes_something_every_ref_may_hold(suffix: str, end: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]+", Names("r", "0").ref(suffix))
    assert Names("r", "0").ref(suffix).endswith(f"_1_{end}")


def test_a_suffix_without_letters_is_bad_input() -> None:
    with pytest.raises(BadInput, match=r"suffix '\.\.\.' has no letter or digit"):
        Names("r", "0").ref("...")


def test_the_run_id_is_the_same_for_one_owner_and_differs_with_pid_and_start() -> None:
    ids = {run_id(Owner(1, "5")), run_id(Owner(1, "5")), run_id(Owner(1, "6")), run_id(Owner(2, "5"))}
    assert len(ids) == 3
    assert all(re.fullmatch(r"[0-9a-z]{6}", one) for one in ids)


def test_an_owner_is_alive_only_as_the_process_it_was() -> None:
    assert owner_of(under_pabot=False).alive()
    assert not Owner(owner_of(under_pabot=False).pid, "1").alive()
    assert start_of(2**22 + 1) == ""


def test_passwords_are_long_and_fresh() -> None:
    names = Names("r", "0")
    assert len(names.password()) >= 20
    assert names.password() != names.password()
