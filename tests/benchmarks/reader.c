/*
 * Reads chunk files as a Zarr client does and prints how long that took, as one line of JSON.
 *
 *   reader read   ROOT LIST THREADS      open, read to the end, close each file of LIST, in order, shared among THREADS
 *   reader sum    ROOT LIST              the same bytes, all of them hashed; not meant to be timed
 *   reader random ROOT LIST COUNT SEED   COUNT reads of 4 KiB at shuffled places, none of them left in the kernel's cache
 *
 * `read` touches one word of each 4 KiB only: hashing every byte would cost more than reading it does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, STRIDE = 4096, MAX_THREADS = 64 };

static const char *root;
static char **paths;
static size_t path_count;
static int hash_all;

static atomic_size_t next_path;
static atomic_uint_fast64_t bytes_read, checksum;

static void die(const char *what, const char *path)
{
	fprintf(stderr, "reader: %s %s: %s\n", what, path, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static uint64_t mix(uint64_t value)
{
	value = (value ^ (value >> 32)) * 0x9E3779B97F4A7C15u;
	return value ^ (value >> 29);
}

/* Every file's path made whole once, so that the timed loop only opens, reads and closes. */
static void load_paths(const char *list)
{
	FILE *file = fopen(list, "r");
	char *line = NULL;
	size_t room = 0, capacity = 0;
	ssize_t length;
	if (!file)
		die("open", list);
	while ((length = getline(&line, &room, file)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = 0;
		if (path_count == capacity) {
			capacity = capacity ? 2 * capacity : 1024;
			paths = realloc(paths, capacity * sizeof *paths);
			if (!paths)
				die("memory for", list);
		}
		if (asprintf(&paths[path_count++], "%s/%s", root, line) < 0)
			die("memory for", list);
	}
	free(line);
	fclose(file);
}

static int open_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die("open", path);
	return fd;
}

/* Depends on each word's place in the file, not on how many words one read() brought. */
static uint64_t hash_words(const char *bytes, size_t count, uint64_t place)
{
	size_t step = hash_all ? sizeof(uint64_t) : STRIDE;
	uint64_t sum = 0, word;
	for (size_t at = (step - place % step) % step; at + sizeof word <= count; at += step) {
		memcpy(&word, bytes + at, sizeof word);
		sum += mix(word + place + at);
	}
	return sum;
}

static void read_whole(size_t index, char *buffer)
{
	int fd = open_path(paths[index]);
	uint64_t place = 0, sum = 0;
	ssize_t got;
	while ((got = read(fd, buffer, BUFFER)) > 0) {
		sum += hash_words(buffer, got, place);
		place += got;
	}
	if (got < 0)
		die("read", paths[index]);
	close(fd);
	atomic_fetch_add(&bytes_read, place);
	atomic_fetch_add(&checksum, mix(sum + index));
}

static void *read_some(void *unused)
{
	char *buffer = aligned_alloc(STRIDE, BUFFER);
	size_t index;
	(void)unused;
	if (!buffer)
		die("memory for", "a read buffer");
	memset(buffer, 0, BUFFER);
	while ((index = atomic_fetch_add(&next_path, 1)) < path_count)
		read_whole(index, buffer);
	free(buffer);
	return NULL;
}

static void read_all(int threads)
{
	pthread_t others[MAX_THREADS];
	if (threads < 1 || threads > MAX_THREADS) {
		fprintf(stderr, "reader: 1 to %d threads, not %d\n", MAX_THREADS, threads);
		exit(2);
	}
	for (int i = 1; i < threads; i++)
		if ((errno = pthread_create(&others[i], NULL, read_some, NULL)))
			die("start", "a thread");
	read_some(NULL);
	for (int i = 1; i < threads; i++)
		pthread_join(others[i], NULL);
}

/* Reads one file's 4 KiB places in shuffled order; returns how many. RANDOM and DONTNEED make each of them a request of its own. */
static size_t read_shuffled(size_t index, size_t most)
{
	int fd = open_path(paths[index]);
	struct stat stat;
	char buffer[STRIDE];
	if (fstat(fd, &stat))
		die("stat", paths[index]);
	size_t count = stat.st_size / STRIDE, done = 0;
	off_t *places = malloc((count + 1) * sizeof *places);
	if (!places)
		die("memory for", paths[index]);
	for (size_t i = 0; i < count; i++) {
		size_t j = random() % (i + 1);
		places[i] = places[j];
		places[j] = (off_t)i * STRIDE;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM);
	for (; done < count && done < most; done++) {
		if (pread(fd, buffer, STRIDE, places[done]) != STRIDE)
			die("read 4 KiB of", paths[index]);
		atomic_fetch_add(&checksum, hash_words(buffer, STRIDE, places[done]));
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
	free(places);
	return done;
}

static void read_random(size_t count, unsigned seed)
{
	srandom(seed);
	for (size_t done = 0; done < count;) {
		size_t some = read_shuffled(random() % path_count, count - done);
		if (!some) {
			fprintf(stderr, "reader: random needs files of at least 4 KiB\n");
			exit(2);
		}
		atomic_fetch_add(&bytes_read, some * STRIDE);
		done += some;
	}
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: reader read ROOT LIST THREADS | sum ROOT LIST | random ROOT LIST COUNT SEED\n");
		return 2;
	}
	const char *mode = argv[1];
	root = argv[2];
	load_paths(argv[3]);
	hash_all = !strcmp(mode, "sum");

	double start = now();
	if (!strcmp(mode, "random") && argc == 6)
		read_random(strtoull(argv[4], NULL, 10), atoi(argv[5]));
	else if (!strcmp(mode, "read") && argc == 5)
		read_all(atoi(argv[4]));
	else if (hash_all && argc == 4)
		read_all(1);
	else {
		fprintf(stderr, "reader: unknown mode or wrong number of arguments: %s\n", mode);
		return 2;
	}
	double seconds = now() - start;
	printf("{\"files\": %zu, \"bytes\": %" PRIu64 ", \"seconds\": %.9f, \"checksum\": \"%016" PRIx64 "\"}\n",
	       path_count, (uint64_t)bytes_read, seconds, (uint64_t)checksum);
	return 0;
}
