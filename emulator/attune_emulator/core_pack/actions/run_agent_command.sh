#!/bin/bash
# Runs one command line in a directory of its own choosing.
command= working_dir= mcp_command=/opt/attune/agent/attune-mcp require_mcp_binary=true
while IFS= read -r line; do
    value=${line#*=}
    value=${value#\'}
    value=${value%\'}
    value=${value//"'\\''"/"'"}
    case $line in
        command=*) command=$value ;;
        working_dir=*) working_dir=$value ;;
        mcp_command=*) mcp_command=$value ;;
        require_mcp_binary=*) require_mcp_binary=$value ;;
    esac
done
if [ -z "$command" ]; then
    echo "ERROR: command is required" >&2
    exit 1
fi
if [ "$require_mcp_binary" = true ] && ! command -v "$mcp_command" >/dev/null; then
    echo "ERROR: $mcp_command not found" >&2
    exit 1
fi
if [ -n "$working_dir" ]; then
    cd "$working_dir" || exit 1
fi
exec bash -c "$command"
