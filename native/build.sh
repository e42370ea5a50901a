#!/bin/sh
# Builds libomefs_codecs and puts it into OUTPUT_DIR (default: native/out, where the projects pick it up and publish it).
# Needs cmake, a C compiler, and the development packages of libtiff (>= 4.5), OpenJPEG and libdeflate; libjxl and jxrlib if they are there.
# Debian: apt-get install cmake gcc make libtiff-dev libopenjp2-7-dev libdeflate-dev libjxl-dev libjxr-dev
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:-$here/out}
mkdir -p "$output"
output=$(cd "$output" && pwd)
build=${OMEFS_NATIVE_BUILD:-$here/build}

command -v cmake >/dev/null || {
  echo "native/build.sh: cmake is not installed (Debian: apt-get install cmake gcc make libtiff-dev libopenjp2-7-dev libdeflate-dev)" >&2
  exit 1
}
cmake -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$output" >"$build.log" 2>&1 &&
  cmake --build "$build" >>"$build.log" 2>&1 &&
  cmake --install "$build" >>"$build.log" 2>&1 || {
  cat "$build.log" >&2
  exit 1
}
rm -f "$build.log"
echo "$output/libomefs_codecs.so"
