#include "omefs_codecs.h"

#include <openjpeg.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

int32_t omefs_codecs_version(void)
{
    return OMEFS_CODECS_VERSION;
}

const char *omefs_codecs_libraries(void)
{
    /* Two threads may write it at once, but they write the same characters. */
    static char libraries[128];
    /* "LIBTIFF, Version 4.5.0" and a copyright on the next line. */
    const char *tiff = strstr(TIFFGetVersion(), "Version ");
    tiff = tiff != NULL ? tiff + strlen("Version ") : "of unknown version";
    (void)snprintf(libraries, sizeof(libraries), "libtiff %.*s, OpenJPEG %.32s", (int)strcspn(tiff, "\r\n"), tiff, opj_version());
    return libraries;
}

int32_t omefs_tiff_has_codec(uint16_t compression)
{
    return TIFFIsCODECConfigured(compression) ? 1 : 0;
}
