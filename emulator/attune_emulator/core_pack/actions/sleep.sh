#!/bin/sh
message= seconds=1
unquoted() {
    value=${1#*=}
    value=${value#\'}
    value=${value%\'}
}
while IFS= read -r line; do
    unquoted "$line"
    case $line in
        message=*) message=$value ;;
        seconds=*) seconds=$value ;;
    esac
done
case $seconds in
    '' | *[!0-9]*)
        echo "ERROR: seconds must be a positive integer" >&2
        exit 1
        ;;
esac
if [ "$seconds" -gt 3600 ]; then
    echo "ERROR: seconds must be between 0 and 3600" >&2
    exit 1
fi
if [ -n "$message" ]; then
    echo "$message"
fi
sleep "$seconds"
echo "Slept for $seconds seconds"
