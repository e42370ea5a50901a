"""A TIFF whose chunks are decoded on the way, together with plain files of what libtiff decodes."""

import json
import shutil
import subprocess

import numpy as np


class DecodedSource:
    """One image of whole segments. `tiff`, `plain` and `list` name what lies in its folder, as in ChunkSource."""

    def __init__(self, folder):
        folder.mkdir()
        self._folder = folder
        self.tiff, self.plain, self.list = folder / "source.tif", folder / "plain", folder / "paths.txt"
        self.chunk_rows = None

    def list_chunks(self, root):
        """Writes the list of level 0's chunks, by the array's metadata in the mount."""
        array = self._array(root)
        self.chunk_rows = array["chunks"][3]
        grid = [-(-length // step) for length, step in zip(array["shape"], array["chunks"])]
        self.list.write_text("".join(f"0/{'/'.join(map(str, place))}\n" for place in np.ndindex(*grid)))

    def explode(self, root, decode_libtiff):
        """Writes each chunk as a file of its own, uncompressed, from pixels that libtiff decoded."""
        array = self._array(root)
        (times, channels, depth, height, width), chunk = array["shape"], array["chunks"]
        if times != 1 or depth * channels > depth + 3 or array["compressor"] is not None or height % chunk[3] or width % chunk[4]:
            raise RuntimeError(f"{self.tiff}: a stack, or one colour plane, of whole uncompressed chunks expected, found {array}")
        pixels = self._folder / "pixels"
        subprocess.run([decode_libtiff, "write", self.tiff, pixels], check=True)
        samples = np.memmap(pixels, array["dtype"], "r", shape=(depth, height, width, channels)).transpose(3, 0, 1, 2)
        for path in self.list.read_text().split():
            _, c, z, y, x = map(int, path.split("/")[1:])
            file = self.plain / path
            file.parent.mkdir(parents=True, exist_ok=True)
            begin = [place * step for place, step in zip((c, z, y, x), chunk[1:])]
            samples[tuple(slice(at, at + step) for at, step in zip(begin, chunk[1:]))].tofile(file)
        pixels.unlink()

    def remove(self):
        shutil.rmtree(self._folder)

    @staticmethod
    def _array(root):
        return json.loads((root / "0/.zarray").read_text())
