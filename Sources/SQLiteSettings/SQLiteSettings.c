#define _GNU_SOURCE
#include "SQLiteSettings.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif

int sqlite_settings_begin(void) {
  int code = sqlite3_config(SQLITE_CONFIG_URI, 1);
  return code == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) : code;
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
