"""Mounts a broken TIFF in the foreground, reads what is shown, and measures: how it ended, how long it took, how much memory.

One JSON request {"omefs", "tiff", "mount", "seconds": limit} a line on stdin; one answer a line on stdout:
{"outcome": "refused" | "mounted", "problems": [...], "seconds", "rss_mb", "stderr"}.
"""

import errno
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time

import zarr
from compare_tiff import compare

SECONDS = 60  # a hang, not a slow machine
MEGABYTES = 500
ALLOWED = {errno.EIO, errno.ESTALE}
WHOLE = 8 << 20  # files up to this are read whole, larger ones at both ends
CRASH = re.compile(r"Unhandled exception|^\s+at OmeFs\.|Stack overflow|Out of memory|core dumped|NullReference|IndexOutOfRange", re.M)


def is_mounted(point):
    """In bytes, by LF alone: another mount's path may hold a CR, or no UTF-8."""
    with open("/proc/self/mountinfo", "rb") as table:
        return any(fields[4:5] == [os.fsencode(point)] for fields in (line.split(b" ") for line in table.read().split(b"\n")))


def explore(point, problems):
    """Reads the first files of the first folders, however many there are."""
    left, folders = 300, [point]
    while folders and left > 0:
        with os.scandir(folders.pop(0)) as entries:
            for count, entry in enumerate(entries):
                left -= 1
                if count >= 25 or left <= 0:
                    break
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    read(entry.path, problems)


def whole(descriptor, offset, length):
    """How many bytes there are to read; a read may stop before one that fails, and it is the next that must say so."""
    got = 0
    while got < length and (part := os.pread(descriptor, length - got, offset + got)):
        got += len(part)
    return got


def read(path, problems):
    size = os.lstat(path).st_size
    descriptor = os.open(path, os.O_RDONLY)
    try:
        spans = [(0, size)] if size <= WHOLE else [(0, 65536), (size - 65536, 65536)]
        for offset, length in spans:
            got = whole(descriptor, offset, length)
            if got != length:
                problems.append(f"{path}: {got} of {length} bytes at {offset}, silently short")
    except OSError as fault:
        if fault.errno not in ALLOWED or not os.path.basename(path).isdigit():
            problems.append(f"{path}: {fault}")
    finally:
        os.close(descriptor)


def pixels(tiff, point, problems):
    """Where the pixels can be read by both, they are the same."""
    if sum(array.nbytes for _, array in arrays(zarr.open(point, mode="r"))) < WHOLE:
        problems += [error for error in compare(tiff, point)["errors"] if "pixels differ" in error]


def arrays(group):
    yield from group.arrays()
    for _, child in group.groups():
        yield from arrays(child)


def apart(work, *arguments, seconds):
    """Runs `work(*arguments, problems)` in a process of its own, which can be killed where a thread could only be left behind.

    Returns its problems, or None where it took longer.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        problems = []
        try:
            work(*arguments, problems)
        except Exception as fault:  # becomes this file's answer
            problems.append(f"{work.__name__}: {type(fault).__name__}: {fault}")
        os.write(writing, json.dumps(problems[:20]).encode()[:60_000])
        os._exit(0)
    os.close(writing)
    deadline, done = time.monotonic() + seconds, False
    while time.monotonic() < deadline and not done:
        time.sleep(0.005)
        done = os.waitpid(child, os.WNOHANG)[0] == child
    if not done:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    return json.loads(answer) if done and answer else None


def peak(process, omefs):
    """VmHWM of the daemon in MB; 0 before it is one and after it has ended.

    (wait4's ru_maxrss would do, did it not count this interpreter, which the daemon was until exec.)
    """
    try:
        with open(f"/proc/{process.pid}/comm", encoding="utf-8") as name, open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
            if name.read().strip() != os.path.basename(omefs)[:15]:
                return 0
            return max((int(line.split()[1]) for line in status if line.startswith("VmHWM")), default=0) / 1024
    except OSError:
        return 0


def end(process, point, problems):
    """Unmounts and reaps; returns the exit code."""
    unmount(point)
    try:
        return process.wait(30)
    except subprocess.TimeoutExpired:
        problems.append("still running 30 s after its mount was gone")
        process.kill()
        return process.wait()
    finally:
        unmount(point)  # it may have come up late


def unmount(point):
    if is_mounted(point):
        subprocess.run(["umount", "-l", point], check=False, stdin=subprocess.DEVNULL)


def check(omefs, tiff, mount, seconds=SECONDS):
    problems, begun, rss = [], time.monotonic(), 0
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([omefs, "mount", "-f", tiff, mount], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        mounted = ended = False
        while time.monotonic() < begun + seconds and not (mounted or ended):
            time.sleep(0.005)
            rss = max(rss, peak(process, omefs))
            mounted = is_mounted(mount)
            ended = process.poll() is not None
        if mounted and not ended:
            found = apart(explore, mount, seconds=max(0.1, begun + seconds - time.monotonic()))
            problems += [f"reading took longer than {seconds} s"] if found is None else found
            # Where tifffile never comes to an end (it follows loops of IFDs), there is nothing to compare with.
            problems += apart(pixels, tiff, mount, seconds=3) or []
            rss = max(rss, peak(process, omefs))
        elif not ended:
            problems.append(f"neither mounted nor refused after {seconds} s")
        took = time.monotonic() - begun
        code = end(process, mount, problems)
        errors.seek(0)
        text = errors.read(100_000)
    judge(mounted, code, text, tiff, rss, problems)
    return {"outcome": "mounted" if mounted else "refused", "problems": problems, "seconds": round(took, 2),
            "rss_mb": round(rss), "stderr": text[:600]}


def judge(mounted, code, text, tiff, rss, problems):
    if CRASH.search(text):
        problems.append("a crash's text on stderr")
    if code not in ((0, 1) if mounted else (1,)):
        problems.append(f"exit code {code}")
    if not mounted and not any(line.startswith("omefs: ") and os.path.basename(tiff) in line for line in text.splitlines()):
        problems.append("refused without a line `omefs: ...` that names the file")
    if rss > MEGABYTES:
        problems.append(f"{rss:.0f} MB resident")


for request in sys.stdin:
    print(json.dumps(check(**json.loads(request))), flush=True)
