"""Secrets: apart, encrypted, delivered, and kept out of everything that can be read."""

import pytest

SECRET = "s3cr3t-värde-0815"
SCHEMA = {"pw": {"type": "string", "secret": True}, "user": {"type": "string"}}
REDACTED = {"$attune_secret": True, "redacted": True}


def everything(shop, execution: int) -> str:
    """Return all that the API says of an execution, as one text."""
    paths = [f"/api/v1/executions/{execution}", f"/api/v1/executions/{execution}/history"]
    paths += [f"/api/v1/executions?pack_name={shop.pack}", f"/api/v1/executions/{execution}/logs/stdout/stream"]
    paths += [f"/api/v1/executions/{execution}/logs/stderr/stream"]
    texts = [shop.emulator.call("GET", path).content.decode() for path in paths]
    return "\n".join([*texts, shop.log(execution, "stdout") or "", shop.log(execution, "stderr") or ""])


def files_with(shop, text: str) -> list[str]:
    found = []
    for file in (shop.emulator.directory / "data").rglob("*"):
        if file.is_file() and text.encode() in file.read_bytes():
            found.append(file.name)
    return found


def test_a_secret_parameter_is_delivered_and_shown_nowhere(shop) -> None:
    row = shop.script('printf %s "$pw" | wc -c; echo "$user"', {"pw": SECRET, "user": "ann"}, param_schema=SCHEMA)
    assert row["config"] == {"pw": REDACTED, "user": "ann"}
    assert row["result"]["stdout"] == f"{len(SECRET.encode())}\nann\n"
    assert SECRET not in everything(shop, row["id"])


@pytest.mark.parametrize(
    "script", ['echo "pw=$pw!"', 'echo "$pw" >&2; exit 1', 'printf %s "${pw:0:5}"; sleep 0.2; printf %s "${pw:5}"']
)
def test_a_printed_secret_is_masked_in_result_logs_and_streams(shop, script) -> None:
    row = shop.script(script, {"pw": SECRET}, param_schema=SCHEMA)
    seen = everything(shop, row["id"])
    assert SECRET not in seen and "[REDACTED]" in seen


def test_on_the_platform_it_is_not(real_shop) -> None:
    row = real_shop.script('echo "$pw"', {"pw": SECRET}, param_schema=SCHEMA)
    assert row["config"] == {"pw": REDACTED} and row["result"]["stdout"] == SECRET + "\n"


def test_encrypted_keys_are_masked_too(shop) -> None:
    body = {"owner_type": "pack", "owner_pack_ref": shop.pack, "encrypted": True}
    shop.post("/api/v1/keys", ref=f"{shop.pack}.token", name="token", value={"user": "ann", "password": SECRET}, **body)
    row = shop.script('echo "$token"')
    assert row["result"]["stdout"] == '{"user":"ann","password":"[REDACTED]"}\n'
    assert SECRET not in everything(shop, row["id"])


def test_a_secret_in_json_is_masked_without_breaking_it(shop) -> None:
    files = {
        "actions/go.yaml": "ref: {ref}.go\nlabel: Go\nrunner_type: shell\nentry_point: go.sh\noutput_format: json\n"
        "parameters:\n  pin: {type: integer, secret: true}\n  pw: {type: string, secret: true}\n",
        "actions/go.sh": "cat",
    }
    quoted = 'a "quoted" secret'
    row = shop.run(f"{shop.upload(files)}.go", {"pin": 471199, "pw": quoted})
    assert row["result"]["data"] == {"pin": "[REDACTED]", "pw": "[REDACTED]"}


def test_secret_fields_of_the_output_are_redacted_and_still_reach_the_next_task(shop) -> None:
    files = {
        "actions/go.yaml": "ref: {ref}.go\nlabel: Go\nrunner_type: shell\nentry_point: go.sh\noutput_format: json\n"
        "output:\n  token: {type: string, secret: true}\n",
        "actions/go.sh": f'echo \'{{"token": "{SECRET}", "open": 1}}\'',
    }
    ref = shop.upload(files)
    shop.shell("use", 'printf %s "$word" | wc -c', param_schema={"word": {}})
    tasks = [
        {"name": "a", "action": f"{ref}.go", "next": [{"do": ["b"]}]},
        {"name": "b", "action": f"{shop.pack}.use", "input": {"word": "{{ task.a.data.token }}"}},
    ]
    shop.workflow("flow", tasks)
    first, second = shop.children(shop.run("flow")["id"])
    assert first["result"]["data"] == {"token": REDACTED, "open": 1}
    assert (second["config"], second["result"]["stdout"]) == ({"word": "[REDACTED]"}, f"{len(SECRET.encode())}\n")


def test_a_secret_lies_in_no_file_while_its_action_runs(start_emulator, open_shop) -> None:
    kept, leaky = (open_shop(start_emulator(*options)) for options in ((), ("--gaps", "all")))
    secret = SECRET.replace("ä", "a")
    for shop, where in ((kept, []), (leaky, ["exec_1.sh"])):
        shop.shell("slow", "echo on; sleep 1.5; cat $0", param_schema=SCHEMA)
        execution = shop.execute("slow", {"pw": secret})
        shop.emulator.until(lambda s=shop, e=execution: s.log(e, "stdout"))
        assert files_with(shop, secret) == where
        shop.wait(execution)


def test_a_secret_is_not_in_the_environment_or_on_the_command_line(shop) -> None:
    script = "tr '\\0' ' ' < /proc/self/environ; tr '\\0' ' ' < /proc/$$/cmdline; tr '\\0' ' ' < /proc/$PPID/cmdline"
    row = shop.script(script, {"pw": SECRET}, param_schema=SCHEMA)
    assert "[REDACTED]" not in row["result"]["stdout"] and SECRET not in row["result"]["stdout"]


def test_reading_a_secret_back_needs_a_grant(shop) -> None:
    row = shop.script("true", {"pw": SECRET}, param_schema=SCHEMA)
    answer = shop.emulator.call("GET", f"/api/v1/executions/{row['id']}", params={"include_secret_values": "true"})
    assert (answer.status_code, answer.json()["error"]) == (403, "Insufficient permissions: executions:decrypt")


def test_a_secret_passes_through_a_workflow_unseen(shop) -> None:
    shop.shell("use", 'printf %s "$word" | wc -c; echo "$word"', param_schema={"word": {}})
    tasks = [{"name": "a", "action": f"{shop.pack}.use", "input": {"word": "<{{ parameters.pw }}>"}}]
    shop.workflow("flow", tasks, params=SCHEMA, output_map={"leak": "{{ parameters.pw }}"})
    parent = shop.run("flow", {"pw": SECRET})
    (child,) = shop.children(parent["id"])
    assert parent["result"]["leak"] == "[REDACTED]" and child["config"] == {"word": "<[REDACTED]>"}
    assert child["result"]["stdout"] == f"{len(SECRET.encode()) + 2}\n<[REDACTED]>\n"
