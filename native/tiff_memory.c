#include "tiff_memory.h"

#include <stdio.h>
#include <string.h>

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t count)
{
    omefs_tiff_memory *memory = (omefs_tiff_memory *)handle;
    const toff_t left = memory->at < memory->size ? memory->size - memory->at : 0;
    const toff_t taken = count <= 0 ? 0 : (toff_t)count < left ? (toff_t)count : left;
    if (taken > 0)
        memcpy(to, memory->bytes + memory->at, (size_t)taken);
    memory->at += taken;
    return (tmsize_t)taken;
}

static tmsize_t write_nothing(thandle_t handle, void *from, tmsize_t count)
{
    (void)handle, (void)from, (void)count;
    return -1;
}

/* libtiff treats any position as valid and fails at the read that follows. */
static toff_t seek(thandle_t handle, toff_t offset, int whence)
{
    omefs_tiff_memory *memory = (omefs_tiff_memory *)handle;
    memory->at = offset + (whence == SEEK_CUR ? memory->at : whence == SEEK_END ? memory->size : 0);
    return memory->at;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle)
{
    return ((const omefs_tiff_memory *)handle)->size;
}

TIFF *omefs_tiff_memory_open(omefs_tiff_memory *memory, TIFFOpenOptions *options)
{
    /* r: read; m: no memory mapping; c: a single strip stays single. */
    return TIFFClientOpenExt(
        "segment", "rmc", (thandle_t)memory, read_bytes, write_nothing, seek, close_nothing, size_of, NULL, NULL, options);
}
