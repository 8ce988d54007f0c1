"""Prints the parameters as JSON: each name with the Python type it arrived as and its value."""

import json
import sys

parameters = json.load(sys.stdin)
json.dump({name: {"type": type(value).__name__, "value": value} for name, value in parameters.items()}, sys.stdout)
