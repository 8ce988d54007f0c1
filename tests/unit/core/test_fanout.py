"""Children in time: how many ran at once, whether their parent enclosed them, whether they kept their order."""

from datetime import UTC, datetime, timedelta

from AttuneLibrary.core.fanout import Span, begun_in_order, outlived, peak
from AttuneLibrary.core.history import Transition

ZERO = datetime(2026, 1, 27, 12, tzinfo=UTC)


def at(second: float) -> datetime:
    return ZERO + timedelta(seconds=second)


def span(number: int, requested: float, running: float, ended: float) -> Span:
    return Span(number, at(requested), at(running), at(ended))


def test_a_span_is_read_from_transitions() -> None:
    words = ("requested", "scheduling", "scheduled", "running", "failed")
    found = Span.of(7, [Transition(at(second), word) for second, word in enumerate(words)])
    assert found == Span(7, at(0), at(3), at(4))
    assert Span.of(8, [Transition(at(0), "requested")]) == Span(8, at(0), None, None)


def test_the_peak_counts_what_ran_at_one_moment() -> None:
    assert peak([]) == 0
    assert peak([span(1, 0, 1, 4), span(2, 0, 2, 5), span(3, 0, 3, 6)]) == 3
    assert peak([span(1, 0, 1, 4), span(2, 0, 2, 3), span(3, 0, 5, 6)]) == 2


def test_one_that_ends_as_another_begins_does_not_overlap_it() -> None:
    assert peak([span(1, 0, 1, 2), span(2, 0, 2, 3)]) == 1


def test_what_never_ran_counts_for_nothing() -> None:
    assert peak([Span(1, at(0), None, at(2)), span(2, 0, 1, 2)]) == 1


def test_a_parent_encloses_children_within_its_span() -> None:
    assert outlived(span(1, 0, 1, 9), [span(2, 1, 2, 3), span(3, 4, 5, 9)]) == []


def test_a_parent_that_ran_too_late_or_ended_too_early_is_told() -> None:
    faults = outlived(span(1, 0, 3, 5), [span(2, 2, 4, 5), span(3, 4, 5, 6)])
    assert [fault.split(" at ")[0] for fault in faults] == ["child 2 was requested", "child 3 ended"]
    assert outlived(Span(1, at(0), at(1), None), [span(2, 2, 3, 4)])


def test_a_child_that_has_not_ended_is_a_fault() -> None:
    assert outlived(span(1, 0, 1, 9), [Span(2, at(2), at(3), None)]) == ["child 2 ended at None, after its parent"]


def test_order_is_that_of_the_beginnings() -> None:
    assert begun_in_order([span(1, 0, 1, 9), span(2, 0, 1, 2), span(3, 0, 2, 3)])
    assert not begun_in_order([span(1, 0, 2, 9), span(2, 0, 1, 2)])
    assert not begun_in_order([span(1, 0, 1, 9), Span(2, at(0), None, None)])
