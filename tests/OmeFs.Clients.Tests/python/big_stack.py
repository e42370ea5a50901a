"""An ImageJ hyperstack of more than 4 GB, which a classic TIFF holds with one IFD: sparse, so that it takes no room.

    big_stack.py make TIFF ORDER      written by tifffile; each plane has some pixels of its own
    big_stack.py check TIFF MOUNT     every third plane, as zarr-python reads it; prints how many were compared
"""

import sys

import numpy
import tifffile
import zarr

FRAMES, SLICES, CHANNELS, SIDE = 4, 20, 2, 4096
CORNER = 16


def corner(t, z, c):
    return numpy.random.default_rng([t, z, c]).integers(1, 65536, (CORNER, CORNER), dtype="u2")


def planes():
    return numpy.ndindex(FRAMES, SLICES, CHANNELS)


def mapped(path, mode):
    """The pixels as tifffile says where they lie."""
    with tifffile.TiffFile(path) as tiff:
        assert not tiff.is_bigtiff and len(tiff.pages) == 1 and tiff.filehandle.size > 1 << 32, "no classic TIFF with one IFD"
        series = tiff.series[0]
        assert series.axes == "TZCYX", series.axes
        return numpy.memmap(path, series.dtype.newbyteorder(tiff.byteorder), mode, series.dataoffset, series.shape)


def make(path, order):
    with tifffile.TiffWriter(path, imagej=True, byteorder=order) as tiff:
        tiff.write(shape=(FRAMES, SLICES, CHANNELS, SIDE, SIDE), dtype="u2", metadata={"axes": "TZCYX"})
    stack = mapped(path, "r+")
    for t, z, c in planes():
        stack[t, z, c, :CORNER, -CORNER:] = corner(t, z, c)
    stack.flush()


def check(path, mount):
    stack, array = mapped(path, "r"), zarr.open(mount, mode="r")["0"]
    assert array.shape == (FRAMES, CHANNELS, SLICES, SIDE, SIDE), array.shape
    compared = 0
    for t, z, c in list(planes())[::3]:
        got = array[t, c, z, :CORNER, -CORNER:]
        assert numpy.array_equal(got, corner(t, z, c)) and numpy.array_equal(got, stack[t, z, c, :CORNER, -CORNER:]), (t, z, c)
        compared += 1
    print(compared)


if __name__ == "__main__":
    {"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
