"""The C programs of the run, compiled on the spot: the reader, libtiff's decoding, and libfuse's own passthrough_ll as Debian ships its source."""

import gzip
import shlex
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLES = Path("/usr/share/doc/libfuse3-dev/examples")


def build_reader(folder):
    program = folder / "reader"
    subprocess.run(["gcc", "-std=gnu11", "-O2", "-Wall", "-pthread", HERE / "reader.c", "-o", program], check=True)
    return program


def build_decode_libtiff(folder):
    program = folder / "decode_libtiff"
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "libtiff-4", "libopenjp2"], check=True, capture_output=True, text=True).stdout
    subprocess.run(["gcc", "-std=gnu11", "-O2", "-Wall", "-pthread", HERE / "decode_libtiff.c", *shlex.split(flags), "-o", program], check=True)
    return program


def build_passthrough(folder):
    sources = folder / "passthrough"
    sources.mkdir()
    for name in ("passthrough_ll.c", "passthrough_helpers.h"):
        _unpack(EXAMPLES / name, sources / name)
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "fuse3"], check=True, capture_output=True, text=True).stdout
    program = sources / "passthrough_ll"
    subprocess.run(["gcc", "-O2", sources / "passthrough_ll.c", *shlex.split(flags), "-o", program], check=True)
    return program


def _unpack(source, target):
    """Debian compresses documentation above a size which changes between releases."""
    if source.exists():
        shutil.copyfile(source, target)
    else:
        with gzip.open(f"{source}.gz") as packed, open(target, "wb") as plain:
            shutil.copyfileobj(packed, plain)
