/*
 * Decodes every tile or strip of a TIFF by libtiff (JPEG 2000, which libtiff lacks, by OpenJPEG) and prints how long that took, as one line
 * of JSON.
 *
 *   decode_libtiff time  FILE THREADS   decodes into memory and forgets it; each thread has a handle of its own
 *   decode_libtiff write FILE PIXELS    writes the pixels to another file: plane after plane, row after row, samples as in the TIFF
 *
 * All IFDs must be alike, and made of whole segments: what a tile has outside of the image is nobody's.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <openjpeg.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>
#include <time.h>

enum { MAX_THREADS = 64, FIRST_J2K = 33003, LAST_J2K = 33005, J2K = 34712 };

struct slide {
	TIFF *tiff;
	uint32_t segments, columns, planes, plane;
	uint32_t width, across, down;
	uint16_t compression, samples, sample_bytes;
	size_t raw_bytes, bytes;
	uint8_t *raw, *pixels;
};

static const char *path;
static atomic_uint next_segment;
static atomic_uint_fast64_t bytes_decoded;

static void die(const char *what)
{
	fprintf(stderr, "decode_libtiff: %s: %s\n", path, what);
	exit(1);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int is_j2k(const struct slide *slide)
{
	return (slide->compression >= FIRST_J2K && slide->compression <= LAST_J2K) || slide->compression == J2K;
}

static void ask_for_rgb(struct slide *slide)
{
	uint16_t photometric = 0;
	TIFFGetField(slide->tiff, TIFFTAG_PHOTOMETRIC, &photometric);
	if (slide->compression == COMPRESSION_JPEG && photometric == PHOTOMETRIC_YCBCR)
		TIFFSetField(slide->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
}

static void open_slide(struct slide *slide)
{
	uint16_t bits;
	uint32_t length;
	memset(slide, 0, sizeof *slide);
	if (!(slide->tiff = TIFFOpen(path, "r")))
		die("cannot be opened");
	slide->planes = TIFFNumberOfDirectories(slide->tiff);
	TIFFGetField(slide->tiff, TIFFTAG_COMPRESSION, &slide->compression);
	TIFFGetField(slide->tiff, TIFFTAG_IMAGEWIDTH, &slide->width);
	TIFFGetField(slide->tiff, TIFFTAG_IMAGELENGTH, &length);
	TIFFGetFieldDefaulted(slide->tiff, TIFFTAG_SAMPLESPERPIXEL, &slide->samples);
	TIFFGetFieldDefaulted(slide->tiff, TIFFTAG_BITSPERSAMPLE, &bits);
	slide->sample_bytes = bits / 8;
	ask_for_rgb(slide);
	if (TIFFIsTiled(slide->tiff)) {
		TIFFGetField(slide->tiff, TIFFTAG_TILEWIDTH, &slide->across);
		TIFFGetField(slide->tiff, TIFFTAG_TILELENGTH, &slide->down);
		slide->segments = TIFFNumberOfTiles(slide->tiff);
		slide->bytes = TIFFTileSize(slide->tiff);
	} else {
		slide->across = slide->width;
		TIFFGetField(slide->tiff, TIFFTAG_ROWSPERSTRIP, &slide->down);
		slide->segments = TIFFNumberOfStrips(slide->tiff);
		slide->bytes = TIFFStripSize(slide->tiff);
	}
	if (!slide->across || !slide->down || slide->width % slide->across || length % slide->down)
		die("whole segments expected");
	slide->columns = slide->width / slide->across;
	slide->raw_bytes = slide->bytes + 65536;
	slide->raw = malloc(slide->raw_bytes);
	slide->pixels = malloc(slide->bytes);
	if (!slide->raw || !slide->pixels)
		die("no memory");
}

static void close_slide(struct slide *slide)
{
	free(slide->raw);
	free(slide->pixels);
	TIFFClose(slide->tiff);
}

struct memory {
	const uint8_t *bytes;
	size_t size, at;
};

static OPJ_SIZE_T read_memory(void *to, OPJ_SIZE_T count, void *user)
{
	struct memory *memory = user;
	size_t left = memory->size - memory->at;
	if (!left)
		return (OPJ_SIZE_T)-1;
	if (count > left)
		count = left;
	memcpy(to, memory->bytes + memory->at, count);
	memory->at += count;
	return count;
}

static OPJ_OFF_T skip_memory(OPJ_OFF_T count, void *user)
{
	struct memory *memory = user;
	memory->at += count;
	return count;
}

static OPJ_BOOL seek_memory(OPJ_OFF_T at, void *user)
{
	((struct memory *)user)->at = at;
	return OPJ_TRUE;
}

/* Components of 8 bits, none of them subsampled, made into interleaved samples as libtiff's codecs would. */
static void decode_j2k(struct slide *slide, size_t size)
{
	struct memory memory = {slide->raw, size, 0};
	opj_dparameters_t parameters;
	opj_image_t *image = NULL;
	opj_stream_t *stream = opj_stream_create(size, OPJ_TRUE);
	opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
	opj_stream_set_user_data(stream, &memory, NULL);
	opj_stream_set_user_data_length(stream, size);
	opj_stream_set_read_function(stream, read_memory);
	opj_stream_set_skip_function(stream, skip_memory);
	opj_stream_set_seek_function(stream, seek_memory);
	opj_set_default_decoder_parameters(&parameters);
	if (!opj_setup_decoder(codec, &parameters) || !opj_read_header(stream, codec, &image) || !opj_decode(codec, stream, image))
		die("OpenJPEG failed");
	if (image->numcomps != slide->samples || slide->sample_bytes != 1)
		die("other components than samples");
	for (uint32_t c = 0; c < image->numcomps; c++) {
		size_t pixels = (size_t)image->comps[c].w * image->comps[c].h;
		if (pixels * slide->samples != slide->bytes)
			die("a component of another size than its tile");
		for (size_t i = 0; i < pixels; i++)
			slide->pixels[i * slide->samples + c] = image->comps[c].data[i];
	}
	opj_image_destroy(image);
	opj_destroy_codec(codec);
	opj_stream_destroy(stream);
}

/* `segment` counts on from plane to plane. */
static void decode(struct slide *slide, uint32_t segment)
{
	tmsize_t got;
	if (segment / slide->segments != slide->plane) {
		slide->plane = segment / slide->segments;
		if (!TIFFSetDirectory(slide->tiff, slide->plane))
			die("an IFD cannot be read");
		ask_for_rgb(slide);
	}
	segment %= slide->segments;
	if (is_j2k(slide)) {
		if ((got = TIFFReadRawTile(slide->tiff, segment, slide->raw, slide->raw_bytes)) <= 0)
			die("reading a tile failed");
		decode_j2k(slide, got);
		return;
	}
	got = TIFFIsTiled(slide->tiff) ? TIFFReadEncodedTile(slide->tiff, segment, slide->pixels, slide->bytes)
	                               : TIFFReadEncodedStrip(slide->tiff, segment, slide->pixels, slide->bytes);
	if (got != (tmsize_t)slide->bytes)
		die("decoding failed");
}

static void *decode_some(void *unused)
{
	struct slide slide;
	uint32_t segment;
	(void)unused;
	open_slide(&slide);
	while ((segment = atomic_fetch_add(&next_segment, 1)) < slide.segments * slide.planes) {
		decode(&slide, segment);
		atomic_fetch_add(&bytes_decoded, slide.bytes);
	}
	close_slide(&slide);
	return NULL;
}

static double decode_all(int threads)
{
	pthread_t others[MAX_THREADS];
	double start = now();
	if (threads < 1 || threads > MAX_THREADS)
		die("1 to 64 threads expected");
	for (int i = 1; i < threads; i++)
		if ((errno = pthread_create(&others[i], NULL, decode_some, NULL)))
			die(strerror(errno));
	decode_some(NULL);
	for (int i = 1; i < threads; i++)
		pthread_join(others[i], NULL);
	return now() - start;
}

static void write_pixels(const char *name)
{
	struct slide slide;
	FILE *file = fopen(name, "w");
	open_slide(&slide);
	size_t part = slide.bytes / slide.down, row = part * slide.columns, plane = slide.bytes * slide.segments;
	for (uint32_t segment = 0; segment < slide.segments * slide.planes; segment++) {
		uint32_t in_plane = segment % slide.segments;
		decode(&slide, segment);
		for (uint32_t y = 0; y < slide.down; y++) {
			size_t line = (size_t)(in_plane / slide.columns) * slide.down + y;
			long at = segment / slide.segments * plane + line * row + in_plane % slide.columns * part;
			if (!file || fseek(file, at, SEEK_SET) || fwrite(slide.pixels + y * part, 1, part, file) != part)
				die(strerror(errno));
		}
	}
	if (fclose(file))
		die(strerror(errno));
	close_slide(&slide);
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "usage: decode_libtiff time FILE THREADS | write FILE PIXELS\n");
		return 2;
	}
	path = argv[2];
	TIFFSetWarningHandler(NULL);
	if (!strcmp(argv[1], "write")) {
		write_pixels(argv[3]);
		return 0;
	}
	double seconds = decode_all(atoi(argv[3]));
	printf("{\"bytes\": %llu, \"seconds\": %.9f}\n", (unsigned long long)bytes_decoded, seconds);
	return 0;
}
