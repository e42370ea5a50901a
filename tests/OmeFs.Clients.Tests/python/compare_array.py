"""Compares level 0 of a mounted image with an array in a file: compare_array.py MOUNT FILE.npy MOST. Prints "same", or how the (c, y, x) arrays differ.

MOST: by how much a sample may differ, which is 0 except for lossy codecs, whose decoders round differently.
"""

import sys

import numpy
import zarr

mount, file, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
got, want = zarr.open(mount, mode="r")["0"][0, :, 0], numpy.load(file)
if got.shape != want.shape or got.dtype.newbyteorder("=") != want.dtype:
    print(f"{got.shape} of {got.dtype}, expected {want.shape} of {want.dtype}")
else:
    apart = numpy.abs(got.astype("f8") - want.astype("f8"))
    print("same" if apart.max() <= most else f"{(apart > most).sum()} of {want.size} samples differ, by up to {apart.max()}")
