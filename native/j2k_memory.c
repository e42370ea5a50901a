#include "j2k_memory.h"

#include <string.h>

static OPJ_SIZE_T read_bytes(void *to, OPJ_SIZE_T count, void *user)
{
    omefs_j2k_memory *memory = user;
    const OPJ_SIZE_T left = memory->size - memory->at;
    const OPJ_SIZE_T taken = count < left ? count : left;
    if (taken == 0)
        return (OPJ_SIZE_T)-1; /* the end, as OpenJPEG expects it */
    memcpy(to, memory->bytes + memory->at, taken);
    memory->at += taken;
    return taken;
}

static OPJ_OFF_T skip(OPJ_OFF_T count, void *user)
{
    omefs_j2k_memory *memory = user;
    const OPJ_SIZE_T left = memory->size - memory->at;
    if (count < 0)
        return -1;
    if ((OPJ_UINT64)count > left)
        count = (OPJ_OFF_T)left;
    memory->at += (OPJ_SIZE_T)count;
    return count;
}

static OPJ_BOOL seek(OPJ_OFF_T offset, void *user)
{
    omefs_j2k_memory *memory = user;
    if (offset < 0 || (OPJ_UINT64)offset > memory->size)
        return OPJ_FALSE;
    memory->at = (OPJ_SIZE_T)offset;
    return OPJ_TRUE;
}

opj_stream_t *omefs_j2k_memory_stream(omefs_j2k_memory *memory)
{
    opj_stream_t *stream = opj_stream_create(OPJ_J2K_STREAM_CHUNK_SIZE < memory->size ? OPJ_J2K_STREAM_CHUNK_SIZE : memory->size, OPJ_TRUE);
    if (stream == NULL)
        return NULL;
    opj_stream_set_user_data(stream, memory, NULL);
    opj_stream_set_user_data_length(stream, memory->size);
    opj_stream_set_read_function(stream, read_bytes);
    opj_stream_set_skip_function(stream, skip);
    opj_stream_set_seek_function(stream, seek);
    return stream;
}
