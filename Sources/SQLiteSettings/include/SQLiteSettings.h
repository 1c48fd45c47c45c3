#ifndef SQLITE_SETTINGS_H
#define SQLITE_SETTINGS_H

struct sqlite3;

/// Sets what SQLite takes once, before any database is opened: it keeps no count of the memory that it
/// takes, and it understands names of files that are URIs.
///
/// Each piece of memory taken or given back otherwise costs a lock that all connections share. Nothing
/// here asks SQLite for these counts; limits are those of one thread, see below. A URI says that a file cannot
/// change (`immutable=1`), so that one in a folder that cannot be written is readable.
///
/// @return 0, or SQLite's code where it had begun already: then nothing is set.
int sqlite_settings_begin(void);

/// Gives the system back what the heaps of the process hold and do not use.
///
/// The C library has four heaps for each processor (`MALLOC_ARENA_MAX` sets another number), and keeps in
/// them what connections gave back: after ten minutes, three quarters of the memory of a service with fifty
/// readers are free.
void sqlite_settings_give_memory_back(void);

/// Reads bytes of the database's own file, as they stand there, whatever the write-ahead log holds.
///
/// SQLite's own descriptor is used. Opening and closing the file beside it would take away the locks of
/// the whole process.
///
/// @return 0, or SQLite's code; 522 (SQLITE_IOERR_SHORT_READ) where the file is shorter.
int sqlite_settings_read_file(struct sqlite3 *connection, void *buffer, int count, long long offset);

/// Gives a file another name, unless something has that name.
///
/// @return 0, or -1 with `errno`, which is EEXIST where the name is taken.
int sqlite_settings_rename_to_free(const char *from, const char *to);

/// From now on SQLite takes so much on this thread at most, counted from here, and what needs more
/// fails with SQLITE_NOMEM.
///
/// @param bytes The limit; 0 for none.
void sqlite_settings_limit_memory(long long bytes);

/// Lets triggers run on a connection, or not.
///
/// @return 0, or SQLite's code.
int sqlite_settings_triggers(struct sqlite3 *connection, int are_on);

#endif
