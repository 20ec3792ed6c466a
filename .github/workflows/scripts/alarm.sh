#!/usr/bin/env bash
# Compares two result folders, and exits 1 if a measurement changed beyond the seeds' spread. How long something took is
# the machine's affair. alarm.sh BEFORE AFTER
set -euo pipefail
changes=$(npx --yes deno@2.9.6 task compare "$1" "$2")
echo "$changes" | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
if beyond=$(grep "beyond the seeds' spread\$" <<< "$changes" | grep -v ' seconds'); then
  echo "::error::$(wc -l <<< "$beyond") measurements changed beyond the seeds' spread"
  exit 1
fi
