"""A TIFF together with the same chunks for every peer: plain files, a reference JSON and the list of their paths."""

import json
import shutil
from pathlib import Path

import numpy as np
import tifffile


class ChunkSource:
    """One tiled plane. `tiff`, `plain`, `references` and `list` name what lies in its folder; `paths` are the listed chunks, in reading order."""

    REFERENCE_ROOT = "chunks"

    def __init__(self, folder, paths):
        self.paths = paths
        self.tiff, self.plain = folder / "source.ome.tif", folder / "plain"
        self.references, self.list = folder / "references.json", folder / "paths.txt"
        self.list.write_text("".join(f"{path}\n" for path in paths))


def chunk_path(tile, across):
    """The chunk file of a tile in row-major order: level, t, c, z, y, x."""
    return f"0/0/0/0/{tile // across}/{tile % across}"


def tiled(folder, rows, columns, edge, dtype, seed=1):
    """A fresh OME-TIFF of rows × columns square, uncompressed tiles of random samples, exploded for the peers."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tiles = np.random.default_rng(seed).integers(0, np.iinfo(dtype).max, (rows * columns, edge, edge), dtype, endpoint=True)
    source = ChunkSource(folder, [chunk_path(tile, columns) for tile in range(rows * columns)])
    tifffile.imwrite(source.tiff, (tile for tile in tiles), shape=(rows * edge, columns * edge), dtype=dtype, tile=(edge, edge), bigtiff=True, ome=True,
                     photometric="minisblack", metadata={"axes": "YX"})
    with tifffile.TiffFile(source.tiff) as tiff:
        ranges = list(zip(tiff.pages[0].dataoffsets, tiff.pages[0].databytecounts))
    explode(source, ranges)
    refer(source, ranges)
    return source


def explode(source, ranges):
    """Writes each listed chunk as a file of its own. `ranges` are (offset, length), one a path."""
    with open(source.tiff, "rb") as tiff:
        for path, (offset, length) in zip(source.paths, ranges, strict=True):
            file = source.plain / path
            file.parent.mkdir(parents=True, exist_ok=True)
            tiff.seek(offset)
            file.write_bytes(tiff.read(length))


def refer(source, ranges):
    """Writes the reference JSON. `ranges` are (offset, length), one a path.

    Every folder above the last gets a small key of its own, outer folders first: fsspec 2022.11 finds no folder which holds only folders.
    """
    folders = {parent for path in source.paths for parent in list(Path(source.REFERENCE_ROOT, path).parents)[1:-1]}
    refs = {f"{folder}/.zattrs": "{}" for folder in sorted(folders, key=lambda folder: len(folder.parts))}
    refs |= {f"{source.REFERENCE_ROOT}/{path}": [str(source.tiff), int(offset), int(length)]
             for path, (offset, length) in zip(source.paths, ranges, strict=True)}
    source.references.write_text(json.dumps({"version": 1, "refs": refs}))


def many_ifds(folder, count, sampled, edge=16):
    """An OME-TIFF of `count` contiguous planes, one IFD each, kept between runs; `sampled` of its chunks are exploded."""
    done = folder / "complete"
    chosen = sorted(np.random.default_rng(2).choice(count, sampled, replace=False).tolist())
    source = kept_folder(folder, [f"0/0/0/{plane}/0/0" for plane in chosen])
    if not done.exists():
        planes = np.random.default_rng(3).integers(0, 256, (count, edge, edge), np.uint8)
        tifffile.imwrite(source.tiff, planes, ome=True, photometric="minisblack", metadata={"axes": "ZYX"})
        with tifffile.TiffFile(source.tiff) as tiff:
            first = tiff.pages[0].dataoffsets[0]
        explode(source, [(first + plane * edge * edge, edge * edge) for plane in chosen])
        done.touch()
    return source


def kept_folder(folder, paths):
    """A source which survives the run; its maker marks it with a file `complete`, without which it is made anew."""
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return ChunkSource(Path(folder), paths)
