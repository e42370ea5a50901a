"""What the numbers depend on besides the code."""

import os
import platform
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def circumstances(run):
    """Names and short texts, in the order they are printed."""
    return {
        "kernel": platform.release(),
        "cpus": f"{os.cpu_count()} × {_cpu()}",
        "load before": " ".join(Path("/proc/loadavg").read_text().split()[:3]),
        "commit": _commit(),
        "program": f"{run.program} ({_first_line(run.program, '--version')})" if run.program else "none",
        "chunks on": f"{run.workspace.fast_root} ({_file_system(run.workspace.fast_root)})",
        "kept sources on": f"{run.kept_folder} ({_file_system(run.kept_folder)})",
        "peers": f"libfuse {_first_line('pkg-config', '--modversion', 'fuse3')}, {_python_versions()}",
        "repetitions": f"{run.runs}, interleaved, a fresh mount each; the source stays in the kernel's cache",
    }


def read_ahead_kb(mountpoint):
    """The read-ahead of the device a folder lies on, or None where it has none of its own."""
    device = os.stat(mountpoint).st_dev
    setting = Path(f"/sys/class/bdi/{os.major(device)}:{os.minor(device)}/read_ahead_kb")
    return int(setting.read_text()) if setting.exists() else None


def _cpu():
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    return model[1] if model else platform.machine()


def _commit():
    commit = _first_line("git", "-C", HERE, "rev-parse", "--short", "HEAD")
    changed = _first_line("git", "-C", HERE, "status", "--porcelain", "--untracked-files=no", ":/src")
    return f"{commit}, changed since" if changed else commit


def _file_system(folder):
    return _first_line("stat", "--file-system", "--format=%T", folder)


def _python_versions():
    import fsspec
    import tifffile
    return f"fsspec {fsspec.__version__}, tifffile {tifffile.__version__}, Python {platform.python_version()}"


def _first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return next(iter(done.stdout.splitlines()), "")
