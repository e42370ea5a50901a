#!/usr/bin/env bash
# Prints the folder of a Debian. The first call creates it; later calls reuse it.
#
#   tests/debian.sh NAME RELEASE PACKAGE,...          ${XDG_CACHE_HOME:-~/.cache}/omefs-tests/NAME; exit 1, with the reason, if it cannot be made
#   tests/debian.sh NAME RELEASE PACKAGE,... --made   the same, but it must be there already
#
# Packages come from the mirror of this machine's own apt. Needs root, debootstrap and 300 to 700 MB.
set -euo pipefail
exec </dev/null

name=$1 release=$2 packages=$3
folder=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/omefs-tests/$name

cannot() {
  echo "debian.sh: $*" >&2
  exit 1
}

is_made() { [[ -f $folder/.omefs-tests && $(<"$folder/.omefs-tests") == "${packages//,/ }" ]]; }

if ! is_made; then
  [[ ${4:-} != --made ]] || cannot "no Debian $release in $folder (tests/run.sh makes it)"
  ((EUID == 0)) || cannot "only root can make a Debian in a folder"
  command -v debootstrap >/dev/null || cannot "debootstrap is not installed"
  mirror=$(apt-get indextargets --format '$(RELEASE) $(ORIGIN) $(COMPONENT) $(REPO_URI)' "Created-By: Packages" 2>/dev/null |
    awk '$2 == "Debian" && $3 == "main" && $1 !~ /-/ {print $4; exit}')
  [[ -n $mirror ]] || cannot "apt on this machine has no Debian mirror"
  mkdir -p "$(dirname "$folder")"
  exec 9>"$folder.lock"
  flock 9
  if ! is_made; then
    log=$folder.log
    rm -rf --one-file-system "$folder" "$folder.new"
    debootstrap --variant=minbase --include="$packages" "$release" "$folder.new" "$mirror" >"$log" 2>&1 9>&- ||
      cannot "debootstrap failed: $(tail -n 1 "$log")"
    rm -rf "$folder.new/var/cache/apt" "$folder.new/var/lib/apt/lists"
    echo "${packages//,/ }" >"$folder.new/.omefs-tests"
    mv "$folder.new" "$folder"
  fi
fi
echo "$folder"
