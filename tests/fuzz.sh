#!/usr/bin/env bash
# Feeds mutated files through the whole index and decode path, for as long as you like. A file that causes a failure is kept in
# tests/OmeFs.Fuzz/corpus, and OmeFs.Core.Tests replays it for ever. Fix the fault, and commit both.
#
#   tests/fuzz.sh [--minutes N] [--seed S]      default: 10 minutes, and a seed from the clock
#
# OMEFS_SHARED: the shared corpus (default: ../shared beside the repository). If it exists, its small files are seeds too.
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
