#!/usr/bin/env bash
# Prints the folder of a Debian that has only the dependencies of the omefs package (see debian.sh).
#
#   tests/clean.sh bookworm|trixie [--made]
set -euo pipefail
release=$1
case $release in
  bookworm) libraries=libssl3,libjxr0,libjxl0.7 ;;
  trixie) libraries=libssl3t64,libjxr0t64 ;;
  *) echo "clean.sh: no such release: $release" >&2 && exit 1 ;;
esac
exec "$(dirname "${BASH_SOURCE[0]}")/debian.sh" "clean-$release" "$release" "fuse3,libtiff6,libopenjp2-7,libdeflate0,$libraries" "${@:2}"
