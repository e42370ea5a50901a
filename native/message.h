/* The first message of a library, kept until the call it belongs to has ended. */
#ifndef OMEFS_MESSAGE_H
#define OMEFS_MESSAGE_H

#include <stdarg.h>
#include <stddef.h>

#if defined(__GNUC__)
#define OMEFS_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define OMEFS_PRINTF(text, first)
#endif

/* Libraries report the cause first and its consequences afterwards, so an error is never replaced. A warning is replaced by an error. */
typedef struct {
    char text[256];
    int is_error;
} omefs_message;

void omefs_message_clear(omefs_message *message);

OMEFS_PRINTF(2, 3) void omefs_message_error(omefs_message *message, const char *format, ...);

/* Keeps "where: text" unless there is already a graver message. */
OMEFS_PRINTF(4, 0)
void omefs_message_keep(omefs_message *message, int is_error, const char *where, const char *format, va_list arguments);

/* Copies the text to a caller of the library. */
void omefs_message_give(const omefs_message *message, const char *otherwise, char *to, size_t to_size);

#endif
