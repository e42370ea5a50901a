"""Reads a TIFF through tifffile's Zarr store (`aszarr`) by zarr-python and prints how long that took, as one line of JSON.

    tifffile_peer.py FILE BAND WORKERS threads|processes

Each worker takes the next BAND of rows. Imports, the start of the workers and their opening of the file are not timed.
"""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Barrier

import tifffile
import zarr

opened = None


def open_file(path, ready=None):
    global opened
    opened = zarr.open(tifffile.imread(path, aszarr=True, chunkmode=0), mode="r")
    if ready:
        ready.wait()


def read_band(rows):
    return opened[rows].nbytes


def main():
    path, band, workers, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    open_file(path)
    bands = [slice(top, top + band) for top in range(0, opened.shape[0], band)]
    if kind == "threads":
        pool = ThreadPoolExecutor(workers)
    else:
        ready = Barrier(workers + 1)
        pool = ProcessPoolExecutor(workers, initializer=open_file, initargs=(path, ready))
        idle = [pool.submit(int) for _ in range(workers)]
        ready.wait()
        [one.result() for one in idle]
    start = time.perf_counter()
    count = sum(pool.map(read_band, bands))
    print(json.dumps({"bytes": count, "seconds": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
