"""libtiff's answer where tifffile has no decoder: an uncompressed copy that tifffile can read.

Debian's tifffile is without imagecodecs, so LZW, JPEG, CCITT and the like, and predictors, are beyond it. tiffcp copies the IFDs of the main
chain; SubIFDs are lost in the copy.
"""

import contextlib
import subprocess
import tempfile

import tifffile
from image_copy import KNOWN, write_image_copy

BY_TIFFFILE = (1, 8, 32946)


# Compressions that turn no YCbCr into RGB themselves.
PLAIN = (1, 5, 8, 32773, 32946)
YCBCR = 6


def is_subsampled(page):
    """Whether the samples of a page lie in units of several pixels."""
    factors = page.tags.valueof(530, (2, 2))
    return page.photometric == YCBCR and page.compression in PLAIN and page.planarconfig == 1 and tuple(factors) != (1, 1)


@contextlib.contextmanager
def judgeable(path):
    """(path of what tifffile can read, whether that is a copy)."""
    with tifffile.TiffFile(path) as tiff:
        known = all(page.aspage().compression in BY_TIFFFILE and page.aspage().predictor == 1 for page in tiff.pages)
        subsampled = any(is_subsampled(page.aspage()) for page in tiff.pages)
        images = all(page.aspage().compression in KNOWN for page in tiff.pages)
    if known and not subsampled:
        yield path, False
        return
    with tempfile.NamedTemporaryFile(suffix=".tif") as copy:
        if images:
            write_image_copy(path, copy.name)
            yield copy.name, True
            return
        if subsampled:
            subprocess.run(["tiff2rgba", "-n", "-c", "none", path, copy.name], check=True, capture_output=True, timeout=60)
            yield copy.name, True
            return
        for layout in (["-s"], []):
            ran = subprocess.run(["tiffcp", "-8", "-c", "none", *layout, path, copy.name], capture_output=True, text=True, timeout=60)
            if ran.returncode == 0:
                yield copy.name, True
                return
        raise ValueError(f"tiffcp cannot copy it: {ran.stderr.strip()[:200]}")
