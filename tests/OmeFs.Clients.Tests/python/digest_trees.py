"""Digests of every array in a mounted folder, by whichever zarr-python runs this: 2 and 3 must say the same.

    digest_trees.py FOLDER      {"zarr": version, "digests": {"tree/image/level": SHA-256 of its samples, little-endian}, "errors": [...]} on stdout
"""

import hashlib
import json
import os
import sys

import numpy
import zarr
from trees import groups, levels, trees


def digest(array):
    samples = numpy.asarray(array[...])
    return f"{samples.shape} " + hashlib.sha256(numpy.ascontiguousarray(samples, samples.dtype.newbyteorder("<")).tobytes()).hexdigest()


def main():
    found = {"zarr": zarr.__version__, "digests": {}, "errors": []}
    for name, tree in trees(sys.argv[1]):
        for group in groups(tree):
            try:
                opened = zarr.open_group(os.path.join(tree, group), mode="r")
                for level in levels(tree, group):
                    found["digests"][f"{name}/{group}/{level}"] = digest(opened[level])
            except Exception as fault:  # this image's; the others are read all the same
                found["errors"].append(f"{name}/{group}: {type(fault).__name__}: {fault}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
