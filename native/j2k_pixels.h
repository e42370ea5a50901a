/* OpenJPEG's components, one array of 32-bit numbers each, as interleaved samples. */
#ifndef OMEFS_J2K_PIXELS_H
#define OMEFS_J2K_PIXELS_H

#include "omefs_codecs.h"

#include <openjpeg.h>

/*
 * Writes the rows of the image to the upper left of the segment; the rest of "decoded" is not changed.
 * Invariant: the image has segment->samples components, each with at least one row and column, none larger than the segment.
 */
void omefs_j2k_interleave(const opj_image_t *image, const omefs_j2k_segment *segment, uint8_t *decoded);

/* Turns interleaved 8-bit YCbCr into RGB in place. Spec: JFIF 1.02, the same as ITU-T T.871. */
void omefs_j2k_ycbcr_to_rgb(uint8_t *pixels, size_t count);

#endif
