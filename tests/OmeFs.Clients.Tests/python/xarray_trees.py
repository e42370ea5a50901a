"""Opens every tree of a mounted folder with xarray, as people do: each image's group, consolidated or not.

    xarray_trees.py FOLDER      {"groups": n, "arrays": n, "errors": [...]} on stdout
"""

import json
import os
import sys
import warnings

import numpy
import xarray
import zarr
from trees import axes, groups, trees

warnings.simplefilter("error")  # a name with two lengths is a warning at first


def check(tree, group, consolidated):
    """What is wrong with one image's group as xarray shows it."""
    expected = axes(tree, group)
    source = zarr.open(os.path.join(tree, group), mode="r")
    with xarray.open_zarr(tree, group=group or None, consolidated=consolidated, mask_and_scale=False) as dataset:
        if sorted(dataset) != sorted(expected):
            yield f"variables {sorted(dataset)}, expected {sorted(expected)}"
        for level, names in expected.items():
            shown, array = dataset[level], source[level]
            native = array.dtype.newbyteorder("=")
            if list(shown.dims) != names or shown.shape != array.shape or shown.dtype.newbyteorder("=") != native:
                yield f"level {level}: {shown.dims} {shown.shape} {shown.dtype}, expected {names} {array.shape} {array.dtype}"
            elif numpy.ascontiguousarray(shown.values, native).tobytes() != array[:].astype(native).tobytes():
                yield f"level {level}: other pixels than zarr-python's"


def main():
    found = {"groups": 0, "arrays": 0, "errors": []}
    for name, tree in trees(sys.argv[1]):
        for group in groups(tree):
            found["groups"] += 1
            found["arrays"] += len(axes(tree, group))
            for consolidated in (True, False):
                try:
                    found["errors"] += [f"{name}/{group}: {text}" for text in check(tree, group, consolidated)]
                except Exception as fault:  # this tree's; the others are looked at all the same
                    found["errors"].append(f"{name}/{group}: consolidated={consolidated}: {type(fault).__name__}: {fault}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
