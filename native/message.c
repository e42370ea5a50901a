#include "message.h"

#include <stdio.h>
#include <string.h>

void omefs_message_clear(omefs_message *message)
{
    message->text[0] = '\0';
    message->is_error = 0;
}

void omefs_message_keep(omefs_message *message, int is_error, const char *where, const char *format, va_list arguments)
{
    int start = 0;
    if (message->is_error || (message->text[0] != '\0' && !is_error))
        return;
    message->is_error = is_error;
    if (where != NULL)
        start = snprintf(message->text, sizeof(message->text), "%s: ", where);
    if (start < 0 || (size_t)start >= sizeof(message->text))
        return;
    (void)vsnprintf(message->text + start, sizeof(message->text) - (size_t)start, format, arguments);
    /* OpenJPEG ends its messages with a line feed. */
    message->text[strcspn(message->text, "\r\n")] = '\0';
}

void omefs_message_error(omefs_message *message, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    omefs_message_keep(message, 1, NULL, format, arguments);
    va_end(arguments);
}

void omefs_message_give(const omefs_message *message, const char *otherwise, char *to, size_t to_size)
{
    if (to != NULL && to_size > 0)
        (void)snprintf(to, to_size, "%s", message->text[0] != '\0' ? message->text : otherwise);
}
