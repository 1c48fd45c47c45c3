#define _GNU_SOURCE
#include "SQLiteSettings.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

static sqlite3_mem_methods standard;

/// What may be taken on this thread, and what is taken of it; nothing is counted without a limit.
static _Thread_local long long limit = 0;
static _Thread_local long long taken = 0;

static void *bounded_malloc(int size) {
  if (limit > 0 && taken + size > limit) return 0;
  void *piece = standard.xMalloc(size);
  if (limit > 0 && piece) taken += standard.xSize(piece);
  return piece;
}

static void bounded_free(void *piece) {
  if (limit > 0 && piece) taken -= standard.xSize(piece);
  standard.xFree(piece);
}

static void *bounded_realloc(void *piece, int size) {
  if (limit <= 0) return standard.xRealloc(piece, size);
  int before = standard.xSize(piece);
  if (size > before && taken + size - before > limit) return 0;
  void *grown = standard.xRealloc(piece, size);
  if (grown) taken += standard.xSize(grown) - before;
  return grown;
}

void sqlite_settings_limit_memory(long long bytes) {
  limit = bytes;
  taken = 0;
}

// Runs before `main`: once a second thread has a heap, the C library does not take the limit any more.
__attribute__((constructor)) static void limit_heaps(void) {
#ifdef __GLIBC__
  // Set by who runs the program.
  if (getenv("MALLOC_ARENA_MAX")) return;
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  mallopt(M_ARENA_MAX, processors > 2 ? 4 * (int)processors : 8);
#endif
}

int sqlite_settings_begin(void) {
  int code = sqlite3_config(SQLITE_CONFIG_URI, 1);
  if (code == SQLITE_OK) code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  if (code == SQLITE_OK) code = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &standard);
  if (code != SQLITE_OK) return code;
  sqlite3_mem_methods bounded = standard;
  bounded.xMalloc = bounded_malloc;
  bounded.xFree = bounded_free;
  bounded.xRealloc = bounded_realloc;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &bounded);
}

void sqlite_settings_give_memory_back(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

int sqlite_settings_read_file(struct sqlite3 *connection, void *buffer, int count, long long offset) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK) return code;
  if (!file || !file->pMethods) return SQLITE_CANTOPEN;
  return file->pMethods->xRead(file, buffer, count, offset);
}

int sqlite_settings_rename_to_free(const char *from, const char *to) {
#ifdef SYS_renameat2
  const unsigned no_replacing = 1;
  if (syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, no_replacing) == 0) return 0;
  if (errno != ENOSYS && errno != EINVAL) return -1;
#endif
  // A file system that cannot do it: the file has both names for a moment.
  if (link(from, to) != 0) return -1;
  return unlink(from);
}

int sqlite_settings_triggers(struct sqlite3 *connection, int are_on) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, are_on, (int *)0);
}
