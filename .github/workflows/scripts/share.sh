#!/usr/bin/env bash
# Runs a share of the full protocol on the GPU, by CUDA or else by WebGPU, in out/, on top of the records in before/runs.
# First what is missing; then, in what is left of the time, what is to be run again. What is said goes to share.log too.
#
# Variables: SHARD (like 2/4), SEEDS, BUDGET (seconds), PAPERS (names with blanks between; all if empty), AGAIN (options and
# experiments of the second part; if empty there is none), DATA_FOLDER (with data sets; none if empty).
set -euf -o pipefail
options=(--profile paper --require-gpu --out out --shard "$SHARD" --seeds "$SEEDS")
for paper in ${PAPERS:-}; do
  options+=(--paper "$paper")
done
if [ -n "${DATA_FOLDER:-}" ]; then
  options+=(--data-dir "$DATA_FOLDER")
fi

# Runs what is estimated to fit into so many seconds. Half an hour later at the latest it has to end; what it has recorded by
# then stays, so that this is no failure.
reproduce() {
  local seconds=$1 status=0
  shift
  timeout --kill-after=60 "$((seconds + 1800))" \
    npx --yes deno@2.9.6 task reproduce "${options[@]}" --budget "${seconds}s" "$@" 2>&1 | tee -a share.log || status=$?
  if [ "$status" -eq 124 ]; then
    echo "Ended half an hour after its time: the next run goes on" | tee -a share.log
  fi
  return "$status"
}

mkdir -p out
cp -r before/runs out
status=0
reproduce "$BUDGET" || status=$?
rest=$((BUDGET - SECONDS))
if [ -n "${AGAIN:-}" ] && [ "$rest" -gt 0 ] && [ "$status" -ne 124 ]; then
  again=0
  # Its words are options and experiments.
  # shellcheck disable=SC2086
  reproduce "$rest" $AGAIN || again=$?
  if [ "$status" -eq 0 ]; then status=$again; fi
fi
[ "$status" -eq 124 ] || exit "$status"
