"""File handles, as an NFS server keeps them: name_to_handle_at, later open_by_handle_at. Needs root (CAP_DAC_READ_SEARCH).

    handles.py take ROOT            prints {path: [type, handle in hex]} of every node
    handles.py use ROOT FILE        opens every handle of that JSON and compares with the path's own content
    handles.py corrupt ROOT FILE    every handle with a spoilt byte must give ESTALE, or (a spoilt node id that is another node's)
                                    that node, never a crash or other bytes than that node's
"""

import ctypes
import errno
import json
import os
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
AT_FDCWD = -100


class Handle(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint), ("kind", ctypes.c_int), ("content", ctypes.c_ubyte * 128)]


def take(path):
    handle, mount = Handle(size=128), ctypes.c_int()
    if LIBC.name_to_handle_at(AT_FDCWD, os.fsencode(path), ctypes.byref(handle), ctypes.byref(mount), 0):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), path)
    return handle.kind, bytes(handle.content[: handle.size])


def use(root, kind, content):
    handle = Handle(size=len(content), kind=kind)
    ctypes.memmove(handle.content, content, len(content))
    descriptor = LIBC.open_by_handle_at(root, ctypes.byref(handle), os.O_RDONLY)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return descriptor


def nodes(root):
    yield root
    for folder, below, names in os.walk(root):
        for name in below + names:
            yield os.path.join(folder, name)


def same(descriptor, path):
    """Whether the open node is `path`: the inode, and what is in it."""
    status, other = os.fstat(descriptor), os.lstat(path)
    if (status.st_ino, status.st_size, status.st_mode) != (other.st_ino, other.st_size, other.st_mode):
        return False
    if os.path.isdir(path):
        return sorted(os.listdir(descriptor)) == sorted(os.listdir(path))
    with open(path, "rb") as file:
        return os.pread(descriptor, status.st_size + 1, 0) == file.read()


def main(action, root, taken=None):
    if action == "take":
        handles = {os.path.relpath(path, root): take(path) for path in nodes(root)}
        print(json.dumps({path: [kind, content.hex()] for path, (kind, content) in handles.items()}))
        return 0
    with open(taken, encoding="utf-8") as text:
        handles = json.load(text)
    mount, wrong = os.open(root, os.O_RDONLY), []
    for path, (kind, content) in handles.items():
        wrong += check(action, mount, kind, bytes.fromhex(content), os.path.join(root, path))
    print("\n".join(wrong[:20]))
    return 1 if wrong or not handles else 0


def check(action, mount, kind, content, path):
    if action == "use":
        try:
            descriptor = use(mount, kind, content)
        except OSError as fault:
            return [f"{path}: {fault}"]
        right = same(descriptor, os.path.normpath(path))
        os.close(descriptor)
        return [] if right else [f"{path}: the handle opens another node"]
    wrong = []
    # FUSE's handle is the node id (8 bytes) and its generation (4): another generation is another source.
    for place in range(8, min(12, len(content))):
        wrong += stale(mount, kind, content, place, path)
    far = content[:4] + b"\xff\xff\xff\x7f" + content[8:] if len(content) >= 12 else content
    return wrong + stale(mount, kind, far, None, path)


def stale(mount, kind, content, place, path):
    spoilt = bytearray(content)
    if place is not None:
        spoilt[place] ^= 0x5A
    try:
        os.close(use(mount, kind, bytes(spoilt)))
        return [f"{path}: the spoilt handle {spoilt.hex()} opens"]
    except OSError as fault:
        return [] if fault.errno == errno.ESTALE else [f"{path}: the spoilt handle {spoilt.hex()}: {fault}, expected ESTALE"]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
