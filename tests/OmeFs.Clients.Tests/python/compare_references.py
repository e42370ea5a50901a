"""Compares a mounted reference document with fsspec's ReferenceFileSystem, and with h5py.

One JSON request a line on stdin, one list of differences a line on stdout:
{"make": seed, "folder": F} writes a random document and answers its path;
{"document": J, "mount": M, "target": T} compares names, sizes and bytes; keys whose target is not on this machine must be listed, and be EIO;
{"hdf5": H, "mount": M} compares every dataset of H with the array of its name;
{"index": J, "mount": M} compares every array that zarr-python reads through fsspec from J with the one on M;
{"offsets": J, "tiff": T} compares the offsets in J with those of the IFDs that tifffile walks.

What fsspec gets wrong (2022.11, as Debian has it) is kept out of its way, by name:
"object": a value that is an object is no file to it; it gets the text that it makes of one in later versions (json.dumps).
"size": sizes of base64 and of other text than ASCII are those of the text; the size of what cat() gives is compared.
"relative": a URL is relative to the process's folder; so the process goes to the document's.
"null": in a document with templates, a URL of null is a TypeError; random ones have null only where there are no templates.
"missing": of several keys that are asked for at once, one that is not there is a KeyError; arrays with such chunks are read one by one.
"list": fsspec opens no list of documents, and neither does omefs.
"""

import errno
import gzip
import json
import os
import sys

import fsspec
import h5py
import numpy
import tifffile
import zarr
from fsspec.implementations.local import LocalFileSystem
from random_references import make
from zarr.storage import KVStore


def load(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as text:
        return json.load(text)


def texts(refs):
    return {key: json.dumps(value) if isinstance(value, dict) else value for key, value in refs.items()}


def oracle(path, target):
    document = load(path)
    document = document | {"refs": texts(document.get("refs", {}))} if document.get("version") == 1 else texts(document)
    return fsspec.filesystem("reference", fo=document, target=target, fs=LocalFileSystem(), simple_templates=False, skip_instance_cache=True)


def mounted_files(mount):
    for folder, _, files in os.walk(mount):
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), mount)


def is_local(reference, target):
    if not isinstance(reference, (list, tuple)):
        return True
    url = target if reference[0] is None else reference[0]
    if url is None:
        return False
    path = url[len("file://"):] if url.startswith("file://") else url
    return "://" not in path and os.path.isfile(path)


def compare(path, mount, null):
    os.chdir(os.path.dirname(path))
    system = oracle(path, null)
    shown, wanted = set(mounted_files(mount)), set(system.references)
    yield from (f"{key}: not shown" for key in sorted(wanted - shown))
    yield from (f"{key}: shown, and not in the document" for key in sorted(shown - wanted))
    for key in sorted(shown & wanted):
        target = system.references[key]
        yield from (same(system, key, mount) if is_local(target, null) else unreachable(target, key, mount))


def same(system, key, mount):
    want = system.cat_file(key)
    file = os.path.join(mount, key)
    size = os.stat(file).st_size
    with open(file, "rb") as shown:
        got = shown.read()
    if got != want:
        yield f"{key}: {got[:60]!r} ({len(got)} bytes), expected {want[:60]!r} ({len(want)} bytes)"
    if size != len(want):
        yield f"{key}: size {size}, expected {len(want)}"


def unreachable(target, key, mount):
    file = os.path.join(mount, key)
    if len(target) == 3 and os.stat(file).st_size != target[2]:
        yield f"{key}: size {os.stat(file).st_size}, expected {target[2]}"
    try:
        with open(file, "rb") as shown:
            got = shown.read()
        if len(target) == 1 or target[2]:
            yield f"{key}: {len(got)} bytes were read of a target that is not here"
    except OSError as fault:
        if fault.errno != errno.EIO:
            yield f"{key}: {fault}, expected EIO"


def compare_hdf5(path, mount):
    root = zarr.open(mount, mode="r")
    names = []
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, node: names.append(name) if isinstance(node, h5py.Dataset) else None)
        compared = 0
        for name in names:
            if name not in root:
                continue
            want, got = file[name][()], root[name][()]
            compared += 1
            if got.ndim == want.ndim + 1:
                got = got[0]  # the author of the corpus' kc1.json gave bounds a time axis, with a chunk for the first time alone
            if not numpy.array_equal(want, got, equal_nan=want.dtype.kind == "f"):
                yield f"{name}: differs from h5py's"
        if compared < 2:
            yield f"only {compared} of {names} are arrays of the mount"


def arrays(group):
    found = {}
    group.visititems(lambda name, node: found.update({name: node}) if isinstance(node, zarr.Array) else None)
    return found


def compare_index(path, mount):
    os.chdir(os.path.dirname(path))
    system = fsspec.filesystem("reference", fo=path, skip_instance_cache=True)
    read = arrays(zarr.open(system.get_mapper(), mode="r"))
    one_by_one = arrays(zarr.open(KVStore(system.get_mapper()), mode="r"))
    shown = arrays(zarr.open(mount, mode="r"))
    if not read or not set(read) <= set(shown):
        yield f"arrays {sorted(read)}, expected some of {sorted(shown)}"
        return
    for name, array in read.items():
        chunks = sum(key.startswith(name + "/") and key[-1].isdigit() for key in system.references)
        want, got = shown[name], (array if chunks == array.nchunks else one_by_one[name])[...]
        if got.dtype != want.dtype or got.shape != want.shape or got.tobytes() != want[...].tobytes():
            yield f"{name}: differs from the mount's"


def compare_offsets(path, tiff):
    with open(path, encoding="ascii") as file, tifffile.TiffFile(tiff) as judge:
        got, want = json.load(file), [ifd.offset for ifd in judge.pages]
    if got != want:
        yield f"{got[:9]}, expected {want[:9]}"


def answer(request):
    try:
        if "index" in request:
            return list(compare_index(request["index"], request["mount"]))
        if "offsets" in request:
            return list(compare_offsets(request["offsets"], request["tiff"]))
        if "make" in request:
            return [make(request["make"], request["folder"])]
        if "hdf5" in request:
            return list(compare_hdf5(request["hdf5"], request["mount"]))
        return list(compare(request["document"], request["mount"], request.get("target")))
    except Exception as fault:  # a test fails with this, and the next is asked
        return [f"{type(fault).__name__}: {fault}"]


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
