#!/bin/sh
# Validates every .docx and .xlsx below the given folders against the OOXML schemas.
# Returned files (退稿) are their authors': only what lies beside them is ours. It never carries the schemas itself: the first argument is a validator; without one it says so and passes.
# usage: validate.sh VALIDATOR.py FOLDER...
set -eu
validator=$1
shift
if [ ! -f "$validator" ]; then
    echo "validate.sh: SKIPPED, no validator at $validator"
    exit 0
fi
found=$(find "$@" -type f \( -name '*.docx' -o -name '*.xlsx' \) ! -name '~*' ! -name '.*' ! \( -path "*/退稿/*" ! -name "*（退*" \) | wc -l)
if [ "$found" -eq 0 ]; then
    echo "validate.sh: no .docx or .xlsx below $*" >&2
    exit 1
fi
report=$(mktemp)
trap 'rm -f "$report"' EXIT
find "$@" -type f \( -name '*.docx' -o -name '*.xlsx' \) ! -name '~*' ! -name '.*' ! \( -path "*/退稿/*" ! -name "*（退*" \) -print0 |
    xargs -0 -n 200 python3 "$validator" >"$report" || { grep -v '^OK' "$report"; exit 1; }
echo "validate.sh: $found files are valid"
