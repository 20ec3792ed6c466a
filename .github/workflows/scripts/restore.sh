#!/usr/bin/env bash
# Puts into FOLDER all records that are known: those of reports/published, and those that earlier runs of gpu.yml left on the
# branch `records`, if there is one. restore.sh FOLDER
set -euo pipefail
kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT
if branch=$(git rev-parse --quiet --verify refs/remotes/origin/records); then
  git archive "$branch" | tar -x -C "$kept"
fi
npx --yes deno@2.9.6 run -q -P=report .github/workflows/scripts/merge.ts "$1" reports/published "$kept"
