#!/usr/bin/env bash
# Prints the folder of a Debian trixie with its zarr-python 3, xarray and fsspec (see debian.sh).
#
#   tests/trixie.sh [--made]
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/debian.sh" trixie trixie python3-zarr,python3-xarray,python3-fsspec "$@"
