#include "j2k_memory.h"
#include "j2k_pixels.h"
#include "message.h"

#include <string.h>

static void on_error(const char *text, void *message)
{
    /* Uses our own format string, because a library's message may contain a per cent sign. */
    omefs_message_error(message, "OpenJPEG: %s", text);
}

static void on_quiet(const char *text, void *message)
{
    (void)text, (void)message;
}

/* Spec: ISO 15444-1 Annex A.4.1 (SOC and SIZ markers), Annex I.5.1 (JP2 signature). */
static int codec_of(const uint8_t *bytes, size_t size, OPJ_CODEC_FORMAT *format)
{
    static const uint8_t codestream[] = {0xFF, 0x4F, 0xFF, 0x51};
    static const uint8_t jp2[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
    if (size >= sizeof(codestream) && memcmp(bytes, codestream, sizeof(codestream)) == 0)
        *format = OPJ_CODEC_J2K;
    else if (size >= sizeof(jp2) && memcmp(bytes, jp2, sizeof(jp2)) == 0)
        *format = OPJ_CODEC_JP2;
    else
        return 0;
    return 1;
}

static int expect_component(const opj_image_t *image, uint32_t index, const omefs_j2k_segment *segment, omefs_message *message)
{
    const opj_image_comp_t *component = &image->comps[index];
    if (component->w == 0 || component->h == 0 || component->w > segment->width || component->h > segment->height) {
        omefs_message_error(
            message, "component %u has %u x %u pixels, at most %u x %u expected", index, component->w, component->h, segment->width,
            segment->height);
        return 0;
    }
    if (component->prec == 0 || component->prec > 8 * segment->bytes_per_sample) {
        omefs_message_error(
            message, "component %u has samples of %u bits, at most %u expected", index, component->prec, 8 * segment->bytes_per_sample);
        return 0;
    }
    if (component->w > image->comps[0].w || component->h > image->comps[0].h) {
        omefs_message_error(message, "component %u is larger than the first", index);
        return 0;
    }
    return 1;
}

/*
 * Checks the header against what the caller expects. The image's own extent is checked too, because OpenJPEG allocates by it.
 */
static int expect(const opj_image_t *image, const omefs_j2k_segment *segment, omefs_message *message)
{
    if (image->numcomps != segment->samples) {
        omefs_message_error(message, "%u components found, %u expected", image->numcomps, segment->samples);
        return 0;
    }
    for (uint32_t i = 0; i < image->numcomps; i++)
        if (!expect_component(image, i, segment, message))
            return 0;
    return 1;
}

/* Checked again after decoding: a palette or channel definition of a JP2 may have changed the components. */
static int complete(const opj_image_t *image, const omefs_j2k_segment *segment, omefs_message *message)
{
    if (!expect(image, segment, message))
        return 0;
    for (uint32_t i = 0; i < image->numcomps; i++)
        if (image->comps[i].data == NULL) {
            omefs_message_error(message, "component %u was not decoded", i);
            return 0;
        }
    return 1;
}

static void put(const opj_image_t *image, const omefs_j2k_segment *segment, uint8_t *decoded)
{
    const int says_ycbcr = image->color_space == OPJ_CLRSPC_SYCC;
    omefs_j2k_interleave(image, segment, decoded);
    if ((segment->ycbcr || says_ycbcr) && segment->samples == 3 && segment->bytes_per_sample == 1)
        omefs_j2k_ycbcr_to_rgb(decoded, (size_t)segment->width * segment->height);
}

static int decode(
    opj_codec_t *codec, opj_stream_t *stream, const omefs_j2k_segment *segment, uint8_t *decoded, omefs_message *message)
{
    opj_dparameters_t parameters;
    opj_image_t *image = NULL;
    int done = 0;
    opj_set_default_decoder_parameters(&parameters);
    opj_set_error_handler(codec, on_error, message);
    opj_set_warning_handler(codec, on_quiet, NULL);
    opj_set_info_handler(codec, on_quiet, NULL);
    if (opj_setup_decoder(codec, &parameters) && opj_read_header(stream, codec, &image) && expect(image, segment, message)
        && opj_decode(codec, stream, image) && complete(image, segment, message)) {
        put(image, segment, decoded);
        done = 1;
    }
    opj_image_destroy(image);
    return done;
}

/* Bytes of the decoded segment; 0 if the caller's numbers are invalid. */
static uint64_t size_of(const omefs_j2k_segment *segment)
{
    const uint64_t row = (uint64_t)segment->width * segment->samples * segment->bytes_per_sample;
    const int width_known = segment->bytes_per_sample == 1 || segment->bytes_per_sample == 2 || segment->bytes_per_sample == 4;
    if (!width_known || segment->samples == 0 || segment->samples > 65535 || segment->width > INT32_MAX || segment->height > INT32_MAX
        || row > INT32_MAX)
        return 0;
    return row * segment->height;
}

int64_t omefs_j2k_decode(
    const omefs_j2k_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size)
{
    OPJ_CODEC_FORMAT format;
    omefs_message said;
    omefs_j2k_memory memory = {encoded, encoded_size, 0};
    const uint64_t size = size_of(segment);
    int done = 0;
    omefs_message_clear(&said);
    if (size == 0 || size > decoded_size) {
        omefs_message_error(&said, "room for %llu bytes expected, found %zu", (unsigned long long)size, decoded_size);
    } else if (!codec_of(encoded, encoded_size, &format)) {
        omefs_message_error(&said, "neither a JPEG 2000 codestream nor a JP2 file");
    } else {
        opj_stream_t *stream = omefs_j2k_memory_stream(&memory);
        opj_codec_t *codec = opj_create_decompress(format);
        memset(decoded, 0, decoded_size);
        done = stream != NULL && codec != NULL && decode(codec, stream, segment, decoded, &said);
        opj_destroy_codec(codec);
        opj_stream_destroy(stream);
    }
    if (done)
        return (int64_t)size;
    omefs_message_give(&said, "OpenJPEG does not say why", message, message_size);
    return -1;
}
