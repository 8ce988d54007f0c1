"""Actions that are files of a pack: what they are given, in which form, and what becomes of their output."""

import json
import zipfile
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest

YAML = "ref: {ref}.go\nlabel: Go\nrunner_type: %s\nentry_point: %s\nparameters: {}\n"


def made(shop, runner: str, file: str, text: str, parameters=None, extra: str = "", more: dict | None = None) -> dict:
    """Upload a pack with one action, run it and return the execution."""
    files = {"actions/go.yaml": YAML % (runner, file) + extra, f"actions/{file}": text}
    return shop.run(f"{shop.upload(files | (more or {}))}.go", parameters, timeout=60)


PYTHON = "import json, sys\np = json.loads(sys.stdin.read())\nprint(json.dumps({'twice': p['n'] * 2, 'all': p}))\n"
NODE = """
let text = '';
process.stdin.on('data', piece => text += piece);
process.stdin.on('end', () => console.log(JSON.stringify({up: JSON.parse(text).word.toUpperCase()})));
"""


def test_python_reads_json_from_stdin(shop) -> None:
    row = made(shop, "python", "go.py", PYTHON, {"n": 21, "extra": [None, True]}, "output_format: json\n")
    assert row["result"]["data"] == {"twice": 42, "all": {"n": 21, "extra": [None, True]}}
    assert "stdout" not in row["result"]


def test_node_reads_json_from_stdin(shop) -> None:
    row = made(shop, "nodejs", "go.js", NODE, {"word": "abc"}, "output_format: json\n")
    assert row["result"]["data"] == {"up": "ABC"}


DELIVERIES = {
    "dotenv": ("a='it'\\''s'\nb.c='1'\nb.d='[1,2]'\nn='null?'\nz=''\n", "stdin"),
    "yaml": ("a: it's\nb:\n  c: 1\n  d:\n  - 1\n  - 2\nn: null?\nz: null\n\n", "stdin"),
    "json": ('{"a":"it\'s","b":{"c":1,"d":[1,2]},"n":"null?","z":null}\n', "stdin"),
}


@pytest.mark.parametrize("form", DELIVERIES)
def test_parameters_come_on_stdin_in_their_format(shop, form) -> None:
    values = {"a": "it's", "b": {"c": 1, "d": [1, 2]}, "n": "null?", "z": None}
    row = made(shop, "shell", "go.sh", "cat", values, f"parameter_format: {form}\n")
    assert row["result"]["stdout"] == DELIVERIES[form][0]


def test_parameters_come_in_a_file_that_is_gone_afterwards(shop) -> None:
    script = (
        'cat "$ATTUNE_PARAMETER_FILE"; echo; stat -c %a "$ATTUNE_PARAMETER_FILE"; echo "$ATTUNE_PARAMETER_FILE"; cat'
    )
    row = made(shop, "shell", "go.sh", script, {"n": 1}, "parameter_delivery: file\n")
    text, mode, path = row["result"]["stdout"].splitlines()
    assert (json.loads(text), mode) == ({"n": 1}, "400")
    assert not Path(path).exists()


def test_the_environment_says_what_runs_and_where(shop) -> None:
    script = "env | grep ^ATTUNE_ | sort; pwd"
    row = made(shop, "shell", "go.sh", script, {"context": {"ticket": "T-1", "deep": {"x": 1}}})
    *lines, where = row["result"]["stdout"].splitlines()
    found = dict(line.partition("=")[::2] for line in lines)
    pack = row["action_ref"].split(".")[0]
    assert (found["ATTUNE_ACTION"], found["ATTUNE_PACK_REF"]) == (row["action_ref"], pack)
    assert (found["ATTUNE_EXEC_ID"], found["ATTUNE_API_URL"]) == (str(row["id"]), shop.emulator.url)
    assert (found["ATTUNE_CONTEXT_TICKET"], found["ATTUNE_CONTEXT_DEEP"]) == ("T-1", '{"x":1}')
    assert not {"ATTUNE_API_TOKEN", "ATTUNE_RULE", "ATTUNE_TRIGGER"} & found.keys()
    assert where == str(shop.emulator.directory / "data" / "packs" / pack)


def test_an_execution_gets_a_token_with_its_own_rights_only(shop) -> None:
    files = {"actions/go.yaml": YAML % ("shell", "go.sh"), "actions/go.sh": "printf %s $ATTUNE_API_TOKEN | base64 -w0"}
    ref = f"{shop.upload(files)}.go"
    row = shop.run(ref, permission_set_refs=["core.viewer"])
    token = b64decode(row["result"]["stdout"]).decode()
    assert row["permission_set_refs"] == ["core.viewer"]
    assert shop.emulator.call("GET", "/api/v1/workers", token=token).status_code == 200
    assert shop.emulator.call("GET", "/api/v1/identities", token=token).status_code == 403


def test_what_an_execution_starts_is_its_child(shop) -> None:
    script = (
        "python3 - <<'E'\nimport json, os, urllib.request\n"
        "r = urllib.request.Request(os.environ['ATTUNE_API_URL'] + '/api/v1/executions/execute',"
        " json.dumps({'action_ref': 'core.noop'}).encode(),"
        " {'Authorization': 'Bearer ' + os.environ['ATTUNE_API_TOKEN'], 'Content-Type': 'application/json'})\n"
        "print(json.load(urllib.request.urlopen(r))['data']['parent'])\nE"
    )
    row = made(shop, "shell", "go.sh", script, extra="default_execution_permission_set_refs: [core.executor]\n")
    assert row["result"]["stdout"] == f"{row['id']}\n"
    assert [child["action_ref"] for child in shop.children(row["id"])] == ["core.noop"]


OUTPUTS = {
    "json": ("echo noise; echo '{\"a\": 1}'", {"data": {"a": 1}}),
    "json that is none": ("echo noise", {"stdout": "noise\n"}),
    "jsonl": ("echo '{\"a\": 1}'; echo noise; echo '[2]'", {"data": [{"a": 1}, [2]]}),
    "yaml": ("echo plain text", {"data": "plain text"}),
    "text": ("echo '{\"a\": 1}'", {"stdout": '{"a": 1}\n'}),
}


@pytest.mark.parametrize("case", OUTPUTS)
def test_output_is_read_in_its_format(shop, case) -> None:
    script, wanted = OUTPUTS[case]
    result = made(shop, "shell", "go.sh", script, extra=f"output_format: {case.split()[0]}\n")["result"]
    assert {name: result[name] for name in ("stdout", "data") if name in result} == wanted


def test_a_failing_script_is_not_parsed(shop) -> None:
    row = made(shop, "python", "go.py", "print('{}')\nraise ValueError('kaboom')\n", extra="output_format: json\n")
    assert row["status"] == "failed" and row["result"]["stdout"] == "{}\n"
    assert row["result"]["error"].rstrip().endswith("ValueError: kaboom")


def test_defaults_reach_the_action_as_promised(shop, real_shop) -> None:
    head = (YAML % ("shell", "go.sh")).replace("parameters: {}", "parameters:")
    yaml = head + "  n: {type: integer, default: 7}\n"
    files = {"actions/go.yaml": yaml, "actions/go.sh": "cat"}
    for each, text in ((shop, '{"n":7}\n'), (real_shop, "{}\n")):
        assert each.run(f"{each.upload(files)}.go")["result"]["stdout"] == text


def wheel() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("tinything.py", "WORD = 'from the wheel'\n")
        archive.writestr("tinything-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tinything\nVersion: 1.0\n")
        archive.writestr(
            "tinything-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("tinything-1.0.dist-info/RECORD", "")
    return buffer.getvalue()


def test_a_pack_gets_the_python_environment_it_asks_for(shop, tmp_path) -> None:
    package = tmp_path / "tinything-1.0-py3-none-any.whl"
    package.write_bytes(wheel())
    script = "import sys, tinything, helper\nprint(tinything.WORD, helper.WORD, sys.prefix)\n"
    more = {"requirements.txt": f"{package}\n", "lib/helper.py": "WORD = 'from lib'\n"}
    row = made(shop, "python", "go.py", script, more=more)
    pack = row["action_ref"].split(".")[0]
    environment = shop.emulator.directory / "data" / "runtime_envs" / pack / "python"
    assert row["result"]["stdout"] == f"from the wheel from lib {environment}\n"
    assert not (environment / "bin" / "pip").exists()


def test_a_pack_whose_environment_cannot_be_made_runs_without(shop) -> None:
    more = {"requirements.txt": "/nowhere/none-1.0-py3-none-any.whl\n"}
    row = made(shop, "python", "go.py", "print('still here')\n", more=more)
    assert row["result"]["stdout"] == "still here\n"
    assert "was not made" in shop.emulator.log.read_text()


def test_actions_do_not_see_the_emulators_packages_or_settings(shop) -> None:
    script = "import importlib.util, os\nprint(importlib.util.find_spec('starlette'), os.environ.get('PYTHONPATH'))\n"
    assert made(shop, "python", "go.py", script)["result"]["stdout"] == "None None\n"
