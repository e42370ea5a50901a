"""Makes whoever reads a file wait until this ends: hang.py FILE. Only root may. Prints "ready", then waits to be killed."""

import ctypes
import os
import sys
import time

FAN_CLASS_CONTENT, FAN_MARK_ADD, FAN_ACCESS_PERM, AT_FDCWD = 4, 1, 0x20000, -100

libc = ctypes.CDLL(None, use_errno=True)
group = libc.fanotify_init(FAN_CLASS_CONTENT, os.O_RDONLY)
if group < 0 or libc.fanotify_mark(group, FAN_MARK_ADD, ctypes.c_uint64(FAN_ACCESS_PERM), AT_FDCWD, os.fsencode(sys.argv[1])) < 0:
    sys.exit(f"fanotify: {os.strerror(ctypes.get_errno())}")
print("ready", flush=True)
time.sleep(600)
