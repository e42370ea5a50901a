#include "j2k_pixels.h"

#include <string.h>

/* The destination of one component's pixels. */
typedef struct {
    uint8_t *first;
    size_t row_step;
    size_t pixel_step;
    size_t width;
    size_t height;
} target;

static size_t lesser(size_t a, size_t b)
{
    return a < b ? a : b;
}

#define DEFINE_PUT(name, type)                                                                         \
    static void name(const OPJ_INT32 *row, size_t columns, size_t step, const target *to, uint8_t *at) \
    {                                                                                                  \
        for (size_t x = 0; x < to->width; x++, at += to->pixel_step) {                                 \
            const type sample = (type)row[step == 1 ? x : lesser(x / step, columns - 1)];              \
            memcpy(at, &sample, sizeof(sample));                                                       \
        }                                                                                              \
    }

DEFINE_PUT(put_8, uint8_t)
DEFINE_PUT(put_16, uint16_t)
DEFINE_PUT(put_32, uint32_t)

static void put_component(const opj_image_comp_t *component, size_t step_x, size_t step_y, uint32_t bytes_per_sample, const target *to)
{
    for (size_t y = 0; y < to->height; y++) {
        const OPJ_INT32 *row = component->data + (component->w * lesser(y / step_y, component->h - 1));
        uint8_t *at = to->first + (y * to->row_step);
        if (bytes_per_sample == 1)
            put_8(row, component->w, step_x, to, at);
        else if (bytes_per_sample == 2)
            put_16(row, component->w, step_x, to, at);
        else
            put_32(row, component->w, step_x, to, at);
    }
}

void omefs_j2k_interleave(const opj_image_t *image, const omefs_j2k_segment *segment, uint8_t *decoded)
{
    const opj_image_comp_t *first = &image->comps[0];
    const size_t pixel = (size_t)segment->samples * segment->bytes_per_sample;
    for (uint32_t i = 0; i < segment->samples; i++) {
        const opj_image_comp_t *component = &image->comps[i];
        const target to = {decoded + ((size_t)i * segment->bytes_per_sample), pixel * segment->width, pixel, first->w, first->h};
        const size_t step_x = component->w == first->w ? 1 : component->dx / first->dx;
        const size_t step_y = component->h == first->h ? 1 : component->dy / first->dy;
        put_component(component, step_x > 0 ? step_x : 1, step_y > 0 ? step_y : 1, segment->bytes_per_sample, &to);
    }
}

static uint8_t clamp(int32_t value)
{
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

void omefs_j2k_ycbcr_to_rgb(uint8_t *pixels, size_t count)
{
    /* The factors 1.402, 0.344136, 0.714136 and 1.772 times 2^16, as in libjpeg. */
    for (size_t i = 0; i < count; i++, pixels += 3) {
        const int32_t y = (int32_t)pixels[0] * 65536 + 32768;
        const int32_t cb = (int32_t)pixels[1] - 128;
        const int32_t cr = (int32_t)pixels[2] - 128;
        pixels[0] = clamp((y + 91881 * cr) >> 16);
        pixels[1] = clamp((y - 22554 * cb - 46802 * cr) >> 16);
        pixels[2] = clamp((y + 116130 * cb) >> 16);
    }
}
