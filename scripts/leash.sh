#!/bin/sh
# leash.sh COMMAND [ARG...]: runs the command and stops it when the pipe on standard input closes, that is when
# whoever started it is gone, even by kill -9. So nothing we start outlives its supervisor. Plain sh: any system has it.
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap : HUP INT TERM
{
  trap - HUP INT TERM
  while read -r _ <&3; do :; done
  kill -INT "$child"
  sleep 10
  kill -KILL "$child"
} 2>/dev/null &
watcher=$!
exec 3<&-
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
exit "$code"
