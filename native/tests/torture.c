/*
 * Feeds the library segments and mutations of them, to be run under valgrind or with OMEFS_SANITIZE. It does not check pixels: it finds reads and
 * writes out of bounds, leaks, and calls that do not return.
 *
 *   omefs_codecs_torture MUTATIONS SEED CASE...
 *
 * A case is a file of three or four parts: 'T' or 'J' for libtiff or OpenJPEG; for 'T' the length (4 bytes, little-endian) and bytes of the
 * TIFF that describes the segment, for 'J' the five numbers of omefs_j2k_segment; the number of bytes it decodes to (4 bytes); the encoded
 * bytes up to the end of the file.
 */
#include "omefs_codecs.h"
#include "torture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A kind, the five numbers of omefs_j2k_segment, the decoded length, and one byte. */
#define SHORTEST_CASE 26

typedef struct {
    int kind;
    omefs_j2k_segment j2k;
    uint8_t *tiff;
    size_t tiff_size;
    size_t decoded_size;
    uint8_t *encoded;
    size_t encoded_size;
    uint8_t *file;
} test_case;

static unsigned long decoded_count, refused_count;

static uint32_t number(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int load(const char *path, test_case *it)
{
    size_t size = 0, at = 1;
    memset(it, 0, sizeof(*it));
    it->file = whole_file(path, SHORTEST_CASE, &size);
    if (it->file == NULL)
        return 0;
    it->kind = it->file[0];
    if (it->kind == 'J') {
        const uint8_t *n = it->file + at;
        const omefs_j2k_segment segment = {number(n), number(n + 4), number(n + 8), number(n + 12), (int32_t)number(n + 16)};
        it->j2k = segment;
        at += 20;
    } else {
        it->tiff_size = number(it->file + at);
        it->tiff = it->file + at + 4;
        at += 4 + it->tiff_size;
    }
    if (at + 4 >= size)
        return 0;
    it->decoded_size = number(it->file + at);
    it->encoded = it->file + at + 4;
    it->encoded_size = size - at - 4;
    return 1;
}

/* Exact allocations, so that an access one byte too far is detected. */
static uint8_t *copy(const uint8_t *bytes, size_t size)
{
    uint8_t *own = malloc(size > 0 ? size : 1);
    if (own == NULL)
        abort();
    memcpy(own, bytes, size);
    return own;
}

/* Some bytes changed, or an end cut off. */
static size_t mutate(uint8_t *bytes, size_t size)
{
    const unsigned changes = 1 + (unsigned)(next_random() % 4);
    for (unsigned i = 0; i < changes && size > 0; i++)
        /* Half of them near the start, where headers are. */
        bytes[next_random() % (next_random() % 2 && size > 64 ? 64 : size)] ^= (uint8_t)(1u << (next_random() % 8));
    return next_random() % 4 == 0 ? next_random() % (size + 1) : size;
}

static void count_result(int64_t result, const char *message)
{
    if (result >= 0)
        decoded_count++;
    else if (message[0] != '\0')
        refused_count++;
    else
        abort(); /* a refusal must give a reason */
}

static void decode(const test_case *it, omefs_tiff *handle, const uint8_t *encoded, size_t encoded_size, uint8_t *decoded)
{
    char message[256] = "";
    const int64_t result = it->kind == 'J'
        ? omefs_j2k_decode(&it->j2k, encoded, encoded_size, decoded, it->decoded_size, message, sizeof(message))
        : omefs_tiff_decode(handle, encoded, encoded_size, decoded, it->decoded_size, message, sizeof(message));
    count_result(result, message);
}

static void run_mutation(const test_case *it, omefs_tiff *handle, uint8_t *decoded)
{
    uint8_t *bytes = copy(it->encoded, it->encoded_size);
    const size_t size = mutate(bytes, it->encoded_size);
    uint8_t *exact = copy(bytes, size);
    decode(it, handle, exact, size, decoded);
    free(exact);
    free(bytes);
}

/* The description is mutated too, because its tags may be hostile. */
static void run_description(const test_case *it, uint8_t *decoded)
{
    char message[256] = "";
    uint8_t *bytes = copy(it->tiff, it->tiff_size);
    const size_t size = mutate(bytes, it->tiff_size);
    omefs_tiff *handle = omefs_tiff_open(bytes, size, message, sizeof(message));
    free(bytes);
    if (handle == NULL) {
        count_result(-1, message);
        return;
    }
    decode(it, handle, it->encoded, it->encoded_size, decoded);
    omefs_tiff_close(handle);
}

static void run(const test_case *it, unsigned mutations)
{
    char message[256] = "";
    uint8_t *decoded = malloc(it->decoded_size > 0 ? it->decoded_size : 1);
    omefs_tiff *handle = it->kind == 'T' ? omefs_tiff_open(it->tiff, it->tiff_size, message, sizeof(message)) : NULL;
    if (decoded != NULL && (it->kind == 'J' || handle != NULL)) {
        decode(it, handle, it->encoded, it->encoded_size, decoded);
        for (unsigned i = 0; i < mutations; i++)
            run_mutation(it, handle, decoded);
        for (unsigned i = 0; it->kind == 'T' && i < mutations / 4; i++)
            run_description(it, decoded);
        decode(it, handle, it->encoded, it->encoded_size, decoded);
    }
    omefs_tiff_close(handle);
    free(decoded);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: %s MUTATIONS SEED CASE...\n", argv[0]);
        return 2;
    }
    const unsigned mutations = (unsigned)strtoul(argv[1], NULL, 10);
    for (int i = 3; i < argc; i++) {
        test_case it;
        seed_random(argv[2], i);
        if (load(argv[i], &it))
            run(&it, mutations);
        else
            fprintf(stderr, "%s: not a case\n", argv[i]);
        free(it.file);
    }
    printf("%s: %lu decoded, %lu refused\n", omefs_codecs_libraries(), decoded_count, refused_count);
    return 0;
}
