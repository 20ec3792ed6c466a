#!/usr/bin/env bash
# Runs a share of the full protocol on the GPU, on top of the records in before/runs if there are any, and leaves in
# new/runs what was recorded now. Variables: SHARD (like 2/4), SEEDS, BUDGET (like 5h), PAPERS (names with commas or
# spaces between; all if empty or not set).
set -euf -o pipefail
papers=${PAPERS:-}
selection=()
for paper in ${papers//,/ }; do
  selection+=(--paper "$paper")
done
mkdir -p out/runs new
if [ -d before/runs ]; then
  cp -r before/runs out
fi
touch started
status=0
npx --yes deno@2.9.6 task reproduce --profile paper --require-gpu --out out \
  --shard "$SHARD" --seeds "$SEEDS" --budget "$BUDGET" "${selection[@]}" || status=$?
cd out
find runs -type f -newer ../started ! -name '.*' -exec cp --parents {} ../new \;
exit "$status"
