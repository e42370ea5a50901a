/*
 * The codecs omefs does not have in managed code: those of libtiff, OpenJPEG, libdeflate and libjxl, applied to single segments (strips or
 * tiles) whose bytes the caller fetched. Only omefs_tiff_file reads a file, for who wants to know what libtiff itself makes of one.
 *
 * Rules for all functions
 *   - No global state: safe from many threads. One omefs_tiff or omefs_tiff_file is for one thread at a time.
 *   - Memory belongs to whoever allocated it. Nothing given is kept after the call returns, and nothing const is written to.
 *   - "message" receives the library's own word, NUL-terminated and cut to message_size, where a call fails; else it is not touched.
 *     It may be NULL if message_size is 0.
 *   - All of "decoded" is overwritten by a call that succeeds. Bytes that the segment has no pixels for (a JPEG smaller than its tile)
 *     become 0.
 *   - A decoder stops at decoded_size, whatever the encoded bytes promise.
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
#define OMEFS_CODECS_VERSION 5

OMEFS_API int32_t omefs_codecs_version(void);

/* The libraries behind it as they were found at run time: "libtiff 4.5.0, OpenJPEG 2.5.0". */
OMEFS_API const char *omefs_codecs_libraries(void);

/* 1 where the libtiff at hand was built with the codec of this value of tag 259, else 0. */
OMEFS_API int32_t omefs_tiff_has_codec(uint16_t compression);

/* A described segment and the state to decode others like it. */
typedef struct omefs_tiff omefs_tiff;

/*
 * Opens a TIFF in memory, whose first IFD describes one segment as an image of one strip: its width and length, bits, samples,
 * compression, and the codec's own tags (JPEGTables, T4Options, LercParameters ...). Its StripOffsets and StripByteCounts are 0.
 * Returns NULL where libtiff does not accept it.
 *
 * Segments come out
 *   - of JPEG with photometric YCbCr as RGB at full resolution;
 *   - of every other compression as the IFD describes them, rows beginning at whole bytes;
 *   - with the predictor of tag 317 undone;
 *   - with samples of 16, 24, 32 and 64 bits in the byte order of this machine, whatever the TIFF's.
 * So a TIFF of this machine's byte order without a predictor gives back the bytes that were compressed, as they were.
 */
OMEFS_API omefs_tiff *omefs_tiff_open(const uint8_t *tiff, size_t size, char *message, size_t message_size);

/* Bytes of the decoded segment. */
OMEFS_API int64_t omefs_tiff_segment_size(const omefs_tiff *handle);

/*
 * Decodes the bytes of one segment as they lie in the file (FillOrder 2 is turned here). Returns the number of bytes of "decoded" that
 * belong to the segment: as many whole rows as there is room for; -1 on failure, after which the handle may be used again, though what
 * it decodes next is better decoded by a fresh one.
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
    uint32_t segment_width; /* of a tile; of a strip the image's. libtiff may cut a long uncompressed strip into short ones. */
    uint32_t segment_length;
    uint32_t bits_per_sample;
    uint32_t samples_per_pixel;
    uint32_t samples_per_segment; /* interleaved in one segment: 1 where they are planar */
    uint32_t reserved;
    uint64_t row_bytes;     /* of a decoded segment */
    uint64_t segment_bytes; /* of a whole one: segment_length rows */
} omefs_tiff_ifd;

/* Opens a file by its path in the encoding of the system. NULL where libtiff does not accept it. */
OMEFS_API omefs_tiff_file *omefs_tiff_file_open(const char *path, char *message, size_t message_size);

/*
 * Reads the IFD at an offset. Returns 1, or 0 where libtiff does not accept it or would not decode it into pixels (no codec; subsampled
 * YCbCr outside JPEG; old-style JPEG). JPEG with photometric YCbCr is decoded to RGB.
 */
OMEFS_API int32_t omefs_tiff_file_go(omefs_tiff_file *handle, uint64_t offset, omefs_tiff_ifd *ifd, char *message, size_t message_size);

/*
 * Decodes the segment with a pixel of the IFD gone to last: rows as TIFFReadEncodedStrip and TIFFReadEncodedTile give them, samples of whole
 * bytes in the byte order of this machine, others packed most significant bit first. Returns the number of decoded bytes (fewer than
 * segment_bytes in a short last strip), 0 where the file has no such segment, -1 on failure.
 */
OMEFS_API int64_t omefs_tiff_file_read(
    omefs_tiff_file *handle, uint32_t x, uint32_t y, uint32_t sample, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

/*
 * Writes the offsets of the main chain's IFDs in the order in which libtiff walks them, at most "most" of them, and returns how many were
 * written. The IFD gone to last has to be gone to again.
 */
OMEFS_API int64_t omefs_tiff_file_chain(omefs_tiff_file *handle, uint64_t *offsets, uint64_t most);

/* The same for the SubIFDs of the IFD at an offset; 0 where it has none or libtiff does not accept it. */
OMEFS_API int64_t omefs_tiff_file_subs(omefs_tiff_file *handle, uint64_t offset, uint64_t *offsets, uint64_t most);

/* Copies the ImageDescription of the first IFD without its NUL, if there is room for it, and returns its length; 0 where it has none. */
OMEFS_API int64_t omefs_tiff_file_description(omefs_tiff_file *handle, char *text, uint64_t most);

OMEFS_API void omefs_tiff_file_close(omefs_tiff_file *handle);

/*
 * Undoes a zlib stream that holds exactly decoded_size bytes and is whole. Returns 1, or 0 where it is anything else, after which "decoded"
 * may hold whatever: zlib itself can tell what is wrong, or make something of it. (libtiff, too, uses libdeflate, but takes a stream that
 * is longer than expected for decoded when it is not.)
 */
OMEFS_API int32_t omefs_inflate(const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size);

/* What a JPEG 2000 segment must decode to. */
typedef struct omefs_j2k_segment {
    uint32_t width;            /* pixels of a decoded row */
    uint32_t height;           /* rows */
    uint32_t samples;          /* of a pixel, interleaved */
    uint32_t bytes_per_sample; /* 1, 2 or 4, in the byte order of this machine; samples of other sizes are not scaled */
    int32_t ycbcr;             /* 1: three components that are YCbCr, to become RGB, whether or not the stream says so */
} omefs_j2k_segment;

/*
 * Decodes a JPEG 2000 codestream or JP2 file. Images smaller than the segment are filled up with 0; larger ones, other numbers of
 * components and deeper samples are refused before memory is taken for them. Subsampled components are repeated to full size.
 * A JP2 that says it is YCbCr becomes RGB. Returns the bytes of the segment, or -1.
 */
OMEFS_API int64_t omefs_j2k_decode(
    const omefs_j2k_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

/* What a segment must decode to in a codec of whole images. */
typedef struct omefs_image_segment {
    uint32_t width;           /* pixels of a decoded row */
    uint32_t height;          /* rows */
    uint32_t samples;         /* of a pixel, interleaved */
    uint32_t bits_per_sample; /* decoded into 8, 16 or 32 bits in the byte order of this machine; fewer bits are not scaled */
    int32_t is_float;         /* 1: floats of 16 or 32 bits, 0: unsigned whole numbers */
} omefs_image_segment;

/* The functions of JPEG XL are in a library of their own, libomefs_jxl, which is optional. This is OMEFS_CODECS_VERSION of that. */
OMEFS_API int32_t omefs_jxl_version(void);

/* "libjxl 0.7.0" */
OMEFS_API const char *omefs_jxl_libraries(void);

/*
 * Decodes a JPEG XL codestream or container. Images smaller than the segment are filled up with 0; larger ones, other numbers of samples
 * and other formats are refused before memory is taken for them. Of an animation the first frame counts; the image is not turned, and its
 * alpha is left as it is. Returns the bytes of the segment, or -1.
 */
OMEFS_API int64_t omefs_jxl_decode(
    const omefs_image_segment *segment, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded, size_t decoded_size, char *message,
    size_t message_size);

#ifdef __cplusplus
}
#endif

#endif
