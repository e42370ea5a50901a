"""Stand-ins for codecs of the Python package imagecodecs, which Debian does not have, by their ids.

Each decodes by other means than omefs and libtiff do, and as slowly as it likes. `register()` makes them known to numcodecs, and so to zarr.
The others (JPEG, JPEG 2000, LERC, WebP, PNG) have no stand-in.
"""

import subprocess

import numcodecs
import numpy
from numcodecs.abc import Codec
from numcodecs.compat import ensure_bytes, ndarray_copy


class Decoder(Codec):
    def encode(self, buf):
        raise NotImplementedError

    def decode(self, buf, out=None):
        decoded = self.decoded(ensure_bytes(buf))
        return decoded if out is None else ndarray_copy(decoded, out)


class Lzw(Decoder):
    """TIFF 6.0 section 13."""

    codec_id = "imagecodecs_lzw"

    def decoded(self, data):
        bits, count, at, width = 0, 0, 0, 9
        table, before, out = [], None, []
        while True:
            while count < width:
                if at == len(data):
                    return b"".join(out)
                bits, count, at = bits << 8 | data[at], count + 8, at + 1
            count -= width
            code, bits = bits >> count, bits & ((1 << count) - 1)
            if code == 257:
                return b"".join(out)
            if code == 256:
                table, before, width = [bytes([i]) for i in range(256)] + [b"", b""], None, 9
                continue
            text = table[code] if code < len(table) else before + before[:1]
            out.append(text)
            if before is not None:
                table.append(before + text[:1])
            before, width = text, min(12, (len(table) + 1).bit_length())


class PackBits(Decoder):
    codec_id = "imagecodecs_packbits"

    def decoded(self, data):
        at, out = 0, bytearray()
        while at < len(data):
            count = data[at]
            if count < 128:
                out += data[at + 1 : at + 2 + count]
                at += count + 2
            else:
                out += data[at + 1 : at + 2] * (257 - count if count > 128 else 0)
                at += 2 if count > 128 else 1
        return bytes(out)


class Zstd(Decoder):
    """numcodecs' own (0.11) wants the length in the stream's header."""

    codec_id = "imagecodecs_zstd"

    def decoded(self, data):
        return subprocess.run(["zstd", "-dc"], input=data, capture_output=True, check=True).stdout


class OfArrays(Decoder):
    def __init__(self, shape, dtype, axis=-1, dist=1):
        self.shape, self.dtype, self.axis, self.dist = tuple(shape), numpy.dtype(dtype), axis, dist

    def get_config(self):
        return {"id": self.codec_id, "shape": self.shape, "dtype": self.dtype.str, "axis": self.axis, "dist": self.dist}


class Delta(OfArrays):
    """Differences of whole numbers, whatever they stand for."""

    codec_id = "imagecodecs_delta"

    def decoded(self, data):
        numbers = numpy.frombuffer(data, self.dtype.str[0].replace("|", "<") + f"u{self.dtype.itemsize}").reshape(self.shape)
        sums = numpy.cumsum(numbers, axis=self.axis, dtype=f"u{self.dtype.itemsize}")
        return sums.astype(numbers.dtype).view(self.dtype)


class FloatPred(OfArrays):
    """Adobe's Technical Note 3; the type says in which order the bytes of a number are afterwards."""

    codec_id = "imagecodecs_floatpred"

    def decoded(self, data):
        samples = self.shape[-1] if self.axis == -2 else 1
        width = self.shape[self.axis] * samples
        octets = numpy.frombuffer(data, "u1").reshape(-1, width * self.dtype.itemsize // samples, samples)
        planes = numpy.cumsum(octets, axis=1, dtype="u1").reshape(-1, self.dtype.itemsize, width)
        numbers = numpy.ascontiguousarray(numpy.moveaxis(planes, 1, 2)).view(self.dtype.newbyteorder(">"))
        return numbers.reshape(self.shape).astype(self.dtype)


def register():
    for codec in (Lzw, PackBits, Zstd, Delta, FloatPred):
        numcodecs.register_codec(codec)
