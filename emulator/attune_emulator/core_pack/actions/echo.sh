#!/bin/sh
# One line of `message='…'` is understood; quotes inside it stay as they were escaped.
message=
while IFS= read -r line; do
    case $line in
        message=*) message=${line#message=} ;;
    esac
done
case $message in
    \'*\') message=${message#\'}; message=${message%\'} ;;
esac
if [ -n "$message" ]; then
    printf '%s' "$message"
fi
