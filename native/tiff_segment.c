#include "message.h"
#include "omefs_codecs.h"
#include "tiff_memory.h"

#include <stdlib.h>
#include <string.h>

/* The description of a segment takes a kilobyte or two; with JPEGTables and ICC profiles, less than this. Arbitrary. */
#define MOST_TIFF_BYTES ((size_t)1 << 20)

/* The longest managed array; also the largest allocation that libtiff may make. */
#define MOST_SEGMENT_BYTES ((size_t)0x7FFFFFC7)

struct omefs_tiff {
    omefs_tiff_memory memory;
    omefs_message message;
    TIFF *tiff;
    tmsize_t segment_size;
    tmsize_t row_size;
    int reversed_bits;
    int is_fax;
};

/* Returning 1 keeps libtiff from calling its global handler, which prints. */
static int on_error(TIFF *tiff, void *handle, const char *module, const char *format, va_list arguments)
{
    (void)tiff;
    omefs_message_keep(&((omefs_tiff *)handle)->message, 1, module, format, arguments);
    return 1;
}

static int on_warning(TIFF *tiff, void *handle, const char *module, const char *format, va_list arguments)
{
    (void)tiff;
    omefs_message_keep(&((omefs_tiff *)handle)->message, 0, module, format, arguments);
    return 1;
}

static TIFF *open_memory(omefs_tiff *handle)
{
    TIFF *tiff;
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL)
        return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)MOST_SEGMENT_BYTES);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, handle);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, handle);
    tiff = omefs_tiff_memory_open(&handle->memory, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

/* Makes all decisions that are made once per handle. Returns 0 if such segments cannot be decoded. */
static int prepare(omefs_tiff *handle)
{
    uint16_t compression = 0, photometric = 0, fill_order = FILLORDER_MSB2LSB;
    tmsize_t size;
    if (!TIFFGetField(handle->tiff, TIFFTAG_COMPRESSION, &compression) || !TIFFIsCODECConfigured(compression)) {
        omefs_message_error(&handle->message, "libtiff was built without the codec of compression %u", (unsigned)compression);
        return 0;
    }
    if (TIFFIsTiled(handle->tiff) || TIFFNumberOfStrips(handle->tiff) != 1) {
        omefs_message_error(&handle->message, "a TIFF of one strip expected");
        return 0;
    }
    (void)TIFFGetField(handle->tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    (void)TIFFGetFieldDefaulted(handle->tiff, TIFFTAG_FILLORDER, &fill_order);
    handle->reversed_bits = fill_order == FILLORDER_LSB2MSB;
    handle->is_fax = compression == COMPRESSION_CCITTRLE || compression == COMPRESSION_CCITTRLEW || compression == COMPRESSION_CCITTFAX3
        || compression == COMPRESSION_CCITTFAX4;
    if (compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR)
        (void)TIFFSetField(handle->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    size = TIFFStripSize(handle->tiff);
    if (size <= 0 || (size_t)size > MOST_SEGMENT_BYTES) {
        omefs_message_error(&handle->message, "a segment of 1 to %zu bytes expected", MOST_SEGMENT_BYTES);
        return 0;
    }
    handle->segment_size = size;
    handle->row_size = TIFFScanlineSize(handle->tiff);
    if (handle->row_size <= 0 || size % handle->row_size != 0) {
        omefs_message_error(&handle->message, "a segment of whole rows expected");
        return 0;
    }
    return 1;
}

omefs_tiff *omefs_tiff_open(const uint8_t *tiff, size_t size, char *message, size_t message_size)
{
    static const omefs_message none = {"", 0};
    omefs_tiff *handle = size > 0 && size <= MOST_TIFF_BYTES ? calloc(1, sizeof(*handle)) : NULL;
    if (handle != NULL)
        handle->memory.bytes = malloc(size);
    if (handle == NULL || handle->memory.bytes == NULL) {
        omefs_message_give(&none, "no memory for the TIFF that describes a segment", message, message_size);
        free(handle);
        return NULL;
    }
    memcpy(handle->memory.bytes, tiff, size);
    handle->memory.size = size;
    handle->tiff = open_memory(handle);
    if (handle->tiff == NULL || !prepare(handle)) {
        omefs_message_give(&handle->message, "libtiff does not say why", message, message_size);
        omefs_tiff_close(handle);
        return NULL;
    }
    return handle;
}

int64_t omefs_tiff_segment_size(const omefs_tiff *handle)
{
    return handle->segment_size;
}

static int decode_buffer(omefs_tiff *handle, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, tmsize_t count)
{
    uint8_t *own = NULL;
    int done;
    /* libtiff reverses the bits of the caller's bytes in place, and back again, so they must be a copy. */
    if (handle->reversed_bits) {
        own = malloc(encoded_size);
        if (own == NULL) {
            omefs_message_error(&handle->message, "no memory for a segment of %zu bytes", encoded_size);
            return 0;
        }
        memcpy(own, encoded, encoded_size);
    }
    /* The cast is sound: without FillOrder 2 libtiff only reads. */
    done = TIFFReadFromUserBuffer(
        handle->tiff, 0, own != NULL ? own : (void *)(uintptr_t)encoded, (tmsize_t)encoded_size, decoded, count);
    free(own);
    return done;
}

/*
 * The CCITT decoders return -1 for a strip that they cannot decode, all others 0. TIFFReadFromUserBuffer takes -1 for success (seen in 4.5.0 to
 * 4.7.1). So such a segment is read as the only strip of a file, after its IFD. If libtiff did not take the place from its own table, as it was
 * written here, it would find an empty strip and fail.
 */
static int decode_strip(omefs_tiff *handle, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, tmsize_t count)
{
    uint64_t *offset = NULL, *size = NULL;
    int done;
    if (!TIFFGetField(handle->tiff, TIFFTAG_STRIPOFFSETS, &offset) || !TIFFGetField(handle->tiff, TIFFTAG_STRIPBYTECOUNTS, &size) || offset == NULL
        || size == NULL) {
        omefs_message_error(&handle->message, "a TIFF with StripOffsets and StripByteCounts expected");
        return 0;
    }
    *offset = handle->memory.size;
    *size = encoded_size;
    handle->memory.segment = encoded;
    handle->memory.segment_size = encoded_size;
    done = TIFFReadEncodedStrip(handle->tiff, 0, decoded, count) == count;
    handle->memory.segment = NULL;
    handle->memory.segment_size = 0;
    return done;
}

int64_t omefs_tiff_decode(
    omefs_tiff *handle, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size)
{
    const tmsize_t room = decoded_size < (size_t)handle->segment_size ? (tmsize_t)decoded_size : handle->segment_size;
    /* Some decoders refuse a fraction of a row; libtiff's of SGILog ends the process (assert in tif_luv.c). */
    const tmsize_t count = room - (room % handle->row_size);
    omefs_message_clear(&handle->message);
    if (count == 0) {
        omefs_message_error(&handle->message, "room for a row of %zu bytes expected, found %zu", (size_t)handle->row_size, decoded_size);
    } else if (encoded_size == 0 || encoded_size > MOST_SEGMENT_BYTES) {
        omefs_message_error(&handle->message, "1 to %zu encoded bytes expected, found %zu", MOST_SEGMENT_BYTES, encoded_size);
    } else {
        /* Not every codec fills its whole buffer, and old bytes in it may come from another file. */
        memset(decoded, 0, decoded_size);
        if (handle->is_fax ? decode_strip(handle, encoded, encoded_size, decoded, count)
                           : decode_buffer(handle, encoded, encoded_size, decoded, count))
            return count;
    }
    omefs_message_give(&handle->message, "libtiff does not say why", message, message_size);
    return -1;
}

void omefs_tiff_close(omefs_tiff *handle)
{
    if (handle == NULL)
        return;
    if (handle->tiff != NULL)
        TIFFClose(handle->tiff);
    free(handle->memory.bytes);
    free(handle);
}
