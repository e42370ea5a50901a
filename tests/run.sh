#!/usr/bin/env bash
# Installs what the tests need, builds, runs all tests, and ends with one line: N passed, N failed, N skipped.
#
#   tests/run.sh [FILTER]     FILTER as for `dotnet test --filter`, e.g. FullyQualifiedName~Malformed
#
# OMEFS_SHARED: the shared corpus (default: ../shared beside the repository). Tests that need it are skipped without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
filter=${1:-}
exec </dev/null

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8 CI=true
# Left-overs of another build or mount must not affect these tests.
unset OMEFS_BIN OMEFS_TEST_TMP

work=$(mktemp -d "${TMPDIR:-/tmp}/omefs-tests.XXXXXX")
chmod 755 "$work"

# Unmounts what failing tests left mounted: only below our own folder, only omefs, without a request to any file system.
clean_up() {
  local point
  while read -r point; do
    point=$(printf '%b.' "${point//\\/\\0}") && point=${point%.} # the kernel writes a blank as \040
    umount -l "$point" 2>/dev/null || fusermount3 -u -z "$point" 2>/dev/null || true
  done < <(awk -v work="$work/" 'index($5, work) == 1 && / - fuse[^ ]* /{print $5}' /proc/self/mountinfo | sort -r)
  if grep -qF " $work/" /proc/self/mountinfo; then
    echo "run.sh: something is mounted below $work still; it is left" >&2
  else
    rm -rf "$work"
  fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "run.sh: $*" >&2
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

# The packages, each with a file or program that shows that it is installed.
needs() {
  command -v tiffcp >/dev/null || echo libtiff-tools
  command -v xmllint >/dev/null || echo libxml2-utils
  command -v vips >/dev/null || echo libvips-tools
  command -v fusermount3 >/dev/null || echo fuse3
  command -v unshare >/dev/null && command -v setpriv >/dev/null || echo util-linux
  command -v node >/dev/null || echo nodejs
  command -v npm >/dev/null || echo npm
  command -v gcc >/dev/null || echo "gcc libc6-dev"
  command -v cmake >/dev/null && command -v make >/dev/null || echo "cmake make"
  [[ -e /usr/include/x86_64-linux-gnu/tiffio.h || -e /usr/include/aarch64-linux-gnu/tiffio.h || -e /usr/include/tiffio.h ]] || echo libtiff-dev
  compgen -G "/usr/include/openjpeg-2.*/openjpeg.h" >/dev/null || echo libopenjp2-7-dev
  [[ -e /usr/include/libdeflate.h ]] || echo libdeflate-dev
  [[ -e /usr/include/jxl/decode.h ]] || echo libjxl-dev
  [[ -e /usr/include/jxrlib/JXRGlue.h ]] || echo libjxr-dev
  command -v cjxl >/dev/null || echo libjxl-tools
  command -v JxrEncApp >/dev/null || echo libjxr-tools
  command -v dcmcjpeg >/dev/null || echo dcmtk
  [[ -x /usr/bin/python3 ]] || echo python3
  local module program
  for module in zarr tifffile numcodecs lxml jsonschema fsspec jinja2 h5py xarray dask; do
    /usr/bin/python3 -c "import $module" 2>/dev/null || echo "python3-$module"
  done
  /usr/bin/python3 -c "from osgeo import gdal" 2>/dev/null || echo python3-gdal
  [[ -e /usr/sbin/debootstrap ]] || echo debootstrap
  command -v dpkg-shlibdeps >/dev/null || echo dpkg-dev
  command -v man >/dev/null || echo man-db
  for program in mandoc zsh fish; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

mapfile -t missing < <(needs | tr ' ' '\n')
if ((${#missing[@]})); then
  echo "installing ${missing[*]}"
  as_root apt-get update || echo "run.sh: apt-get update failed; going on with the lists there are" >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" || fail "apt-get could not install ${missing[*]}"
  mapfile -t missing < <(needs | tr ' ' '\n')
  ((${#missing[@]} == 0)) || fail "still missing: ${missing[*]}"
fi

if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y dotnet-sdk-10.0 || fail "no .NET 10 SDK; install.sh says how to get it"
fi

# Every distribution lets all users open /dev/fuse; a bare machine may not, and the tests also mount as the user nobody.
if [[ -c /dev/fuse && $(stat -c %a /dev/fuse) != *6 ]]; then
  as_root chmod 0666 /dev/fuse
fi

js=tests/OmeFs.Clients.Tests/js
if [[ ! -f $js/node_modules/.package-lock.json || $js/package-lock.json -nt $js/node_modules/.package-lock.json ]]; then
  (cd "$js" && npm ci --no-audit --no-fund --loglevel=error) || fail "npm ci failed in $js"
  touch "$js/node_modules/.package-lock.json"
fi

# A client that this Debian does not have. Without it, its tests are skipped with that reason.
as_root tests/trixie.sh >/dev/null || echo "run.sh: going on without Debian trixie" >&2
# The Debian in which the package is tested.
for release in bookworm trixie; do
  as_root tests/clean.sh "$release" >/dev/null || echo "run.sh: going on without a clean Debian $release" >&2
done

tests/fixtures/make.sh || fail "the fixtures could not be made"

native/build.sh >/dev/null || fail "the native codec library did not build"
# Packages are exactly those of packages.lock.json, checked by hash.
dotnet restore OmeFs.sln --locked-mode -v quiet || fail "packages.lock.json does not fit the projects: run 'dotnet restore' and commit what it changes"
dotnet build OmeFs.sln -c Release -nodeReuse:false -v quiet -clp:ErrorsOnly || fail "the build failed"
# The native program, as it ships. The tests mount with it.
dotnet publish src/OmeFs/OmeFs.csproj -c Release -o "$work/omefs" -nodeReuse:false -v quiet || fail "the publish failed"
chmod -R go+rX "$work/omefs"
export OMEFS_BIN=$work/omefs/omefs OMEFS_TEST_TMP=$work/tmp
export OMEFS_SHARED=${OMEFS_SHARED:-$root/../shared}
mkdir -p "$OMEFS_TEST_TMP"

passed=0 failed=0 skipped=0
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  results=$work/results/$name
  echo "== $name"
  status=0
  # A hang must become a failure with a test's name, not a job that is killed from outside.
  dotnet test "$project" -c Release --no-build --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --blame-hang-timeout 10m --blame-hang-dump-type none ${filter:+--filter "$filter"} >"$work/$name.log" 2>&1 || status=$?
  report=$(/usr/bin/python3 tests/report.py "$results/$name.trx" "${filter:+filtered}") || report="0 1 0"
  counts=${report##*$'\n'}
  [[ $report == *$'\n'* ]] && echo "${report%$'\n'*}"
  read -r p f s <<<"$counts"
  if ((status != 0 && f == 0)); then
    # The runner died, or no test was found. That is a failure, whatever the counts are.
    tail -n 40 "$work/$name.log"
    f=1
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

if ((passed + failed == 0)); then
  echo "run.sh: not one test was run" >&2
  failed=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
