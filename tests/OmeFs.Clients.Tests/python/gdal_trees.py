"""Opens every tree of a mounted folder with GDAL: the names of all axes and all pixels, through the multidimensional API; one plane through the classic one.

    gdal_trees.py FOLDER        {"arrays": n, "errors": [...]} on stdout
"""

import json
import os
import sys

import numpy
import zarr
from osgeo import gdal
from trees import axes, groups, load, trees

gdal.UseExceptions()

# GDAL 3.6 has no signed bytes and no half floats.
UNKNOWN = ("|i1", "<f2", ">f2")


def check(tree, group, level, names):
    """What is wrong with one array as GDAL shows it."""
    root = gdal.OpenEx(tree, gdal.OF_MULTIDIM_RASTER).GetRootGroup()
    array = root.OpenMDArrayFromFullname("/" + "/".join(part for part in (group, level) if part))
    shown = [dimension.GetName() for dimension in array.GetDimensions()]
    if shown != names:
        yield f"axes {shown}, expected {names}"
    want = zarr.open(os.path.join(tree, group, level), mode="r")[:]
    got = array.ReadAsArray()
    if got.shape != want.shape or numpy.ascontiguousarray(got, want.dtype).tobytes() != want.tobytes():
        yield "other pixels than zarr-python's"


def plane(tree, group, level):
    """The last plane through the classic API, as QGIS and rasterio read it."""
    array = zarr.open(os.path.join(tree, group, level), mode="r")
    t, c, z = (length - 1 for length in array.shape[:3])
    path = "/" + "/".join(part for part in (group, level) if part)
    got = gdal.Open(f'ZARR:"{tree}":{path}:{t}:{c}:{z}').ReadAsArray()
    if got.tobytes() != array[-1, -1, -1].astype(got.dtype).tobytes():
        yield "the last plane by the classic API has other pixels"


def main():
    found = {"arrays": 0, "errors": []}
    for name, tree in trees(sys.argv[1]):
        for group in groups(tree):
            for level, names in axes(tree, group).items():
                if load(tree, group, level, ".zarray")["dtype"] in UNKNOWN:
                    continue
                found["arrays"] += 1
                for what in (lambda: check(tree, group, level, names), lambda: plane(tree, group, level)):
                    try:
                        found["errors"] += [f"{name}/{group}/{level}: {text}" for text in what()]
                    except Exception as fault:  # this array's; the others are looked at all the same
                        found["errors"].append(f"{name}/{group}/{level}: {type(fault).__name__}: {fault}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
