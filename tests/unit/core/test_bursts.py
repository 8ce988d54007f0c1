"""Limits on requests: judged by when each was sent and answered."""

from AttuneLibrary.client import Answer
from AttuneLibrary.core.bursts import Reply, limit_broken, side_by_side, strangers


def reply(status: int, began: float, took: float = 0.01) -> Reply:
    return Reply(Answer(status, {}, None, "", took), began, began + took)


def test_a_kept_limit_is_no_fault() -> None:
    replies = [reply(200, n / 100) for n in range(3)] + [reply(429, 0.1 + n / 100) for n in range(5)]
    assert limit_broken(replies, 3) == []
    assert limit_broken([*replies, *(reply(200, 1.1 + n / 100) for n in range(3))], 3) == []


def test_one_too_many_is_a_fault() -> None:
    replies = [reply(200, n / 100) for n in range(4)] + [reply(429, 0.1)]
    assert "4 requests were obeyed within 0.04 s, wanted at most 3 a second" in limit_broken(replies, 3)[0]


def test_a_refusal_below_the_limit_is_a_fault() -> None:
    assert (
        "refused after 2 in that second, wanted 3"
        in limit_broken([reply(200, 0), reply(200, 0.1), reply(429, 0.2)], 3)[0]
    )


def test_no_refusal_at_all_is_a_fault() -> None:
    assert "of 2 requests in 0.11 s none was refused with 429" in limit_broken([reply(200, 0), reply(200, 0.1)], 1)[0]


def test_other_answers_are_strangers() -> None:
    assert strangers([reply(200, 0), reply(500, 0), reply(429, 0)]) == ["request 2 was answered 500"]


def test_results_come_in_the_order_of_the_numbers() -> None:
    assert side_by_side([None, None, None], 7, lambda _, number: number * 2) == [0, 2, 4, 6, 8, 10, 12]  # type: ignore[list-item]
