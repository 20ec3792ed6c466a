#!/bin/bash
# Reclaim on Slurm: cluster/slurm.sh [OPTION OF SBATCH…] submits an array of jobs, each a share of the runs, and a job that
# draws the report when all have ended. The options go to the array, such as --array=1-8 --gres=gpu:1; what both jobs need
# (partition, account) is set by Slurm's own variables, such as SBATCH_PARTITION.
#
# Variables: OUT the result folder, which all nodes see (reports/local); PROFILE (paper); EXPERIMENTS globs, with spaces
# between (all); OPTIONS others of `deno task reproduce`, such as "--require-gpu --seeds 8"; SHARDS how many shares there
# are, if it is not the number of the array's jobs; RESTARTS how often a job may be put back into the queue (20); DENO the
# command, such as "npx --yes deno@2.9.6" (deno).
#
#SBATCH --job-name=reclaim
#SBATCH --array=1-4
#SBATCH --cpus-per-task=4
#SBATCH --mem-per-cpu=2G
#SBATCH --time=4:00:00
#SBATCH --signal=B:USR1@120
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail
OUT=${OUT:-reports/local}
read -ra deno <<< "${DENO:-deno}"

submit() {
  cd "$(dirname "${BASH_SOURCE[0]}")/.."
  mkdir -p "$OUT/logs"
  local array
  array=$(sbatch --parsable --output="$OUT/logs/%A_%a.log" "$@" cluster/slurm.sh)
  array=${array%%;*}
  echo "Array $array"
  echo "Report $(sbatch --parsable --job-name=reclaim-report --dependency="afterany:$array" --time=0:30:00 --mem=4G \
    --output="$OUT/logs/%j.log" --wrap="$(printf '%q ' "${deno[@]}" task report --out "$OUT")")"
}

# Does this job's share. Ends with its exit code, or goes back into the queue: where the time limit is near, or the process
# was killed.
share() {
  read -ra options <<< "--profile ${PROFILE:-paper} ${OPTIONS:-} ${EXPERIMENTS:-}"
  local shard=$SLURM_ARRAY_TASK_ID/${SHARDS:-$SLURM_ARRAY_TASK_COUNT}
  local limit='' cancelled='' heard='' status pid
  # A process group of its own: a signal to it also reaches a deno that npx started.
  set -m
  "${deno[@]}" task reproduce --out "$OUT" --shard "$shard" "${options[@]}" &
  pid=$!
  trap 'heard=1; limit=1; kill -TERM -- "-$pid" || true' USR1
  trap 'heard=1; cancelled=1; kill -TERM -- "-$pid" || true' TERM
  # A signal ends a wait.
  while :; do
    heard=''
    status=0
    wait "$pid" || status=$?
    [ -n "$heard" ] || break
  done
  # What was reached may still be being kept.
  while kill -0 -- "-$pid" 2> /dev/null; do sleep 0.2; done
  trap '' USR1 TERM
  echo "Share $shard ended with exit code $status"
  # A cancelled job stays away, also where npx died of the signal before what it started had ended.
  if [ "$status" -ne 0 ] && [[ -n $limit || (-z $cancelled && $status -gt 130) ]] &&
    [ "${SLURM_RESTART_COUNT:-0}" -lt "${RESTARTS:-20}" ]; then
    echo "Back into the queue"
    # Not by its own number, which one of them shares with the whole array.
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
  fi
  exit "$status"
}

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then share; else submit "$@"; fi
