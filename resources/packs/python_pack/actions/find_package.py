"""Imports the package that the parameter `package` names, and prints what was found, as JSON."""

import importlib
import json
import os
import sys

parameters = json.load(sys.stdin)
package = importlib.import_module(parameters["package"])
json.dump(
    {
        "name": package.name,
        "version": package.__version__,
        "file": package.__file__,
        "inode": os.stat(package.__file__).st_ino,
        "prefix": sys.prefix,
        "base": sys.base_prefix,
        "python": "%d.%d" % sys.version_info[:2],
    },
    sys.stdout,
)
