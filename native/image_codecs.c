#include "image_codecs.h"

uint32_t omefs_image_sample_bytes(const omefs_image_segment *segment)
{
    return segment->bits_per_sample <= 8 ? 1 : segment->bits_per_sample <= 16 ? 2 : 4;
}

uint64_t omefs_image_bytes(const omefs_image_segment *segment, size_t decoded_size, omefs_message *message)
{
    const uint64_t row = (uint64_t)segment->width * segment->samples * omefs_image_sample_bytes(segment);
    if (segment->width == 0 || segment->height == 0 || segment->samples == 0 || segment->samples > 65535 || segment->width > INT32_MAX
        || segment->height > INT32_MAX || segment->bits_per_sample == 0 || segment->bits_per_sample > 32 || row > INT32_MAX
        || row * segment->height > decoded_size) {
        omefs_message_error(message, "the segment has no size, or more than the %zu bytes there is room for", decoded_size);
        return 0;
    }
    return row * segment->height;
}

int omefs_image_fits(const omefs_image_segment *segment, uint64_t width, uint64_t height, omefs_message *message)
{
    if (width > 0 && height > 0 && width <= segment->width && height <= segment->height)
        return 1;
    omefs_message_error(
        message, "the image has %llu x %llu pixels, at most %u x %u expected", (unsigned long long)width, (unsigned long long)height,
        segment->width, segment->height);
    return 0;
}
