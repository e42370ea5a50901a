#include "omefs_codecs.h"

#include <libdeflate.h>

int32_t omefs_inflate(const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size)
{
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (decompressor == NULL)
        return 0;
    /* Without room for a count it succeeds only if all of "decoded" was written. */
    enum libdeflate_result result = libdeflate_zlib_decompress(decompressor, encoded, encoded_size, decoded, decoded_size, NULL);
    libdeflate_free_decompressor(decompressor);
    return result == LIBDEFLATE_SUCCESS ? 1 : 0;
}
