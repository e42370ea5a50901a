/*
 * Feeds omefs_tiff_file files and mutations of them, to be run under valgrind or with OMEFS_SANITIZE. It finds reads and writes out of bounds,
 * leaks, and calls that do not return.
 *
 *   omefs_codecs_torture_files MUTATIONS SEED SCRATCH TIFF...
 *
 * SCRATCH is a file that is overwritten repeatedly.
 */
#include "omefs_codecs.h"
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a BigTIFF's header. */
#define LONGEST_HEADER 16

/* Segments of one file that are read, and the room for each. */
#define MOST_SEGMENTS 64
#define MOST_BYTES ((size_t)64 << 20)

static unsigned long decoded_count, missing_count, refused_count;

/* The offset of the first IFD. */
static uint64_t first_ifd(const uint8_t *bytes)
{
    const int big_endian = bytes[0] == 'M', big_tiff = bytes[big_endian ? 3 : 2] == 43;
    const int at = big_tiff ? 8 : 4, width = big_tiff ? 8 : 4;
    uint64_t offset = 0;
    for (int i = 0; i < width; i++)
        offset = offset << 8 | bytes[at + (big_endian ? i : width - 1 - i)];
    return offset;
}

static void count_result(int64_t result, const char *message)
{
    if (result > 0)
        decoded_count++;
    else if (result == 0)
        missing_count++;
    else if (message[0] != '\0')
        refused_count++;
    else
        abort(); /* a refusal must give a reason */
}

static void read_segments(omefs_tiff_file *handle, const omefs_tiff_ifd *ifd)
{
    /* An exact allocation, so that an access one byte too far is detected. */
    uint8_t *decoded = ifd->segment_bytes <= MOST_BYTES ? malloc((size_t)ifd->segment_bytes) : NULL;
    for (unsigned i = 0; decoded != NULL && i < MOST_SEGMENTS; i++) {
        char message[256] = "";
        const uint32_t x = (uint32_t)(next_random() % ifd->width), y = (uint32_t)(next_random() % ifd->length);
        const uint32_t sample = (uint32_t)(next_random() % ifd->samples_per_pixel);
        count_result(omefs_tiff_file_read(handle, x, y, sample, decoded, (size_t)ifd->segment_bytes, message, sizeof(message)), message);
    }
    free(decoded);
}

static void run_once(const char *scratch, const uint8_t *bytes, size_t size, uint64_t offset)
{
    char message[256] = "";
    omefs_tiff_ifd ifd;
    omefs_tiff_file *handle;
    FILE *file = fopen(scratch, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        abort();
    handle = omefs_tiff_file_open(scratch, message, sizeof(message));
    if (handle == NULL) {
        count_result(-1, message);
        return;
    }
    if (omefs_tiff_file_go(handle, offset, &ifd, message, sizeof(message)))
        read_segments(handle, &ifd);
    else
        count_result(-1, message);
    omefs_tiff_file_close(handle);
}

/* Some bytes changed, half of them in the IFD or near it, or an end cut off. */
static void run_mutation(const char *scratch, const uint8_t *bytes, size_t size, uint64_t offset)
{
    uint8_t *own = malloc(size);
    const unsigned changes = 1 + (unsigned)(next_random() % 4);
    if (own == NULL)
        abort();
    memcpy(own, bytes, size);
    for (unsigned i = 0; i < changes; i++) {
        const size_t near = (size_t)((offset + next_random() % 256) % size);
        own[next_random() % 2 ? near : next_random() % size] ^= (uint8_t)(1u << (next_random() % 8));
    }
    run_once(scratch, own, next_random() % 8 == 0 ? next_random() % size : size, offset);
    free(own);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: %s MUTATIONS SEED SCRATCH TIFF...\n", argv[0]);
        return 2;
    }
    const unsigned mutations = (unsigned)strtoul(argv[1], NULL, 10);
    for (int i = 4; i < argc; i++) {
        size_t size = 0;
        uint8_t *bytes = whole_file(argv[i], LONGEST_HEADER + 1, &size);
        seed_random(argv[2], i);
        if (bytes == NULL) {
            fprintf(stderr, "%s: cannot be read\n", argv[i]);
            continue;
        }
        run_once(argv[3], bytes, size, first_ifd(bytes));
        for (unsigned m = 0; m < mutations; m++)
            run_mutation(argv[3], bytes, size, first_ifd(bytes));
        free(bytes);
    }
    remove(argv[3]);
    printf("%s: %lu decoded, %lu missing, %lu refused\n", omefs_codecs_libraries(), decoded_count, missing_count, refused_count);
    return 0;
}
