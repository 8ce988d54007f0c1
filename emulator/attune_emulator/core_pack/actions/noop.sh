#!/bin/sh
message= exit_code=0
unquoted() {
    value=${1#*=}
    value=${value#\'}
    value=${value%\'}
}
while IFS= read -r line; do
    unquoted "$line"
    case $line in
        message=*) message=$value ;;
        exit_code=*) exit_code=$value ;;
    esac
done
case $exit_code in
    '' | *[!0-9]*)
        echo "ERROR: exit_code must be a positive integer" >&2
        exit 1
        ;;
esac
if [ "$exit_code" -gt 255 ]; then
    echo "ERROR: exit_code must be between 0 and 255" >&2
    exit 1
fi
if [ -n "$message" ]; then
    echo "[NOOP] $message"
fi
echo "No operation completed successfully"
exit "$exit_code"
