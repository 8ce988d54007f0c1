#!/bin/sh
# The parameters on standard input go straight to the program beside this script.
exec python3 "$(dirname "$0")/http_request.py"
