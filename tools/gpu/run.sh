#!/usr/bin/env bash
# Shows what a GPU does, from the folder that pack.sh made, within a time budget; it needs no network and no Deno:
#
#   bash PACK/run.sh OUT
#
# OUT gets summary.txt, and results.tar.gz with the records, the logs and the pages. Each part has a limit of its own, and one
# that fails does not stop the next. Nothing stays on the machine but OUT, and the Vulkan loader where it had none and you
# are root.
#
#   BUDGET=540        seconds for all parts
#   PYTHON=python3    a Python with PyTorch, which the steps are timed beside
#   PEER_DEVICE=cuda  what PyTorch computes on
#   SMALL=1           a little of each part: to try the script on a software device
#
# Linux on x86-64. VK_DRIVER_FILES names the driver's file where the Vulkan loader does not find it.
set -uo pipefail

pack=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
ends=$((SECONDS + ${BUDGET:-540}))
python=$(command -v "${PYTHON:-python3}")
export PEER_DEVICE=${PEER_DEVICE:-cuda}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
results=$work/results
mkdir -p "$work/bin" "$work/project" "$work/deno" "$results/logs"
: >"$out/summary.txt"

say() { echo "$*" | tee -a "$out/summary.txt"; }

# part NAME SECONDS COMMAND…
part() {
  local name=$1 limit=$(($2 * slowness)) began=$SECONDS left=$((ends - SECONDS)) code
  shift 2
  if [ "$left" -le 0 ]; then
    say "== $name: no time is left"
    return
  fi
  timeout --kill-after=25 "$((limit < left ? limit : left))" "$@" >"$results/logs/$name.log" 2>&1
  code=$?
  say "== $name: exit code $code (124: out of time), $((SECONDS - began)) s"
  tail -n "${lines:-6}" "$results/logs/$name.log" | cut -c 1-200 | tee -a "$out/summary.txt"
}

unpack() { # Some machines have no xz, but Python has.
  if command -v xz >/dev/null; then xz --decompress --stdout "$1"; else
    "$python" -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$1"
  fi
}

unpack "$pack/deno.xz" >"$work/bin/deno"
chmod +x "$work/bin/deno"
unpack "$pack/project.tar.xz" | tar -x -C "$work/project"
unpack "$pack/cache.tar.xz" | tar -x -C "$work/deno"
mkdir "$results/drift"
[ -e "$pack/reference.tar.xz" ] && unpack "$pack/reference.tar.xz" | tar -x -C "$results/drift"
export PATH=$work/bin:$PATH DENO_DIR=$work/deno XDG_CACHE_HOME=$work/cache DENO_NO_UPDATE_CHECK=1 NO_COLOR=1

# The loaders, where the machine lacks them, and the driver where containers have it. Deno starts processes only without
# LD_LIBRARY_PATH, so the loaders must be where the system looks.
if ! PATH=$PATH:/sbin:/usr/sbin ldconfig -p | grep -q libvulkan.so.1; then
  if [ "$(id -u)" = 0 ] && [ -d "$pack/loader" ]; then
    for deb in "$pack"/loader/*.deb; do dpkg -x "$deb" /; done
    PATH=$PATH:/sbin:/usr/sbin ldconfig
  else
    say "There is no Vulkan loader (libvulkan.so.1): install it"
  fi
fi
nvidia=/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json
[ -z "${VK_DRIVER_FILES:-}" ] && [ -e "$nvidia" ] && export VK_DRIVER_FILES=$nvidia

steps=ae-step,snnl-step,conv-step,dec-step
if [ -n "${SMALL:-}" ]; then
  experiments=(siam/kmeans/mnist agarap/ae/mnist) specs=(--filter "matMul ") steps=dec-step units=1 profile=smoke
  slowness=5
  export STEPS=1
else
  experiments=() specs=() units=5 profile=paper slowness=1
fi
engines=webgpu running=webgpu
for engine in cpu wasm tensorflow; do [ -d "$results/drift/$engine" ] && engines=$engine,$engines; done
[ $engines = webgpu ] && engines=wasm,webgpu running=wasm,webgpu
data=()
[ -d "$pack/data" ] && data=(--data-dir "$pack/data")

cd "$work/project" || exit 1
say "$(date -u +%Y-%m-%d), $(uname -sr), $(nproc) processors"
part machine 20 sh -c 'grep -m1 "model name" /proc/cpuinfo; nvidia-smi; ls -l /etc/vulkan/icd.d /usr/share/vulkan/icd.d; true'
lines=25 part doctor 60 deno task doctor --engine webgpu --quiet
part conformance 120 deno task conformance --engine webgpu --used --quiet "${specs[@]}"
part drift 200 deno task drift --out "$results/drift" --engines $engines --run $running --quiet "${experiments[@]}"
# What was reached, where the time was not enough for all.
part drift-page 20 deno task drift --out "$results/drift" --engines $engines --run none
part dispatches 60 deno task performance --dispatches
if [ ${#data[@]} -gt 0 ]; then
  part performance 200 deno task performance --engine webgpu --peers "$python" --only $steps --units $units "${data[@]}"
fi
if [ ${#data[@]} -gt 0 ] || [ $profile = smoke ]; then
  part snnl-5 "$((ends - SECONDS))" deno task reproduce agarap/snnl-5/mnist --profile $profile --seed 42 \
    --engine webgpu --out "$results/snnl-5" --quiet "${data[@]}"
fi

cp --parents engine/DRIFT.md performance/RESULTS.md conformance/RESULTS.md "$results/" 2>/dev/null
tar -czf "$out/results.tar.gz" -C "$work" results
say "All that was found is in $out/results.tar.gz"
