#!/usr/bin/env bash
# Writes the numbers of N shards as a list that a workflow's matrix can take: list=[1,2,3].
set -euo pipefail
if ! [[ ${1:-} =~ ^[1-9][0-9]?$ ]]; then
  echo "The number of shards must be 1 to 99: current value is '${1:-}'" >&2
  exit 2
fi
echo "list=[$(seq -s, "$1")]"
