#ifndef OMEFS_JXR_DECODE_H
#define OMEFS_JXR_DECODE_H

#include "image_codecs.h"

/*
 * Decodes a JPEG XR file as omefs_jxl_decode does a JPEG XL one. Damaged bytes may end the process, or worse: jxrlib trusts them. So it is
 * called by omefs-jxr alone.
 */
int64_t omefs_jxr_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

#endif
