"""Rows: sources of millions of tiles or IFDs: how soon they answer, and in how much memory."""

import os
import re
import subprocess
import sys

from measure import Ceiling, Comparison, Sample, interleave
from sources import many_ifds
from sparse import sparse_tiles

OPEN_WITH_TIFFFILE = """
import sys, time, tifffile
start = time.perf_counter()
with tifffile.TiffFile(sys.argv[1]) as tiff:
    shape = tiff.series[0].shape
print(time.perf_counter() - start, shape[0], open("/proc/self/status").read())
"""


def ten_million_tiles(run):
    rows, columns = (200, 500) if run.quick else (2500, 4000)
    source = sparse_tiles(run.kept_folder / f"sparse-{rows}x{columns}", rows, columns, 1000)
    expected = run.reader.read(source.plain, source)

    def once():
        with run.omefs.run(source.tiff) as daemon:
            listed = len(os.listdir(daemon.mountpoint / "0/0/0/0" / str(rows // 2)))
            if listed != columns:
                raise RuntimeError(f"a row of {columns} tiles lists {listed} names")
            run.reader.same(source, expected, run.reader.read(daemon.mountpoint, source))
            return daemon.mount_seconds, *daemon.memory()

    times, resident, peak = zip(*interleave(run.runs, {"omefs": once})["omefs"])
    what = f"{rows * columns} tiles in one plane"
    yield Ceiling(f"{what}: mount to ready", Sample("omefs", "s", times), must=1, aim=0.4)
    yield Ceiling(f"{what}: resident after a listing and 1000 tiles", Sample("omefs", "MB", resident), must=150, aim=100)
    yield Ceiling(f"{what}: resident at most", Sample("omefs", "MB", peak), must=150, aim=100)


def million_ifds(run):
    count = 20_000 if run.quick else 1_000_000
    source = many_ifds(run.kept_folder / f"ifds-{count}", count, 1000)
    expected = run.reader.read(source.plain, source)

    def omefs():
        with run.omefs.run(source.tiff) as daemon:
            _, peak = daemon.memory()
            run.reader.same(source, expected, run.reader.read(daemon.mountpoint, source))
            return daemon.mount_seconds, peak

    def tifffile():
        printed = subprocess.run([sys.executable, "-c", OPEN_WITH_TIFFFILE, source.tiff], check=True, capture_output=True, text=True).stdout
        seconds, planes, status = printed.split(" ", 2)
        if int(planes) != count:
            raise RuntimeError(f"tifffile sees {planes} planes, not {count}")
        return float(seconds), int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e6

    results = interleave(run.runs, {"omefs": omefs, "tifffile": tifffile})
    seconds, peaks = [[Sample(name, unit, tuple(values[index] for values in results[name])) for name in results] for index, unit in enumerate(("s", "MB"))]
    yield Comparison(f"{count} IFDs: mount to ready, against tifffile's series", *seconds, more_is_better=False, must=5, aim=20)
    yield Comparison(f"{count} IFDs: resident at most", *peaks, more_is_better=False)
    yield Ceiling(f"{count} IFDs: resident at most", peaks[0], must=200)
