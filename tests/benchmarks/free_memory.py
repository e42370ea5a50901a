"""Has a virtual machine's host supply the memory which the next pages of the cache will take.

A guest with free page reporting gives free memory back within seconds; taking it again costs whoever reads next. *Measured:* 1,521 chunks of
128 KiB in a fresh mount, 105 to 320 us a chunk as it came, 90 to 100 us after this.
"""

import mmap


def settle(size):
    """Takes so many bytes, all touched, and gives them back to the kernel."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE
    mmap.mmap(-1, size, flags=flags).close()
