#define _GNU_SOURCE
#include "FaultyFiles.h"

#ifdef __linux__

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))real(#name))
#define DESCRIPTORS 65536

static const char *folder;
static const char *count_file;
static const char *closed_file;
static long fails_at;
static int fails_always;
static int fault = EIO;
static int is_limited;
static atomic_long free_bytes;
static atomic_long lowest_free;
static atomic_long calls;
static atomic_char is_ours[DESCRIPTORS];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static long number(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
  folder = getenv("FAULTY_FOLDER");
  count_file = getenv("FAULTY_COUNT");
  fails_at = number("FAULTY_AT");
  fails_always = number("FAULTY_ALWAYS") == 1;
  const char *error = getenv("FAULTY_ERROR");
  if (error && strcmp(error, "ENOSPC") == 0) fault = ENOSPC;
  if (error && strcmp(error, "EMFILE") == 0) fault = EMFILE;
  if (error && strcmp(error, "EACCES") == 0) fault = EACCES;
  closed_file = getenv("FAULTY_OPEN");
  is_limited = getenv("FAULTY_FREE") != 0;
  atomic_store(&free_bytes, number("FAULTY_FREE"));
  atomic_store(&lowest_free, number("FAULTY_FREE"));
}

__attribute__((destructor)) static void end(void) {
  if (!count_file) return;
  int descriptor = REAL(open)(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (descriptor < 0) return;
  dprintf(descriptor, "%ld %ld\n", atomic_load(&calls), atomic_load(&lowest_free));
  REAL(close)(descriptor);
}

static int concerns_path(const char *path) {
  return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int concerns(int descriptor) {
  return descriptor >= 0 && descriptor < DESCRIPTORS && atomic_load(&is_ours[descriptor]);
}

/// Whether a file cannot be opened at all.
static int is_closed(const char *path) {
  if (!closed_file || !path || strcmp(path, closed_file) != 0) return 0;
  errno = fault;
  return 1;
}

/// Counts a call, and says whether it fails.
static int fails(int takes_space) {
  if (fault == ENOSPC && !takes_space) return 0;
  long call = atomic_fetch_add(&calls, 1) + 1;
  if (fails_at == 0 || call < fails_at || (call > fails_at && !fails_always)) return 0;
  errno = fault;
  return 1;
}

/// Takes space for a file that grows to an end, or gives it back.
static int has_no_space(int descriptor, off_t end, int may_shrink) {
  struct stat facts;
  if (!is_limited || fstat(descriptor, &facts) != 0) return 0;
  long growth = (long)(end - facts.st_size);
  if (growth < 0 && !may_shrink) return 0;
  long left = atomic_fetch_sub(&free_bytes, growth) - growth;
  if (left >= 0 || growth < 0) {
    long lowest = atomic_load(&lowest_free);
    while (left < lowest && !atomic_compare_exchange_weak(&lowest_free, &lowest, left)) {}
    return 0;
  }
  atomic_fetch_add(&free_bytes, growth);
  errno = ENOSPC;
  return 1;
}

static int opened(int descriptor, const char *path) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) {
    atomic_store(&is_ours[descriptor], (char)concerns_path(path));
  }
  return descriptor;
}

#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                            \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                         \
    if (is_closed(path)) return -1;                                       \
    if (concerns_path(path) && fails(flags & O_CREAT)) return -1;         \
    return opened(REAL(name)(path, flags, mode), path);                   \
  }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
  if (descriptor >= 0 && descriptor < DESCRIPTORS) atomic_store(&is_ours[descriptor], 0);
  return REAL(close)(descriptor);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (concerns(descriptor)) {
    off_t place = lseek(descriptor, 0, SEEK_CUR);
    if (fails(1) || has_no_space(descriptor, place + (off_t)count, 0)) return -1;
  }
  return REAL(write)(descriptor, bytes, count);
}

#define PWRITE(name)                                                                       \
  ssize_t name(int descriptor, const void *bytes, size_t count, off_t place) {             \
    if (concerns(descriptor)                                                               \
        && (fails(1) || has_no_space(descriptor, place + (off_t)count, 0))) return -1;     \
    return REAL(name)(descriptor, bytes, count, place);                                    \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

#define PREAD(name)                                                          \
  ssize_t name(int descriptor, void *bytes, size_t count, off_t place) {     \
    if (concerns(descriptor) && fails(0)) return -1;                         \
    return REAL(name)(descriptor, bytes, count, place);                      \
  }
PREAD(pread)
PREAD(pread64)

#define TRUNCATE(name)                                                                    \
  int name(int descriptor, off_t size) {                                                  \
    if (concerns(descriptor) && (fails(1) || has_no_space(descriptor, size, 1))) return -1; \
    return REAL(name)(descriptor, size);                                                  \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define SYNC(name)                                       \
  int name(int descriptor) {                             \
    if (concerns(descriptor) && fails(1)) return -1;     \
    return REAL(name)(descriptor);                       \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  struct stat facts;
  if (!concerns_path(path)) return REAL(unlink)(path);
  if (fails(0)) return -1;
  int is_there = lstat(path, &facts) == 0;
  int code = REAL(unlink)(path);
  if (code == 0 && is_limited && is_there) atomic_fetch_add(&free_bytes, (long)facts.st_size);
  return code;
}

int rename(const char *from, const char *to) {
  if (concerns_path(from) && fails(1)) return -1;
  return REAL(rename)(from, to);
}

#endif
