#include "message.h"
#include "omefs_codecs.h"

#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

/* The longest managed array; also the largest allocation that libtiff may make. */
#define MOST_SEGMENT_BYTES ((size_t)0x7FFFFFC7)

struct omefs_tiff_file {
    omefs_message message;
    TIFF *tiff;
    omefs_tiff_ifd ifd;
    int has_ifd;
    int uncompressed;
};

/* Returning 1 keeps libtiff from calling its global handler, which prints. */
static int on_error(TIFF *tiff, void *handle, const char *module, const char *format, va_list arguments)
{
    (void)tiff, (void)module;
    omefs_message_keep(&((omefs_tiff_file *)handle)->message, 1, NULL, format, arguments);
    return 1;
}

/* A warning counts if libtiff fails without an error: its CCITT decoders only warn, and then refuse the strip. */
static int on_warning(TIFF *tiff, void *handle, const char *module, const char *format, va_list arguments)
{
    (void)tiff, (void)module;
    omefs_message_keep(&((omefs_tiff_file *)handle)->message, 0, NULL, format, arguments);
    return 1;
}

/* Not mapped into memory ("m"), because a file that shrinks would then end the process. Segment tables are read on demand ("O"). */
static TIFF *open_path(omefs_tiff_file *handle, const char *path)
{
    TIFF *tiff;
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (options == NULL)
        return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)MOST_SEGMENT_BYTES);
    TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, handle);
    TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, handle);
    tiff = TIFFOpenExt(path, "rmO", options);
    TIFFOpenOptionsFree(options);
    return tiff;
}

omefs_tiff_file *omefs_tiff_file_open(const char *path, char *message, size_t message_size)
{
    static const omefs_message none = {"", 0};
    omefs_tiff_file *handle = calloc(1, sizeof(*handle));
    if (handle == NULL) {
        omefs_message_give(&none, "no memory for a TIFF", message, message_size);
        return NULL;
    }
    handle->tiff = open_path(handle, path);
    if (handle->tiff == NULL) {
        omefs_message_give(&handle->message, "libtiff does not say why", message, message_size);
        free(handle);
        return NULL;
    }
    return handle;
}

/* libtiff finds out when it decodes the first segment (PredictorSetup); by then it looks like damage. */
static int undoes_predictor(omefs_tiff_file *handle)
{
    uint16_t predictor = PREDICTOR_NONE, bits = 1, format = SAMPLEFORMAT_UINT;
    int done;
    if (!TIFFGetField(handle->tiff, TIFFTAG_PREDICTOR, &predictor))
        return 1;
    (void)TIFFGetFieldDefaulted(handle->tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    (void)TIFFGetFieldDefaulted(handle->tiff, TIFFTAG_SAMPLEFORMAT, &format);
    done = predictor == PREDICTOR_NONE || (predictor == PREDICTOR_HORIZONTAL && (bits == 8 || bits == 16 || bits == 32 || bits == 64))
        || (predictor == PREDICTOR_FLOATINGPOINT && format == SAMPLEFORMAT_IEEEFP && (bits == 16 || bits == 24 || bits == 32 || bits == 64));
    if (!done)
        omefs_message_error(&handle->message, "it does not undo predictor %u of such samples of %u bits", (unsigned)predictor, (unsigned)bits);
    return done;
}

/* Refuses images that libtiff does not decode into pixels with all their samples. */
static int is_comparable(omefs_tiff_file *handle, uint16_t compression, uint16_t photometric)
{
    uint16_t horizontal = 1, vertical = 1;
    uint32_t depth = 1;
    if (!TIFFIsCODECConfigured(compression)) {
        omefs_message_error(&handle->message, "it has no codec for compression %u", (unsigned)compression);
        return 0;
    }
    (void)TIFFGetFieldDefaulted(handle->tiff, TIFFTAG_IMAGEDEPTH, &depth);
    if (depth != 1) {
        omefs_message_error(&handle->message, "%u planes in one IFD", (unsigned)depth);
        return 0;
    }
    if (compression == COMPRESSION_OJPEG) {
        omefs_message_error(&handle->message, "it gives old-style JPEG as it is sampled, not as pixels");
        return 0;
    }
    if (!undoes_predictor(handle))
        return 0;
    if (photometric != PHOTOMETRIC_YCBCR)
        return 1;
    if (compression == COMPRESSION_JPEG)
        return TIFFSetField(handle->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    (void)TIFFGetFieldDefaulted(handle->tiff, TIFFTAG_YCBCRSUBSAMPLING, &horizontal, &vertical);
    if (horizontal == 1 && vertical == 1)
        return 1;
    omefs_message_error(&handle->message, "it gives subsampled YCbCr as it is sampled, not as pixels");
    return 0;
}

static int describe(omefs_tiff_file *handle)
{
    TIFF *tiff = handle->tiff;
    omefs_tiff_ifd *ifd = &handle->ifd;
    uint16_t compression = COMPRESSION_NONE, photometric = 0, planar = PLANARCONFIG_CONTIG, samples = 1, bits = 1;
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    (void)TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    if (!is_comparable(handle, compression, photometric))
        return 0;
    /* For a last strip with more rows than the image, libtiff uses the rows that libdeflate wrote: none for a stored block (seen in 4.5.0). */
    if (compression == COMPRESSION_ADOBE_DEFLATE || compression == COMPRESSION_DEFLATE)
        (void)TIFFSetField(tiff, TIFFTAG_DEFLATE_SUBCODEC, DEFLATE_SUBCODEC_ZLIB);
    memset(ifd, 0, sizeof(*ifd));
    handle->uncompressed = compression == COMPRESSION_NONE;
    (void)TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &ifd->width);
    (void)TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &ifd->length);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
    (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
    if (TIFFIsTiled(tiff)) {
        (void)TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &ifd->segment_width);
        (void)TIFFGetField(tiff, TIFFTAG_TILELENGTH, &ifd->segment_length);
        ifd->segment_bytes = (uint64_t)TIFFTileSize(tiff);
        ifd->row_bytes = (uint64_t)TIFFTileRowSize(tiff);
    } else {
        ifd->segment_width = ifd->width;
        (void)TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &ifd->segment_length);
        if (ifd->segment_length > ifd->length)
            ifd->segment_length = ifd->length;
        ifd->segment_bytes = (uint64_t)TIFFStripSize(tiff);
        ifd->row_bytes = (uint64_t)TIFFScanlineSize(tiff);
    }
    ifd->samples_per_segment = planar == PLANARCONFIG_SEPARATE ? 1 : samples;
    ifd->samples_per_pixel = samples;
    ifd->bits_per_sample = bits;
    if (ifd->width == 0 || ifd->length == 0 || ifd->segment_width == 0 || ifd->segment_length == 0 || ifd->row_bytes == 0
        || ifd->segment_bytes > MOST_SEGMENT_BYTES || ifd->segment_bytes % ifd->segment_length != 0
        || ifd->segment_bytes / ifd->segment_length != ifd->row_bytes) {
        omefs_message_error(&handle->message, "its segments have %llu bytes", (unsigned long long)ifd->segment_bytes);
        return 0;
    }
    return 1;
}

int32_t omefs_tiff_file_go(omefs_tiff_file *handle, uint64_t offset, omefs_tiff_ifd *ifd, char *message, size_t message_size)
{
    omefs_message_clear(&handle->message);
    handle->has_ifd = TIFFSetSubDirectory(handle->tiff, offset) && describe(handle);
    if (!handle->has_ifd) {
        omefs_message_give(&handle->message, "libtiff does not say why", message, message_size);
        return 0;
    }
    *ifd = handle->ifd;
    return 1;
}

/* 1 if libtiff finds bytes for the segment, 0 if the file has none, -1 if it fails, -2 if it does not find the segment's end. */
static int is_there(omefs_tiff_file *handle, uint32_t segment)
{
    TIFF *tiff = handle->tiff;
    int offset_failed = 0, count_failed = 0;
    const uint64_t offset = TIFFGetStrileOffsetWithErr(tiff, segment, &offset_failed);
    const uint64_t count = TIFFGetStrileByteCountWithErr(tiff, segment, &count_failed);
    if (offset_failed || count_failed)
        return -1;
    /* libtiff calculates a byte count of 0 for the only strip of an image, when it opens the IFD. */
    if (offset != 0 && count == 0 && !TIFFIsTiled(tiff)) {
        omefs_message_error(&handle->message, "it has no byte count for strip %u", (unsigned)segment);
        return -2;
    }
    return offset != 0 && count != 0;
}

static int64_t read_segment(omefs_tiff_file *handle, uint32_t x, uint32_t y, uint16_t sample, uint8_t *decoded, size_t decoded_size)
{
    const int tiled = TIFFIsTiled(handle->tiff);
    const uint32_t segment =
        tiled ? TIFFComputeTile(handle->tiff, x, y, 0, sample) : TIFFComputeStrip(handle->tiff, y, sample);
    const int there = is_there(handle, segment);
    if (there <= 0)
        return there;
    if (decoded_size < handle->ifd.segment_bytes) {
        omefs_message_error(&handle->message, "room for %llu bytes expected", (unsigned long long)handle->ifd.segment_bytes);
        return -1;
    }
    /* Not every codec fills its whole buffer. Without a codec nothing is cleared: a small file may claim half a gigabyte. */
    if (!handle->uncompressed)
        memset(decoded, 0, (size_t)handle->ifd.segment_bytes);
    return tiled ? TIFFReadEncodedTile(handle->tiff, segment, decoded, (tmsize_t)handle->ifd.segment_bytes)
                 : TIFFReadEncodedStrip(handle->tiff, segment, decoded, (tmsize_t)handle->ifd.segment_bytes);
}

int64_t omefs_tiff_file_read(
    omefs_tiff_file *handle, uint32_t x, uint32_t y, uint32_t sample, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size)
{
    int64_t count = -1;
    omefs_message_clear(&handle->message);
    if (handle->has_ifd && x < handle->ifd.width && y < handle->ifd.length && sample < handle->ifd.samples_per_pixel)
        count = read_segment(handle, x, y, (uint16_t)sample, decoded, decoded_size);
    else
        omefs_message_error(&handle->message, "no such pixel: %u, %u, sample %u", (unsigned)x, (unsigned)y, (unsigned)sample);
    if (count < 0)
        omefs_message_give(&handle->message, "libtiff does not say why", message, message_size);
    return count;
}

int64_t omefs_tiff_file_chain(omefs_tiff_file *handle, uint64_t *offsets, uint64_t most)
{
    uint64_t count = 0;
    omefs_message_clear(&handle->message);
    handle->has_ifd = 0;
    if (most == 0 || !TIFFSetDirectory(handle->tiff, 0))
        return 0;
    do
        offsets[count++] = TIFFCurrentDirOffset(handle->tiff);
    while (count < most && TIFFReadDirectory(handle->tiff));
    return (int64_t)count;
}

int64_t omefs_tiff_file_subs(omefs_tiff_file *handle, uint64_t offset, uint64_t *offsets, uint64_t most)
{
    uint16_t count = 0;
    uint64_t *found = NULL;
    uint64_t taken = 0;
    omefs_message_clear(&handle->message);
    handle->has_ifd = 0;
    if (!TIFFSetSubDirectory(handle->tiff, offset) || !TIFFGetField(handle->tiff, TIFFTAG_SUBIFD, &count, &found))
        return 0;
    for (; taken < count && taken < most; taken++)
        offsets[taken] = found[taken];
    return (int64_t)taken;
}

int64_t omefs_tiff_file_description(omefs_tiff_file *handle, char *text, uint64_t most)
{
    const char *found = NULL;
    size_t length;
    omefs_message_clear(&handle->message);
    handle->has_ifd = 0;
    if (!TIFFSetDirectory(handle->tiff, 0) || !TIFFGetField(handle->tiff, TIFFTAG_IMAGEDESCRIPTION, &found) || found == NULL)
        return 0;
    length = strlen(found);
    if (length <= most)
        memcpy(text, found, length);
    return (int64_t)length;
}

void omefs_tiff_file_close(omefs_tiff_file *handle)
{
    if (handle == NULL)
        return;
    TIFFClose(handle->tiff);
    free(handle);
}
