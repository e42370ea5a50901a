/* A JPEG 2000 image that OpenJPEG reads from memory. */
#ifndef OMEFS_J2K_MEMORY_H
#define OMEFS_J2K_MEMORY_H

#include <openjpeg.h>

typedef struct {
    const OPJ_BYTE *bytes;
    OPJ_SIZE_T size;
    OPJ_SIZE_T at;
} omefs_j2k_memory;

/* A stream over it, or NULL. The memory must outlive the stream. */
opj_stream_t *omefs_j2k_memory_stream(omefs_j2k_memory *memory);

#endif
