"""One check of a directory tree as any reader of files may demand it; the same for a plain folder and for a mount.

    conformance.py CHECK ROOT [ARGUMENT]

Runs as the user who mounted (FUSE lets nobody else in). Prints what is wrong, a line each; exit code 1 where anything is.
The check `snapshot` prints the tree as JSON instead.
"""

import concurrent.futures
import ctypes
import errno
import hashlib
import json
import mmap
import os
import random
import stat
import sys

RANDOM = random.Random(20)
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.opendir.restype = LIBC.fdopendir.restype = ctypes.c_void_p
LIBC.readdir.restype = ctypes.c_void_p
LIBC.telldir.restype = ctypes.c_long
LIBC.telldir.argtypes = LIBC.closedir.argtypes = LIBC.readdir.argtypes = [ctypes.c_void_p]
LIBC.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]


class Dirent(ctypes.Structure):
    _fields_ = [("ino", ctypes.c_uint64), ("off", ctypes.c_int64), ("reclen", ctypes.c_uint16), ("type", ctypes.c_uint8),
                ("name", ctypes.c_char * 256)]


def tree(root):
    """(folders, files) below `root`, itself included."""
    folders, files = [root], []
    for folder, below, names in os.walk(root):
        folders += [os.path.join(folder, name) for name in below]
        files += [os.path.join(folder, name) for name in names]
    if not files:
        raise AssertionError(f"{root} holds no files")
    return folders, files


def whole(path, step=1 << 20):
    parts, descriptor = [], os.open(path, os.O_RDONLY)
    try:
        while part := os.read(descriptor, step):
            parts.append(part)
    finally:
        os.close(descriptor)
    return b"".join(parts)


def sizes(root):
    for path in tree(root)[1]:
        size = os.lstat(path).st_size
        for step in (1 << 20, 4096, 1009):
            if step < 4096 and size > 1 << 18:
                continue
            if len(whole(path, step)) != size:
                yield f"{path}: st_size {size}, but {len(whole(path, step))} bytes in reads of {step}"


def slices(root):
    for path in tree(root)[1]:
        content = whole(path)
        descriptor = os.open(path, os.O_RDONLY)
        for _ in range(40):
            offset = RANDOM.randrange(len(content) + 2)
            length = RANDOM.choice((0, 1, 2, 511, 4096, 65536, len(content) + 7))
            if os.pread(descriptor, length, offset) != content[offset : offset + length]:
                yield f"{path}: pread of {length} at {offset} is not that slice"
        if os.pread(descriptor, 10, len(content) + (1 << 40)) != b"":
            yield f"{path}: bytes far past the end"
        if content:
            with mmap.mmap(descriptor, 0, prot=mmap.PROT_READ) as mapped:
                if mapped[:] != content:
                    yield f"{path}: mmap differs from read"
        os.close(descriptor)


def direct(root):
    """O_DIRECT bypasses the page cache: every read reaches the server with its own offset and length."""
    for path in tree(root)[1]:
        content, buffer = whole(path), mmap.mmap(-1, 1 << 20)
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECT)
        except OSError as fault:
            if fault.errno == errno.EINVAL:
                return  # this file system has no O_DIRECT (tmpfs)
            raise
        for offset in range(0, len(content) + 1, 4096 * 3):
            got = os.preadv(descriptor, [memoryview(buffer)[:8192]], offset)
            if buffer[:got] != content[offset : offset + 8192]:
                yield f"{path}: direct read at {offset} differs"
                break
        os.close(descriptor)


def absent_names(names):
    """Names which a careless parser of numbers could take for one of `names`."""
    numbers = [int(name) for name in names if name.isdecimal() and name.isascii()]
    beyond = max(numbers, default=0) + 1
    tricks = ["-1", "00", "01", "+0", " 0", "0 ", "0.", "0x0", "1e0", str(beyond), str(beyond + 1), "2147483648", "4294967295", "4294967296",
              "18446744073709551616", "9" * 200, "٠", "é", "\\", "~", ".hidden", ".Zarray", ".zarray ", ".zgroup2", "n" * 255, "c", "zarr.json"]
    return [name for name in tricks if name not in names]


def names(root):
    """What is listed is found, and what is not listed is not."""
    for folder in tree(root)[0]:
        listed = os.listdir(folder)
        if len(listed) != len(set(listed)):
            yield f"{folder}: a name is listed twice"
        for name in listed:
            if not os.path.lexists(os.path.join(folder, name)):
                yield f"{folder}: {name} is listed, not found"
        for name in absent_names(set(listed)):
            for attempt in (1, 2):
                try:
                    os.lstat(os.path.join(folder, name))
                    yield f"{folder}: {name} is found, not listed"
                except OSError as fault:
                    if fault.errno != errno.ENOENT:
                        yield f"{folder}: {name}: {fault}, expected ENOENT (try {attempt})"
        try:
            os.lstat(os.path.join(folder, "n" * 256))
        except OSError as fault:
            if fault.errno not in (errno.ENAMETOOLONG, errno.ENOENT):
                yield f"{folder}: a name of 256 bytes: {fault}"
    for path in tree(root)[1][:20]:
        try:
            os.lstat(path + "/x")
            yield f"{path}/x is found"
        except NotADirectoryError:
            pass


def read_entry(handle):
    place = LIBC.readdir(handle)
    if not place:
        return None
    entry = Dirent.from_address(place)
    return entry.name.decode(), entry.ino, entry.type


def cookies(root):
    """seekdir to every telldir gives the entries from there on, exactly, in any order of seeking."""
    for folder in tree(root)[0]:
        handle = LIBC.opendir(os.fsencode(folder))
        entries, places = [], [LIBC.telldir(handle)]
        while (entry := read_entry(handle)) is not None:
            entries.append(entry)
            places.append(LIBC.telldir(handle))
        order = list(range(len(places)))
        RANDOM.shuffle(order)
        for index in order[:200]:
            LIBC.seekdir(handle, places[index])
            rest = []
            while len(rest) < 50 and (entry := read_entry(handle)) is not None:
                rest.append(entry)
            if rest != entries[index : index + len(rest)] or (len(rest) < 50 and index + len(rest) != len(entries)):
                yield f"{folder}: after seekdir to entry {index} come {rest[:3]}, expected {entries[index:index + 3]}"
                break
        LIBC.closedir(handle)


def inodes(root):
    """d_ino = st_ino for every entry with . and .., d_type = st_mode's, no number twice."""
    seen = {}
    for folder in tree(root)[0]:
        handle = LIBC.opendir(os.fsencode(folder))
        entries = []
        while (entry := read_entry(handle)) is not None:
            entries.append(entry)
        LIBC.closedir(handle)
        found = {name for name, _, _ in entries}
        if not {".", ".."} <= found:
            yield f"{folder}: . and .. are not listed"
        for name, number, kind in entries:
            if name == ".." and folder == root:
                continue  # the folder under the mount belongs to another file system
            path = os.path.join(folder, name)
            status = os.lstat(path)
            if status.st_ino != number:
                yield f"{path}: d_ino {number}, st_ino {status.st_ino}"
            if kind not in (0, stat.S_IFMT(status.st_mode) >> 12):
                yield f"{path}: d_type {kind}, mode {status.st_mode:o}"
            if name not in (".", "..") and seen.setdefault(status.st_ino, path) != path:
                yield f"{path}: the inode number of {seen[status.st_ino]}"


def readable(source):
    """The r bits of a file, without those of classes that a folder above it keeps out. Owner and group are taken to be the same everywhere."""
    mode = os.stat(source).st_mode & 0o444
    folder = os.path.realpath(source)
    while folder != "/":
        folder = os.path.dirname(folder)
        mode &= (os.stat(folder).st_mode & 0o111) << 2
    return mode | (0o400 if os.getuid() else 0)


def attributes(root, source):
    """Read-only modes, link counts, and the source's time, on every node of a mount."""
    modified, mode = os.stat(source).st_mtime_ns, readable(source)
    folders, files = tree(root)
    for path in folders + files:
        status = os.lstat(path)
        is_folder = path in folders
        if stat.S_IMODE(status.st_mode) != (mode | mode >> 2 if is_folder else mode):
            yield f"{path}: mode {status.st_mode:o}"
        if status.st_nlink != 1:  # of a folder: how many it holds is not known; 2 would say none
            yield f"{path}: nlink {status.st_nlink}"
        if status.st_mtime_ns != modified:
            yield f"{path}: mtime {status.st_mtime_ns}, the source's {modified}"
        if not is_folder and status.st_blocks * 512 < status.st_size:
            yield f"{path}: {status.st_blocks} blocks for {status.st_size} bytes: tools take it for sparse"
        if status.st_blksize < 4096:
            yield f"{path}: blksize {status.st_blksize}"
        owner = os.getuid() or os.stat(source).st_uid
        if (status.st_uid, status.st_gid) != (owner, os.stat(source).st_gid):
            yield f"{path}: owned by {status.st_uid}:{status.st_gid}, and not by {owner}:{os.stat(source).st_gid}"


def statfs(root):
    for path in (root, tree(root)[1][0]):
        status = os.statvfs(path)
        if not (status.f_bsize >= 512 and status.f_frsize >= 512 and status.f_blocks > 0 and status.f_files > 0):
            yield f"{path}: {status}: a size is 0"
        if not (status.f_bfree == status.f_bavail == status.f_blocks and status.f_ffree == status.f_files):
            yield f"{path}: {status}: looks used, and raises the alarm of who watches free space"
        if status.f_namemax < 255:
            yield f"{path}: names of {status.f_namemax}"
        if not status.f_flag & os.ST_RDONLY:
            yield f"{path}: not read-only"


def writes(root):
    """Every kind of write ends with EROFS, on files and folders that exist and on names that do not."""
    folders, files = tree(root)
    file, folder, fresh = files[0], folders[-1], os.path.join(folders[-1], "fresh")
    attempts = {
        "open for writing": lambda: os.open(file, os.O_WRONLY),
        "open for both": lambda: os.open(file, os.O_RDWR),
        "open with O_TRUNC": lambda: os.open(file, os.O_WRONLY | os.O_TRUNC),
        "open for appending": lambda: os.open(file, os.O_WRONLY | os.O_APPEND),
        "create": lambda: os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o644),
        "create in the root": lambda: os.open(os.path.join(root, "fresh"), os.O_CREAT | os.O_WRONLY, 0o644),
        "mkdir": lambda: os.mkdir(fresh),
        "mknod": lambda: os.mkfifo(fresh),
        "unlink": lambda: os.unlink(file),
        "rmdir": lambda: os.rmdir(folder),
        "rename": lambda: os.rename(file, fresh),
        "truncate": lambda: os.truncate(file, 0),
        "chmod": lambda: os.chmod(file, 0o777),
        "chown": lambda: os.chown(file, os.getuid(), os.getgid()),
        "utimes": lambda: os.utime(file, (1, 1)),
        "symlink": lambda: os.symlink("x", fresh),
        "link": lambda: os.link(file, fresh),
        "setxattr": lambda: os.setxattr(file, "user.x", b"1"),
        "removexattr": lambda: os.removexattr(file, "user.x"),
    }
    before = json.dumps(snapshot_of(root))
    for name, attempt in attempts.items():
        try:
            attempt()
            yield f"{name}: went through"
        except OSError as fault:
            if fault.errno != errno.EROFS:
                yield f"{name}: {fault}, expected EROFS"
    if json.dumps(snapshot_of(root)) != before:
        yield "the tree changed"


def parallel(root):
    """32 readers at once, each in its own order: all read what one reader alone reads."""
    files = tree(root)[1]
    right = {path: hashlib.sha256(whole(path)).digest() for path in files}

    def reader(seed):
        order = random.Random(seed).sample(files, len(files))
        return [path for path in order[:150] if hashlib.sha256(whole(path, 1 << 16 | seed)).digest() != right[path]]

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        for wrong in pool.map(reader, range(32)):
            yield from (f"{path}: wrong under 32 readers" for path in wrong[:3])


def snapshot_of(root):
    folders, files = tree(root)
    nodes = {}
    for path in sorted(folders + files):
        status = os.lstat(path)
        content = hashlib.sha256(whole(path)).hexdigest() if stat.S_ISREG(status.st_mode) else ""
        nodes[os.path.relpath(path, root)] = [status.st_ino, status.st_mtime_ns, status.st_mode, status.st_nlink, status.st_size, content]
    return nodes


def snapshot(root):
    print(json.dumps(snapshot_of(root)))
    return ()


CHECKS = [sizes, slices, direct, names, cookies, inodes, attributes, statfs, writes, parallel, snapshot]

if __name__ == "__main__":
    chosen = {check.__name__: check for check in CHECKS}[sys.argv[1]]
    wrong = list(chosen(*sys.argv[2:]))
    print("\n".join(wrong[:30]), end="\n" if wrong else "")
    sys.exit(1 if wrong else 0)
