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
import threading
import time

import zarr
from compare_tiff import compare

SECONDS = 10
MEGABYTES = 500
ALLOWED = {errno.EIO, errno.ESTALE}
WHOLE = 8 << 20  # files up to this are read whole, larger ones at both ends
CRASH = re.compile(r"Unhandled exception|^\s+at OmeFs\.|Stack overflow|Out of memory|core dumped|NullReference|IndexOutOfRange", re.M)


def is_mounted(point):
    with open("/proc/self/mountinfo", encoding="utf-8") as table:
        return any(line.split()[4] == point for line in table)


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


def read(path, problems):
    size = os.lstat(path).st_size
    descriptor = os.open(path, os.O_RDONLY)
    try:
        spans = [(0, size)] if size <= WHOLE else [(0, 65536), (size - 65536, 65536)]
        for offset, length in spans:
            got = len(os.pread(descriptor, length, offset)) if length else 0
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


def guarded(work, *arguments):
    try:
        work(*arguments)
    except Exception as fault:  # becomes this file's answer
        arguments[-1].append(f"{work.__name__}: {type(fault).__name__}: {fault}")


def end(process, point, problems):
    """Unmounts and reaps; returns the process's peak resident memory in MB and its exit code."""
    if is_mounted(point):
        subprocess.run(["umount", "-l", point], check=False, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(0.01)
    else:
        problems.append("still running 5 s after its mount was gone")
        os.kill(process.pid, signal.SIGKILL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / 1024, process.returncode


def check(omefs, tiff, mount, seconds=SECONDS):
    problems, begun = [], time.monotonic()
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([omefs, "mount", "-f", tiff, mount], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=errors, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (30, 30)))
        mounted = ended = False
        while time.monotonic() < begun + seconds and not (mounted or ended):
            time.sleep(0.01)
            mounted = is_mounted(mount)
            ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        if mounted and not ended:
            for work in ((explore, mount, problems), (pixels, tiff, mount, problems)):
                thread = threading.Thread(target=guarded, args=work, daemon=True)
                thread.start()
                thread.join(max(0.1, begun + seconds - time.monotonic()))
                if thread.is_alive():
                    problems.append(f"{work[0].__name__} took longer than {seconds} s")
        elif not ended:
            problems.append(f"neither mounted nor refused after {seconds} s")
        took = time.monotonic() - begun
        rss, code = end(process, mount, problems)
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
