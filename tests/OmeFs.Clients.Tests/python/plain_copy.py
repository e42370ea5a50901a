"""libtiff's answer where tifffile has no decoder: an uncompressed copy that tifffile can read.

Debian's tifffile is without imagecodecs, so LZW, JPEG, CCITT and the like, and predictors, are beyond it. tiffcp copies the IFDs of the main
chain; SubIFDs are lost in the copy.
"""

import contextlib
import subprocess
import tempfile

import tifffile

BY_TIFFFILE = (1, 8, 32946)


@contextlib.contextmanager
def judgeable(path):
    """(path of what tifffile can read, whether that is a copy)."""
    with tifffile.TiffFile(path) as tiff:
        known = all(page.aspage().compression in BY_TIFFFILE and page.aspage().predictor == 1 for page in tiff.pages)
    if known:
        yield path, False
        return
    with tempfile.NamedTemporaryFile(suffix=".tif") as copy:
        for layout in (["-s"], []):
            ran = subprocess.run(["tiffcp", "-8", "-c", "none", *layout, path, copy.name], capture_output=True, text=True, timeout=60)
            if ran.returncode == 0:
                yield copy.name, True
                return
        raise ValueError(f"tiffcp cannot copy it: {ran.stderr.strip()[:200]}")
