#!/usr/bin/env bash
# Changed files through the whole index and decode path, for as long as you like. What goes wrong is kept in tests/OmeFs.Fuzz/corpus, where
# OmeFs.Core.Tests replays it for ever: mend it, and commit both.
#
#   tests/fuzz.sh [--minutes N] [--seed S]      10 minutes, and a seed by the clock, where nothing else is said
#
# OMEFS_SHARED: the shared corpus (default: ../shared beside the repository); its small files are seeds, too, where it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=10 seed=$(date +%s)
while (($#)); do
  case $1 in
    --minutes) minutes=${2:?--minutes wants a number}; shift 2 ;;
    --seed) seed=${2:?--seed wants a number}; shift 2 ;;
    *) sed -n 's/^# \{0,1\}//; 2,7p' "$0" >&2; exit 2 ;;
  esac
done
tests/fixtures/make.sh
native/build.sh >/dev/null
dotnet build tests/OmeFs.Fuzz -c Release -nodeReuse:false -v quiet -clp:ErrorsOnly
seeds=(tests/fixtures/made tests/OmeFs.Fuzz/seeds tests/OmeFs.Fuzz/corpus)
shared=${OMEFS_SHARED:-../shared}/data
[[ -d $shared ]] && seeds+=("$shared")
echo "seed $seed, $minutes minutes"
exec nice -n 19 dotnet tests/OmeFs.Fuzz/bin/Release/net10.0/OmeFs.Fuzz.dll fuzz tests/OmeFs.Fuzz/corpus "$seed" 2000000000 $((minutes * 60)) "${seeds[@]}"
