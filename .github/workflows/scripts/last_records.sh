#!/usr/bin/env bash
# Fetches into FOLDER/runs the records that the last run of WORKFLOW left; writes found=true, or found=false if none did.
# last_records.sh WORKFLOW FOLDER
set -euo pipefail
ids=$(gh run list --workflow "$1" --status completed --limit 20 --json databaseId --jq '.[].databaseId')
for id in $ids; do
  if gh run download "$id" --name records --dir "$2/runs" >&2; then
    echo "found=true"
    exit
  fi
done
echo "found=false"
