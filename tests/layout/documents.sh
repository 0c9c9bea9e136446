#!/usr/bin/env bash
# Holds the documents of an office against the schemas and against the standard's page.
# It never judges by eye; somebody still has to look at a page now and then.
# usage: documents.sh OFFICE
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
office=$1

"$here/validate.sh" "$here/../../../shared/ooxml/ooxml_validate.py" "$office/outbox" "$office/templates"
if ! command -v soffice >/dev/null || ! command -v pdftotext >/dev/null; then
  echo "documents.sh: SKIPPED the pages, LibreOffice or poppler is missing"
  exit 0
fi
python3 "$here/measure.py" --limit 40 "$office/outbox"
