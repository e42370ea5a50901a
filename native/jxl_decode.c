#include "image_codecs.h"

#include <jxl/decode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int32_t omefs_jxl_version(void)
{
    return OMEFS_CODECS_VERSION;
}

const char *omefs_jxl_libraries(void)
{
    /* Two threads may write it at once, but they write the same characters. */
    static char libraries[32];
    const uint32_t version = JxlDecoderVersion(); /* 7001 is 0.7.1 */
    (void)snprintf(libraries, sizeof(libraries), "libjxl %u.%u.%u", version / 1000000, version / 1000 % 1000, version % 1000);
    return libraries;
}

/* One image while it is decoded. Colours come interleaved, each other channel as a separate plane. */
typedef struct {
    const omefs_image_segment *segment;
    JxlDecoder *decoder;
    JxlBasicInfo info;
    uint8_t *colors;
    uint8_t *extras;
    size_t color_bytes;
    size_t extra_bytes; /* of one plane */
    omefs_message message;
} jxl_image;

static JxlPixelFormat format_of(const jxl_image *image, uint32_t channels)
{
    const uint32_t bits = image->segment->bits_per_sample;
    const JxlPixelFormat format = {
        .num_channels = channels,
        .data_type = image->segment->is_float ? (bits == 16 ? JXL_TYPE_FLOAT16 : JXL_TYPE_FLOAT)
                                              : (bits <= 8 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16),
        .endianness = JXL_NATIVE_ENDIAN,
        .align = 0,
    };
    return format;
}

static int expect(jxl_image *image)
{
    const omefs_image_segment *segment = image->segment;
    const JxlBasicInfo *info = &image->info;
    if (!omefs_image_fits(segment, info->xsize, info->ysize, &image->message))
        return 0;
    if (info->num_color_channels + info->num_extra_channels != segment->samples) {
        omefs_message_error(
            &image->message, "%u channels found, %u expected", info->num_color_channels + info->num_extra_channels, segment->samples);
        return 0;
    }
    if ((info->exponent_bits_per_sample != 0) != (segment->is_float != 0) || info->bits_per_sample > segment->bits_per_sample) {
        omefs_message_error(
            &image->message, "%s of %u bits found, %s of %u expected", info->exponent_bits_per_sample != 0 ? "floats" : "whole numbers",
            info->bits_per_sample, segment->is_float ? "floats" : "whole numbers", segment->bits_per_sample);
        return 0;
    }
    return 1;
}

static int give_room(jxl_image *image)
{
    const JxlPixelFormat colors = format_of(image, image->info.num_color_channels), extra = format_of(image, 1);
    const uint32_t extras = image->info.num_extra_channels;
    if (JxlDecoderImageOutBufferSize(image->decoder, &colors, &image->color_bytes) != JXL_DEC_SUCCESS)
        return 0;
    image->extra_bytes = (size_t)image->info.xsize * image->info.ysize * omefs_image_sample_bytes(image->segment);
    free(image->colors);
    free(image->extras);
    image->colors = malloc(image->color_bytes);
    image->extras = extras == 0 ? NULL : malloc(image->extra_bytes * extras);
    if (image->colors == NULL || (extras != 0 && image->extras == NULL)) {
        omefs_message_error(&image->message, "there is not enough memory");
        return 0;
    }
    if (JxlDecoderSetImageOutBuffer(image->decoder, &colors, image->colors, image->color_bytes) != JXL_DEC_SUCCESS)
        return 0;
    for (uint32_t i = 0; i < extras; i++) {
        size_t needed = 0;
        if (JxlDecoderExtraChannelBufferSize(image->decoder, &extra, &needed, i) != JXL_DEC_SUCCESS || needed > image->extra_bytes
            || JxlDecoderSetExtraChannelBuffer(image->decoder, &extra, image->extras + image->extra_bytes * i, image->extra_bytes, i)
                != JXL_DEC_SUCCESS)
            return 0;
    }
    return 1;
}

/* Runs the decoder up to the end of the first frame. */
static int run(jxl_image *image)
{
    for (;;) {
        switch (JxlDecoderProcessInput(image->decoder)) {
        case JXL_DEC_BASIC_INFO:
            if (JxlDecoderGetBasicInfo(image->decoder, &image->info) != JXL_DEC_SUCCESS || !expect(image))
                return 0;
            break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
            if (!give_room(image))
                return 0;
            break;
        case JXL_DEC_FULL_IMAGE:
            return image->colors != NULL;
        case JXL_DEC_NEED_MORE_INPUT:
            omefs_message_error(&image->message, "the data end too early");
            return 0;
        default:
            omefs_message_error(&image->message, "the data are damaged");
            return 0;
        }
    }
}

/*
 * Samples come scaled to the whole range of their bytes. For an image with fewer bits, this restores the image's own values; rounding gives each
 * of them exactly.
 */
static void unscale(const jxl_image *image, uint8_t *samples, size_t count)
{
    const uint32_t bytes = omefs_image_sample_bytes(image->segment), bits = image->info.bits_per_sample;
    const uint32_t full = bytes == 1 ? 0xFF : 0xFFFF, most = bits < 32 ? (1u << bits) - 1 : 0;
    if (image->segment->is_float || bits == 8 * bytes || bits > 16)
        return;
    for (size_t i = 0; i < count; i++) {
        if (bytes == 1) {
            samples[i] = (uint8_t)((samples[i] * most + full / 2) / full);
        } else {
            uint16_t value;
            memcpy(&value, samples + 2 * i, sizeof(value));
            value = (uint16_t)(((uint64_t)value * most + full / 2) / full);
            memcpy(samples + 2 * i, &value, sizeof(value));
        }
    }
}

static void interleave(const jxl_image *image, uint8_t *decoded)
{
    const uint32_t colors = image->info.num_color_channels, extras = image->info.num_extra_channels;
    const size_t sample = omefs_image_sample_bytes(image->segment), pixel = sample * image->segment->samples;
    for (size_t y = 0; y < image->info.ysize; y++)
        for (size_t x = 0; x < image->info.xsize; x++) {
            const size_t at = y * image->info.xsize + x;
            uint8_t *to = decoded + (y * image->segment->width + x) * pixel;
            memcpy(to, image->colors + at * sample * colors, sample * colors);
            for (uint32_t i = 0; i < extras; i++)
                memcpy(to + sample * (colors + i), image->extras + image->extra_bytes * i + at * sample, sample);
        }
}

static int decode(jxl_image *image, const uint8_t *encoded, size_t encoded_size)
{
    const JxlSignature signature = JxlSignatureCheck(encoded, encoded_size);
    if (signature != JXL_SIG_CODESTREAM && signature != JXL_SIG_CONTAINER) {
        omefs_message_error(&image->message, "neither a JPEG XL codestream nor a container of one");
        return 0;
    }
    image->decoder = JxlDecoderCreate(NULL);
    return image->decoder != NULL && JxlDecoderSetKeepOrientation(image->decoder, JXL_TRUE) == JXL_DEC_SUCCESS
        && JxlDecoderSubscribeEvents(image->decoder, JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE) == JXL_DEC_SUCCESS
        && JxlDecoderSetInput(image->decoder, encoded, encoded_size) == JXL_DEC_SUCCESS && (JxlDecoderCloseInput(image->decoder), run(image));
}

int64_t omefs_jxl_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size)
{
    jxl_image image = {.segment = segment};
    const uint64_t size = omefs_image_bytes(segment, decoded_size, &image.message);
    const int done = size > 0 && decode(&image, encoded, encoded_size);
    if (done) {
        memset(decoded, 0, decoded_size);
        unscale(&image, image.colors, image.color_bytes / omefs_image_sample_bytes(segment));
        unscale(&image, image.extras, image.extra_bytes / omefs_image_sample_bytes(segment) * image.info.num_extra_channels);
        interleave(&image, decoded);
    }
    if (image.decoder != NULL)
        JxlDecoderDestroy(image.decoder);
    free(image.colors);
    free(image.extras);
    if (done)
        return (int64_t)size;
    omefs_message_give(&image.message, "libjxl does not say why", message, message_size);
    return -1;
}
