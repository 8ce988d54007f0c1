#!/bin/sh
echo "core.get_pack_dependencies does not run in the emulator: bring packs in with POST /api/v1/packs/upload" >&2
exit 1
