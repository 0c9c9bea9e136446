#!/usr/bin/env bash
# Every fault run on one binary, one after the other. Exits 1 when any of them finds a violation.
# usage: tests/faults/all.sh MINYI
set -u
cd "$(dirname "$0")"
minyi=$(realpath --relative-to=. "$(cd "$OLDPWD" && realpath "${1:?usage: all.sh MINYI}")")
failed=0
for part in kill.py errors.py full_disk.py share.py hostile.py corpus.py; do
  printf '\n-- %s\n' "$part"
  python3 "$part" "$minyi" || failed=1
done
exit "$failed"
