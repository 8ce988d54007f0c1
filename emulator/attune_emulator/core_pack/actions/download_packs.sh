#!/bin/sh
echo "core.download_packs does not run in the emulator: bring packs in with POST /api/v1/packs/upload" >&2
exit 1
