#!/bin/sh
# The parameters on standard input go straight to the program beside this script; it needs no more than Python itself.
exec "${ATTUNE_EMULATOR_PYTHON:-python3}" -IS "$(dirname "$0")/http_request.py"
