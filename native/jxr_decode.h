#ifndef OMEFS_JXR_DECODE_H
#define OMEFS_JXR_DECODE_H

#include "image_codecs.h"

/*
 * Decodes a JPEG XR file as omefs_jxl_decode decodes JPEG XL. Damaged bytes may end the process, or worse: jxrlib trusts them. So only omefs-jxr
 * calls it.
 */
int64_t omefs_jxr_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

#endif
