/* Shared by the decoders of whole images (JPEG XL, JPEG XR): the requested size, and one check of the buffer. */
#ifndef OMEFS_IMAGE_CODECS_H
#define OMEFS_IMAGE_CODECS_H

#include "message.h"
#include "omefs_codecs.h"

/* Bytes of one decoded sample: 1, 2 or 4. */
uint32_t omefs_image_sample_bytes(const omefs_image_segment *segment);

/* Bytes of the decoded segment, or 0 with a message if the caller's numbers are invalid or the buffer is too small. */
uint64_t omefs_image_bytes(const omefs_image_segment *segment, size_t decoded_size, omefs_message *message);

/* 1 if an image of this size fits into the segment, else 0 with a message. */
int omefs_image_fits(const omefs_image_segment *segment, uint64_t width, uint64_t height, omefs_message *message);

#endif
