#!/usr/bin/env bash
# Commits the records of the branch `records` and those of the folders in NEW, put together, on top of that branch; makes the
# branch if there is none. Writes changed=true if there is something to push, else changed=false. keep.sh NEW
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/kept"
before=$(git hash-object -t tree /dev/null)
if parent=$(git rev-parse --quiet --verify refs/remotes/origin/records); then
  before=$(git rev-parse "$parent^{tree}")
  git archive "$parent" | tar -x -C "$work/kept"
fi
folders=("$work/kept")
for folder in "$1"/*/; do
  folders+=("${folder%/}")
done
npx --yes deno@2.9.6 run -q -P=report .github/workflows/scripts/merge.ts "$work/merged" "${folders[@]}" >&2

# Without touching the checkout: a tree of these files alone.
git_dir=$(git rev-parse --absolute-git-dir)
export GIT_INDEX_FILE=$work/index
(cd "$work/merged" && git --git-dir="$git_dir" --work-tree=. add --all --force .)
tree=$(git write-tree)
if [ "$tree" = "$before" ]; then
  echo "changed=false"
  exit
fi
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
commit=$(git commit-tree "$tree" ${parent:+-p "$parent"} -m "Records of run ${GITHUB_RUN_ID:-by hand}")
git update-ref refs/heads/records "$commit"
echo "changed=true"
