#!/usr/bin/env bash
# Copies into NEW/runs each record in out/runs that before/runs does not have or has otherwise, with the files beside it,
# and says in the job's summary what became of the share. However a share ended, its records are whole. collect.sh NEW
set -euo pipefail
new=$1
count=0
if [ -d out/runs ]; then
  while IFS= read -r -d '' record; do
    if cmp -s "before/$record" "out/$record"; then continue; fi
    mkdir -p "$new/$(dirname "$record")"
    cp "out/$record" "$new/$record"
    for beside in "out/${record%.json}".*.json; do
      if [ -f "$beside" ]; then cp "$beside" "$new/$(dirname "$record")"; fi
    done
    count=$((count + 1))
  done < <(cd out && find runs -type f -name '*.json' ! -name '*.*.json' -print0)
fi
{
  echo "$count new records"
  # Once, though both parts say it.
  grep -E '^(Engine: |Leaving out |Failed: |Ended |[0-9]+ runs?: )' share.log 2> /dev/null | awk '!(/^Engine: / && said[$0]++)' | sed 's/^/- /' || true
} | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
