/*
 * omefs-jxr: decodes JPEG XR segments from standard input, one after the other, until it ends. jxrlib does not survive all damaged data, but omefs
 * must. So each segment is decoded by a child in a sandbox, whose memory is not used afterwards. If a child is killed, the program ends without
 * an answer. All numbers are in the byte order of this machine.
 *
 *   request   omefs_image_segment, uint64 bytes, the bytes
 *   answer    int64 bytes of the decoded segment, and these; or -1 and a message of 256 bytes
 */
#include "jxr_decode.h"
#include "jxr_sandbox.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define MESSAGE_BYTES 256

static int read_all(void *to, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t count = read(STDIN_FILENO, (char *)to + done, size - done);
        if (count <= 0)
            return 0;
        done += (size_t)count;
    }
    return 1;
}

static int write_all(const void *from, size_t size)
{
    for (size_t done = 0; done < size;) {
        const ssize_t count = write(STDOUT_FILENO, (const char *)from + done, size - done);
        if (count <= 0)
            return 0;
        done += (size_t)count;
    }
    return 1;
}

/* The child's side: decodes and answers. */
static int answer(const omefs_image_segment *segment, const uint8_t *encoded, size_t size)
{
    char message[MESSAGE_BYTES] = "";
    const uint64_t room = (uint64_t)segment->width * segment->samples * omefs_image_sample_bytes(segment) * segment->height;
    uint8_t *decoded = room > 0 && room <= INT32_MAX ? malloc(room) : NULL;
    int64_t count = -1;
    if (!omefs_jxr_enter_sandbox())
        return 0;
    if (decoded != NULL)
        count = omefs_jxr_decode(segment, encoded, size, decoded, room, message, sizeof(message));
    return write_all(&count, sizeof(count)) && (count >= 0 ? write_all(decoded, (size_t)count) : write_all(message, sizeof(message)));
}

static int serve(const omefs_image_segment *segment, const uint8_t *encoded, size_t size)
{
    int status = 1;
    const pid_t child = fork();
    if (child == 0)
        _exit(answer(segment, encoded, size) ? 0 : 1);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static int serve_one(void)
{
    omefs_image_segment segment;
    uint64_t size = 0;
    int done = 0;
    if (!read_all(&segment, sizeof(segment)) || !read_all(&size, sizeof(size)) || size == 0 || size > INT32_MAX)
        return 0;
    uint8_t *encoded = malloc(size);
    if (encoded != NULL && read_all(encoded, size))
        done = serve(&segment, encoded, size);
    free(encoded);
    return done;
}

int main(void)
{
    while (serve_one())
        continue;
    return 0;
}
