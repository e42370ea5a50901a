"""The OME-Zarr trees below a folder, and what everybody's client must find in them. Shared by the scripts of single clients; reads nothing but JSON."""

import json
import os


def trees(folder):
    """(name, path) of every tree NAME.ome.zarr in a mounted folder."""
    return [(name, os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".ome.zarr")]


def groups(tree):
    """Paths of the groups that are images, below the tree: "" where it is one itself."""
    if "multiscales" in load(tree, ".zattrs"):
        return [""]
    return load(tree, "OME", ".zattrs")["series"]


def levels(tree, group):
    """Paths of an image's arrays, below the image's group."""
    return [dataset["path"] for dataset in load(tree, group, ".zattrs")["multiscales"][0]["datasets"]]


def axes(tree, group):
    """{path of a level: the names its axes must have}: an axis that is shorter than in level 0 has the level's number in its name."""
    shapes = {level: load(tree, group, level, ".zarray")["shape"] for level in levels(tree, group)}
    return {level: [name if here == full else f"{name}{level}" for name, here, full in zip("tczyx", shape, shapes["0"])]
            for level, shape in shapes.items()}


def load(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as text:
        return json.load(text)
