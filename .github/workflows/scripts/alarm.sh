#!/usr/bin/env bash
# Compares the records of two result folders, and fails if there is reason for alarm. alarm.sh BEFORE AFTER
set -euo pipefail
status=0
changes=$(npx --yes deno@2.9.6 task compare --alarm "$1" "$2") || status=$?
echo "$changes"
# A summary of more than a mebibyte would be refused.
{
  echo '```'
  head -c 900000 <<< "$changes"
  echo '```'
} >> "${GITHUB_STEP_SUMMARY:-/dev/null}"
if [ "$status" -ne 0 ]; then
  grep '^ALARM: ' <<< "$changes" | sed 's/^ALARM: /::error::/' || echo "::error::The records cannot be compared"
fi
exit "$status"
