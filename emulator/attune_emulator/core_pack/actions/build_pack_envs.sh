#!/bin/sh
echo "core.build_pack_envs does not run in the emulator: bring packs in with POST /api/v1/packs/upload" >&2
exit 1
