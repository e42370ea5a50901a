/* What the torture programs have in common. */
#ifndef OMEFS_TORTURE_H
#define OMEFS_TORTURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t random_state;

static void seed_random(const char *seed, int number)
{
    random_state = strtoull(seed, NULL, 10) * 0x9E3779B97F4A7C15u + (uint64_t)number;
}

/* xorshift64: the same mutations everywhere. */
static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

/* The bytes of a file, to be freed; NULL if it cannot be read or has fewer than `least`, which is at least 1. */
static uint8_t *whole_file(const char *path, size_t least, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long length;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= (long)least && fseek(file, 0, SEEK_SET) == 0) {
        *size = (size_t)length;
        bytes = malloc(*size);
        if (bytes != NULL && fread(bytes, 1, *size, file) != *size) {
            free(bytes);
            bytes = NULL;
        }
    }
    if (file != NULL)
        fclose(file);
    return bytes;
}

#endif
