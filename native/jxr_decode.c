#include "jxr_decode.h"

#include <JXRGlue.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const omefs_image_segment *segment;
    PKImageDecode *decoder;
    struct WMPStream *stream;
    PKPixelInfo pixel;
    I32 width;
    I32 height;
    omefs_message message;
} jxr_image;

/* Samples of one size and format, in order; colours may be stored as BGR. Packed samples (5-6-5, RGBE) are refused. */
static int expect_pixels(jxr_image *image)
{
    const omefs_image_segment *segment = image->segment;
    const PKPixelInfo *pixel = &image->pixel;
    const uint32_t bits = pixel->uBitsPerSample;
    const int is_float = pixel->uSampleFormat == 3;
    if (pixel->uSamplePerPixel != segment->samples || bits != segment->bits_per_sample || is_float != (segment->is_float != 0)
        || (bits != 8 && bits != 16 && bits != 32) || pixel->cbitUnit % 8 != 0 || pixel->cbitUnit < bits * pixel->uSamplePerPixel
        || pixel->cbitUnit > 8 * 4 * 16) {
        omefs_message_error(
            &image->message, "%u samples of %u bits%s found, %u of %u%s expected", pixel->uSamplePerPixel, bits, is_float ? " (floats)" : "",
            segment->samples, segment->bits_per_sample, segment->is_float ? " (floats)" : "");
        return 0;
    }
    return 1;
}

static int open_image(jxr_image *image, const uint8_t *encoded, size_t encoded_size)
{
    PKFactory *factory = NULL;
    PKPixelFormatGUID format;
    /* Spec: ITU-T T.832 annex A.2: the file begins with "II", BC and the version 1. */
    static const uint8_t file[] = {'I', 'I', 0xBC, 0x01};
    if (encoded_size < sizeof(file) || memcmp(encoded, file, sizeof(file)) != 0) {
        omefs_message_error(&image->message, "not a JPEG XR file (a bare codestream is not decoded)");
        return 0;
    }
    if (PKCreateFactory(&factory, PK_SDK_VERSION) < 0)
        return 0;
    /* The stream only reads, but the library's own signature has no const. */
    if (factory->CreateStreamFromMemory(&image->stream, (void *)(uintptr_t)encoded, encoded_size) < 0)
        image->stream = NULL;
    factory->Release(&factory);
    if (image->stream == NULL || PKImageDecode_Create_WMP(&image->decoder) < 0)
        return 0;
    if (image->decoder->Initialize(image->decoder, image->stream) < 0) {
        omefs_message_error(&image->message, "its headers are damaged");
        return 0;
    }
    if (image->decoder->GetPixelFormat(image->decoder, &format) < 0)
        return 0;
    image->pixel.pGUIDPixFmt = &format;
    if (PixelFormatLookup(&image->pixel, LOOKUP_FORWARD) < 0 || image->decoder->GetSize(image->decoder, &image->width, &image->height) < 0)
        return 0;
    return image->width > 0 && image->height > 0 && omefs_image_fits(image->segment, (uint64_t)image->width, (uint64_t)image->height, &image->message)
        && expect_pixels(image);
}

/* The library writes whole macroblocks: 16 rows at a time, and rows of a width that is a multiple of 16. */
static uint8_t *copy_pixels(jxr_image *image, size_t *stride)
{
    const size_t unit = image->pixel.cbitUnit / 8;
    const PKRect all = {0, 0, image->width, image->height};
    uint8_t *pixels;
    *stride = (((size_t)image->width + 15) / 16 * 16) * unit;
    pixels = calloc(((size_t)image->height + 31) / 16 * 16, *stride);
    if (pixels == NULL) {
        omefs_message_error(&image->message, "there is not enough memory");
        return NULL;
    }
    if (image->pixel.grBit & PK_pixfmtHasAlpha)
        image->decoder->WMP.wmiSCP.uAlphaMode = 2;
    if (image->decoder->Copy(image->decoder, &all, pixels, (U32)*stride) >= 0)
        return pixels;
    omefs_message_error(&image->message, "the data are damaged");
    free(pixels);
    return NULL;
}

static void put(const jxr_image *image, const uint8_t *pixels, size_t stride, uint8_t *decoded)
{
    const size_t sample = omefs_image_sample_bytes(image->segment), samples = image->segment->samples, unit = image->pixel.cbitUnit / 8;
    const int swap = (image->pixel.grBit & PK_pixfmtBGR) != 0 && samples >= 3;
    for (size_t y = 0; y < (size_t)image->height; y++)
        for (size_t x = 0; x < (size_t)image->width; x++)
            for (size_t s = 0; s < samples; s++) {
                const size_t from = swap && s < 3 ? 2 - s : s;
                memcpy(
                    decoded + ((y * image->segment->width + x) * samples + s) * sample, pixels + y * stride + x * unit + from * sample, sample);
            }
}

int64_t omefs_jxr_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size)
{
    jxr_image image = {.segment = segment};
    const uint64_t size = omefs_image_bytes(segment, decoded_size, &image.message);
    size_t stride = 0;
    uint8_t *pixels = size > 0 && open_image(&image, encoded, encoded_size) ? copy_pixels(&image, &stride) : NULL;
    if (pixels != NULL) {
        memset(decoded, 0, decoded_size);
        put(&image, pixels, stride, decoded);
    }
    if (image.decoder != NULL)
        image.decoder->Release(&image.decoder);
    if (image.stream != NULL)
        image.stream->Close(&image.stream);
    if (pixels != NULL) {
        free(pixels);
        return (int64_t)size;
    }
    omefs_message_give(&image.message, "jxrlib does not say why", message, message_size);
    return -1;
}
