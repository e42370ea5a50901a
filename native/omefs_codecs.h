/*
 * The codecs that omefs does not have in managed code: those of libtiff, OpenJPEG, libdeflate and libjxl, applied to single segments (strips or
 * tiles) whose bytes the caller has read. Only omefs_tiff_file reads a file, for comparisons with libtiff's own reading.
 *
 * Rules for all functions
 *   - No global state: safe from many threads. One omefs_tiff or omefs_tiff_file is for one thread at a time.
 *   - The code that allocated memory owns it. No argument is kept after the call returns, and nothing const is written to.
 *   - If a call fails, "message" receives the library's own message, NUL-terminated and cut to message_size; else it is not touched.
 *     It may be NULL if message_size is 0.
 *   - A call that succeeds overwrites all of "decoded". Bytes for which the segment has no pixels (a JPEG smaller than its tile)
 *     become 0.
 *   - A decoder stops at decoded_size, whatever the encoded bytes claim.
 */
#ifndef OMEFS_CODECS_H
#define OMEFS_CODECS_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define OMEFS_API __declspec(dllexport)
#else
#define OMEFS_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Version of this interface. A caller refuses a library of another version. */
#define OMEFS_CODECS_VERSION 6

OMEFS_API int32_t omefs_codecs_version(void);

/* The libraries behind it as they were found at run time: "libtiff 4.5.0, OpenJPEG 2.5.0". */
OMEFS_API const char *omefs_codecs_libraries(void);

/* 1 if the installed libtiff was built with the codec of this value of tag 259, else 0. */
OMEFS_API int32_t omefs_tiff_has_codec(uint16_t compression);

/* A described segment and the state to decode others like it. */
typedef struct omefs_tiff omefs_tiff;

/*
 * Opens a TIFF in memory, whose first IFD describes one segment as an image of one strip: its width and length, bits, samples,
 * compression, and the codec's own tags (JPEGTables, T4Options, LercParameters ...). Its StripOffsets and StripByteCounts are 0.
 * Returns NULL if libtiff does not accept it.
 *
 * Decoded segments are
 *   - for JPEG with photometric YCbCr: RGB at full resolution;
 *   - for every other compression: as the IFD describes them, with rows that begin at whole bytes;
 *   - without the predictor of tag 317;
 *   - with samples of 16, 24, 32 and 64 bits in the byte order of this machine, whatever that of the TIFF.
 * So a TIFF of this machine's byte order without a predictor gives exactly the bytes that were compressed.
 */
OMEFS_API omefs_tiff *omefs_tiff_open(const uint8_t *tiff, size_t size, char *message, size_t message_size);

/* Bytes of the decoded segment. */
OMEFS_API int64_t omefs_tiff_segment_size(const omefs_tiff *handle);

/*
 * Decodes the bytes of one segment as stored in the file (the bits of FillOrder 2 are reversed here). Returns the number of bytes of "decoded" that
 * belong to the segment: as many whole rows as there is room for; -1 on failure. The handle may be used again after a failure, but a
 * new one is better.
 */
OMEFS_API int64_t omefs_tiff_decode(
    omefs_tiff *handle, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

OMEFS_API void omefs_tiff_close(omefs_tiff *handle);

/* A TIFF on disk that libtiff reads by itself: IFDs, segment tables, byte order, predictors. */
typedef struct omefs_tiff_file omefs_tiff_file;

/* One IFD as libtiff understands it. */
typedef struct omefs_tiff_ifd {
    uint32_t width;  /* of the image, in pixels */
    uint32_t length;
    uint32_t segment_width; /* of a tile; for strips, of the image. libtiff may cut a long uncompressed strip into short ones. */
    uint32_t segment_length;
    uint32_t bits_per_sample;
    uint32_t samples_per_pixel;
    uint32_t samples_per_segment; /* interleaved in one segment; 1 if they are planar */
    uint32_t reserved;
    uint64_t row_bytes;     /* of a decoded segment */
    uint64_t segment_bytes; /* of a whole segment: segment_length rows */
} omefs_tiff_ifd;

/* Opens a file by its path in the encoding of the system. NULL if libtiff does not accept it. */
OMEFS_API omefs_tiff_file *omefs_tiff_file_open(const char *path, char *message, size_t message_size);

/*
 * Reads the IFD at an offset. Returns 1, or 0 if libtiff does not accept it or would not decode it into pixels (no codec; subsampled
 * YCbCr outside JPEG; old-style JPEG). JPEG with photometric YCbCr is decoded to RGB.
 */
OMEFS_API int32_t omefs_tiff_file_go(omefs_tiff_file *handle, uint64_t offset, omefs_tiff_ifd *ifd, char *message, size_t message_size);

/*
 * Decodes the segment with a pixel of the current IFD: rows as TIFFReadEncodedStrip and TIFFReadEncodedTile return them, samples of whole
 * bytes in the byte order of this machine, others packed with the most significant bit first. Returns the number of decoded bytes (fewer than
 * segment_bytes in a short last strip), 0 if the file has no such segment, -1 if libtiff fails, -2 if it does not find the end of the segment.
 */
OMEFS_API int64_t omefs_tiff_file_read(
    omefs_tiff_file *handle, uint32_t x, uint32_t y, uint32_t sample, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

/*
 * Writes the offsets of the main chain's IFDs in the order in which libtiff walks them, at most "most" of them, and returns how many were
 * written. Afterwards there is no current IFD: it must be read again.
 */
OMEFS_API int64_t omefs_tiff_file_chain(omefs_tiff_file *handle, uint64_t *offsets, uint64_t most);

/* The same for the SubIFDs of the IFD at an offset; 0 if it has none or libtiff does not accept it. */
OMEFS_API int64_t omefs_tiff_file_subs(omefs_tiff_file *handle, uint64_t offset, uint64_t *offsets, uint64_t most);

/* Copies the ImageDescription of the first IFD without its NUL, if there is room for it, and returns its length; 0 if it has none. */
OMEFS_API int64_t omefs_tiff_file_description(omefs_tiff_file *handle, char *text, uint64_t most);

OMEFS_API void omefs_tiff_file_close(omefs_tiff_file *handle);

/*
 * Decodes a complete zlib stream of exactly decoded_size bytes. Returns 1; or 0 for any other stream, and then the content of "decoded" is undefined:
 * the caller can use zlib itself, which reports the fault or decodes it. (libtiff also uses libdeflate, but treats a stream that is longer than
 * expected as decoded when it is not.)
 */
OMEFS_API int32_t omefs_inflate(const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size);

/* The pixels that a JPEG 2000 segment must decode to. */
typedef struct omefs_j2k_segment {
    uint32_t width;            /* pixels of a decoded row */
    uint32_t height;           /* rows */
    uint32_t samples;          /* of a pixel, interleaved */
    uint32_t bytes_per_sample; /* 1, 2 or 4, in the byte order of this machine; samples of other sizes are not scaled */
    int32_t ycbcr;             /* 1: three components are YCbCr and become RGB, whether or not the stream says so */
} omefs_j2k_segment;

/*
 * Decodes a JPEG 2000 codestream or JP2 file. Images smaller than the segment are padded with 0. Larger ones, other numbers of
 * components and deeper samples are refused before memory is allocated for them. Subsampled components are repeated to full size.
 * A JP2 that says it is YCbCr becomes RGB. Returns the bytes of the segment, or -1.
 */
OMEFS_API int64_t omefs_j2k_decode(
    const omefs_j2k_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

/* The pixels that a segment must decode to in a codec of whole images. */
typedef struct omefs_image_segment {
    uint32_t width;           /* pixels of a decoded row */
    uint32_t height;          /* rows */
    uint32_t samples;         /* of a pixel, interleaved */
    uint32_t bits_per_sample; /* decoded into 8, 16 or 32 bits in the byte order of this machine; fewer bits are not scaled */
    int32_t is_float;         /* 1: floats of 16 or 32 bits, 0: unsigned whole numbers */
} omefs_image_segment;

/* The functions for JPEG XL are in a separate library, libomefs_jxl, which is optional. This is its OMEFS_CODECS_VERSION. */
OMEFS_API int32_t omefs_jxl_version(void);

/* "libjxl 0.7.0" */
OMEFS_API const char *omefs_jxl_libraries(void);

/*
 * Decodes a JPEG XL codestream or container. Images smaller than the segment are padded with 0. Larger ones, other numbers of samples
 * and other formats are refused before memory is allocated for them. For an animation, the first frame counts. The image is not rotated, and its
 * alpha is not changed. Returns the bytes of the segment, or -1.
 */
OMEFS_API int64_t omefs_jxl_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

#ifdef __cplusplus
}
#endif

#endif
