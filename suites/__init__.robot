*** Settings ***
Documentation       End-to-end tests of the Attune automation platform.
...
...                 One file holds one scenario; ``tier1`` are the core flows. Files are self-contained: each has its own
...                 imports, tags and pack, so that any of them runs alone, in any order and beside the others.
...
...                 Without ``ATTUNE_API_URL`` the embedded emulator is started and tested; with it, that platform.
