/* A TIFF that libtiff reads from memory. */
#ifndef OMEFS_TIFF_MEMORY_H
#define OMEFS_TIFF_MEMORY_H

#include <tiffio.h>

/* The IFD's bytes, and after them the bytes of a segment, which belong to somebody else. */
typedef struct {
    uint8_t *bytes;
    toff_t size;
    const uint8_t *segment;
    toff_t segment_size;
    toff_t at;
} omefs_tiff_memory;

/* Opens it for reading. The memory must outlive the TIFF. */
TIFF *omefs_tiff_memory_open(omefs_tiff_memory *memory, TIFFOpenOptions *options);

#endif
