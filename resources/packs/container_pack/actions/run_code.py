"""Runs the code in the parameter `code`; in it, `parameters` are all the others."""

import json
import sys

parameters = json.load(sys.stdin)
exec(compile(parameters.pop("code"), "<code>", "exec"), {"parameters": parameters})
