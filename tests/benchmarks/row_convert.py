"""Row: an OME-TIFF until its first tile can be read as Zarr, and the disk space that takes: mounted, and copied by tifffile and zarr-python."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import slides
from measure import Comparison, Sample, interleave

COPY = """
import sys, time, tifffile, zarr
source, target = sys.argv[1:]
start = time.perf_counter()
image = zarr.open(tifffile.imread(source, aszarr=True), mode="r")
copy = zarr.open(target, mode="w", shape=image.shape, chunks=image.chunks, dtype=image.dtype)
for top in range(0, image.shape[0], image.chunks[0]):
    copy[top:top + image.chunks[0]] = image[top:top + image.chunks[0]]
print(time.perf_counter() - start)
"""


def convert(run):
    part, times, tile = (2048, 1, 512) if run.quick else (8192, 3, 512)
    picture, source = run.fast_folder / "picture.tif", run.fast_folder / "source.tif"
    slides.fluorescence(picture, part)
    slides.repeated_by_vips(picture, source, times, tile, "deflate,predictor=none")
    picture.unlink()
    edge = part * times

    def omefs():
        with run.omefs.run(source) as daemon:
            start = time.perf_counter()
            if len((daemon.mountpoint / "0/0/0/0/0/0").read_bytes()) == 0:
                raise RuntimeError(f"{source}: the first chunk is empty")
            return daemon.mount_seconds + time.perf_counter() - start, 0

    def copied():
        target = run.fast_folder / "copy.zarr"
        done = subprocess.run([sys.executable, "-c", COPY, source, target], check=True, capture_output=True, text=True)
        size = sum(file.stat().st_blocks * 512 for file in Path(target).rglob("*"))
        shutil.rmtree(target)
        return float(done.stdout), size / 1e6

    results = interleave(min(run.runs, 3), {"omefs": omefs, "tifffile and zarr": copied})
    seconds, (_, space) = [[Sample(name, unit, tuple(values[index] for values in results[name])) for name in results] for index, unit in enumerate(("s", "MB"))]
    what = f"{edge} × {edge} pixels of 16 bits in deflate tiles ({os.stat(source).st_size / 1e6:.0f} MB)"
    yield Comparison(f"{what}: until the first tile can be read (imports not counted)", *seconds, more_is_better=False)
    run.notes.append(f"convert: the copy of one level takes {space.median:.0f} MB of disk, a mount none")
