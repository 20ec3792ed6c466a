#!/usr/bin/env bash
# Puts the records of several result folders into one: merge_runs.sh OUT FOLDER…; of one record in two folders the later
# folder's stays. Folders that are not there are left out.
set -euo pipefail
out=$1
shift
mkdir -p "$out"
for folder in "$@"; do
  if [ -d "$folder/runs" ]; then
    cp -r "$folder/runs" "$out"
  fi
done
if [ ! -d "$out/runs" ]; then
  echo "No records in $*" >&2
  exit 1
fi
