#include "tiff_memory.h"

#include <stdio.h>
#include <string.h>

/* Copies from one of the two parts, which begins at an offset. Returns how many bytes it had there. */
static toff_t take(omefs_tiff_memory *memory, const uint8_t *part, toff_t begins, toff_t size, uint8_t *to, toff_t count)
{
    const toff_t from = memory->at - begins;
    toff_t taken;
    if (memory->at < begins || from >= size)
        return 0;
    taken = count < size - from ? count : size - from;
    memcpy(to, part + from, (size_t)taken);
    memory->at += taken;
    return taken;
}

static tmsize_t read_bytes(thandle_t handle, void *to, tmsize_t count)
{
    omefs_tiff_memory *memory = (omefs_tiff_memory *)handle;
    toff_t taken;
    if (count <= 0)
        return 0;
    taken = take(memory, memory->bytes, 0, memory->size, to, (toff_t)count);
    taken += take(memory, memory->segment, memory->size, memory->segment_size, (uint8_t *)to + taken, (toff_t)count - taken);
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
    memory->at = offset + (whence == SEEK_CUR ? memory->at : whence == SEEK_END ? memory->size + memory->segment_size : 0);
    return memory->at;
}

static int close_nothing(thandle_t handle)
{
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle)
{
    const omefs_tiff_memory *memory = (const omefs_tiff_memory *)handle;
    return memory->size + memory->segment_size;
}

TIFF *omefs_tiff_memory_open(omefs_tiff_memory *memory, TIFFOpenOptions *options)
{
    /* r: read; m: no memory mapping; c: a single strip stays single. */
    return TIFFClientOpenExt(
        "segment", "rmc", (thandle_t)memory, read_bytes, write_nothing, seek, close_nothing, size_of, NULL, NULL, options);
}
