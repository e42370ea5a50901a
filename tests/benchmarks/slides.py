"""Pictures as microscopes take them, written as TIFFs in every compression that the decoding rows measure."""

import subprocess

import numpy as np
import tifffile

CAMERA_OFFSET, READ_NOISE = 100, 1.5


def nuclei(edge, count, radius, rng):
    """Smooth ellipses of all directions on black: 0 to about 1."""
    picture = np.zeros((edge, edge), np.float32)
    reach = 2 * radius
    y, x = np.mgrid[-reach:reach + 1, -reach:reach + 1].astype(np.float32)
    for top, left in rng.integers(0, edge - 2 * reach - 1, (count, 2)):
        height, width = rng.uniform(0.5, 1, 2) * radius
        angle = rng.uniform(0, np.pi)
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        distance = (along / width) ** 2 + (across / height) ** 2
        picture[top:top + 2 * reach + 1, left:left + 2 * reach + 1] += rng.uniform(0.2, 1) / (1 + np.exp(np.minimum(6 * (distance - 1), 30)))
    return picture


def texture(edge, rng):
    """Fibres and granules: noise in which neighbouring pixels are alike, mean 0, standard deviation 1."""
    noise = rng.standard_normal((edge + 4, edge + 4), np.float32)
    smooth = sum(np.float32(weight) * noise[2 + shift:edge + 2 + shift] for shift, weight in zip(range(-2, 3), (1, 4, 6, 4, 1)))
    smooth = sum(np.float32(weight) * smooth[:, 2 + shift:edge + 2 + shift] for shift, weight in zip(range(-2, 3), (1, 4, 6, 4, 1)))
    return smooth / smooth.std()


def fluorescence(file, edge, seed=11):
    """16-bit grey: nuclei counted in photons, with the camera's offset and noise. Written uncompressed; `edge` is even."""
    rng = np.random.default_rng(seed)
    photons = rng.poisson(20 + 600 * nuclei(edge // 2, edge * edge // 22_000, 20, rng))
    samples = photons + CAMERA_OFFSET + rng.normal(0, READ_NOISE, photons.shape)
    tifffile.imwrite(file, _mirrored(np.clip(samples, 0, 65535).astype(np.uint16)), photometric="minisblack", metadata=None)


def fluorescence_stack(file, edge):
    """The same as a stack of smaller planes, as cameras deliver it: one IFD each."""
    fluorescence(file, 4 * edge)
    whole = tifffile.imread(file)
    parts = whole.reshape(4, edge, 4, edge).swapaxes(1, 2).reshape(16, edge, edge)
    tifffile.imwrite(file, parts, photometric="minisblack", metadata=None)


def tissue(file, edge, seed=12):
    """8-bit RGB: haematoxylin and eosin on a bright field. Written uncompressed; `edge` is even."""
    rng = np.random.default_rng(seed)
    half = edge // 2
    haematoxylin = nuclei(half, half * half // 5_500, 20, rng) * (1 + 0.25 * texture(half, rng))
    eosin = (0.3 + nuclei(half, half * half // 21_000, 60, rng)) * np.maximum(0, 1 + 0.45 * texture(half, rng))
    density = haematoxylin[..., None] * np.float32([0.5, 0.9, 0.35]) + eosin[..., None] * np.float32([0.15, 0.45, 0.2])
    samples = 240 * np.exp(-density) + rng.normal(0, READ_NOISE, density.shape)
    tifffile.imwrite(file, _mirrored(np.clip(samples, 0, 255).astype(np.uint8)), photometric="rgb", metadata=None)


def tiled_by_tiffcp(source, target, edge, compression):
    """`compression` in tiffcp's words: lzw, lzw:2, zip:2, zstd, zstd:2."""
    _run("tiffcp", "-t", "-w", edge, "-l", edge, "-c", compression, source, target)


def repeated_by_vips(source, target, times, edge, compression):
    """A picture made of the source `times` × `times`."""
    _run("vips", "replicate", source, f"{target}[tile,tile-width={edge},tile-height={edge},bigtiff,compression={compression}]", times, times)


def stripped_by_tiffcp(source, target, rows, compression):
    _run("tiffcp", "-s", "-r", rows, "-c", compression, source, target)


def tiled_by_vips(source, target, edge, compression, quality):
    """`compression` in vips' words: jpeg, jp2k."""
    _run("vips", "tiffsave", source, target, "--tile", "--tile-width", edge, "--tile-height", edge, "--compression", compression, "--Q", quality)


def _mirrored(quarter):
    """Four times as large, by two mirrors: what a tile holds matters here, not what the next one does."""
    half = np.concatenate([quarter, quarter[:, ::-1]], axis=1)
    return np.concatenate([half, half[::-1]], axis=0)


def _run(*command):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()}")
