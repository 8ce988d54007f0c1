"""Outputs are judged to the byte, and told by a few of them."""

from typing import Any

import pytest

from AttuneLibrary.client import Answer
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.logs import Logs

LIMIT = 4000
REMARK = "\n\n[OUTPUT TRUNCATED: stdout exceeded size limit]\n"
CUT = "x" * (LIMIT - 100) + REMARK


def execution(stdout: str = "", **result: Any) -> dict[str, Any]:
    return {"id": 7, "status": "completed", "result": {"stdout": stdout, **result}}


def logged(platform: Any, stream: str, raw: bytes, *, of: int = 7, size: int | None = None) -> None:
    """Prepare the log of an execution."""
    platform.answer("GET", f"/api/v1/executions/{of}/artifacts", [{"id": 3, "ref": f"mine.act.{stream}.log"}])
    version = {"version": 2, "execution": of, "size_bytes": len(raw) if size is None else size}
    platform.answer("GET", "/api/v1/artifacts/3/versions", [{"version": 1, "execution": 1}, version])
    answer = Answer(200, {}, None, raw.decode(errors="replace"), 0.0, raw)
    known = platform.request

    def request(method: str, path: str, **options: Any) -> Answer:
        return answer if path.endswith("/download") else known(method, path, **options)

    platform.request = request


def test_what_is_cut_fits_and_says_so(context: Context, platform: Any) -> None:
    judge = Logs(context).output_should_be_cut
    assert judge(execution(CUT), "result", "stdout", LIMIT).endswith("3900 bytes and a remark of 49")
    for stdout, message in (
        (CUT + "more" * 50, r"has 4149 bytes, wanted at most 4000"),
        ("x" * 900 + REMARK, r"has 900 bytes of output, wanted nearly 4000"),
        ("x" * 3990, r"does not say that stdout was cut: it ends with b'x{40}'"),
        ("x" * 3900 + "\nstderr was cut", r"does not say that stdout was cut"),
    ):
        with pytest.raises(AssertionError, match=message):
            judge(execution(stdout), "result", "stdout", LIMIT)


def test_a_log_has_the_size_it_is_told_to_have(context: Context, platform: Any) -> None:
    logged(platform, "stdout", CUT.encode())
    assert "in its log: 3900 bytes" in Logs(context).output_should_be_cut(execution(), "log", "stdout", LIMIT)
    logged(platform, "stdout", CUT.encode(), size=12)
    with pytest.raises(AssertionError, match="the stdout log of execution 7 has 3949 bytes, but is told to have 12"):
        Logs(context).output_should_be_cut(execution(), "log", "stdout", LIMIT)


def test_what_is_whole_says_nothing_of_cuts(context: Context) -> None:
    judge = Logs(context).output_should_be_whole
    assert judge(execution("xxx"), "result", "stdout", 3).endswith("3 bytes")
    with pytest.raises(AssertionError, match="has 3 bytes, wanted 4; it ends with b'xxx'"):
        judge(execution("xxx"), "result", "stdout", 4)
    with pytest.raises(AssertionError, match=r"is whole, but the result says {'stdout_truncated': True}"):
        judge(execution("xxx", stdout_truncated=True), "result", "stdout", 3)


def test_reports_of_cuts_are_counted(context: Context) -> None:
    judge = Logs(context).truncation_should_be_reported
    told = {"stderr_truncated": True, "stderr_bytes_truncated": 1100}
    assert judge(execution(**told), "stderr", 5000, LIMIT) == "1100 of 5000 bytes of stderr are missing"
    with pytest.raises(AssertionError, match="does not say that stdout was cut, but nothing of it"):
        judge(execution(**told), "stdout", 5000, LIMIT)
    with pytest.raises(AssertionError, match="says that 1100 bytes of stderr are missing, wanted about 2000"):
        judge(execution(**told), "stderr", 6000, LIMIT)


def test_bytes_of_a_log_are_compared(context: Context, platform: Any) -> None:
    logged(platform, "stdout", b"a\xff\n")
    Logs(context).execution_log_bytes_should_be(execution(), "stdout", "61 ff0a")
    with pytest.raises(AssertionError, match="the stdout log has 61 ff 0a, wanted 61"):
        Logs(context).execution_log_bytes_should_be(execution(), "stdout", "61")


def test_lost_and_mixed_logs_are_counted(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions/8/artifacts", [])
    logged(platform, "stdout", b"one\n")
    judge = Logs(context).each_execution_should_have_its_own_log
    with pytest.raises(AssertionError, match="of 4 logs 3 are lost and 1 hold another's text: stderr of execution 7"):
        judge([{"id": 7}, {"id": 8}], ["another", "two"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda logs: logs.output_should_be_cut(execution(), "log", "stdin", 1), "unknown stream 'stdin'"),
        (lambda logs: logs.output_should_be_cut(execution(), "lgo", "stdout", 1), "did you mean 'log'"),
        (lambda logs: logs.output_should_be_cut(execution(), "result", "stderr", 1), "there is no stderr"),
        (lambda logs: logs.truncation_should_be_reported(execution(), "stdin", 1, 1), "unknown stream 'stdin'"),
        (lambda logs: logs.execution_log_bytes_should_be(execution(), "stdout", "6g"), "bytes are '6g'; they must be"),
        (lambda logs: logs.each_execution_should_have_its_own_log([], []), "there are 0 executions and 0 texts"),
    ],
)
def test_bad_input_is_one_clear_line(context: Context, call: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        call(Logs(context))
