#!/usr/bin/env bash
# Measures omefs against its peers and prints a table of ratios. `run.sh --help` names the options, README.md the rows.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ "$(id -u)" -ne 0 ]; then
    echo "run.sh: needs root: passthrough_ll is mounted without fusermount3, and requests are counted by tracing" >&2
    exit 1
fi

missing=()
for package in gcc libc6-dev pkg-config fuse3 libfuse3-dev libfuse2 python3-fsspec python3-fusepy python3-tifffile \
    python3-zarr libtiff-dev libopenjp2-7-dev libtiff-tools libvips-tools; do
    dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# The commit that lies here is measured, not whatever an earlier installation left on PATH.
if [ -z "${OMEFS_BIN:-}" ] && [[ " $* " != *" --peers-only "* && " $* " != *" --help "* ]]; then
    published=${OMEFS_BENCH_DIR:-/var/tmp/omefs-bench}/program
    rm -rf "$published"
    echo "publishing omefs ..."
    dotnet publish "$here/../../src/OmeFs" -c Release -o "$published" -nodeReuse:false --nologo -v quiet
    export OMEFS_BIN=$published/omefs
fi

exec /usr/bin/python3 -B "$here/bench.py" "$@"
