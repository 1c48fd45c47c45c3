#ifndef SQLITE_SETTINGS_H
#define SQLITE_SETTINGS_H

/// Tells SQLite not to keep count of the memory that it takes; to be called before any database is
/// opened.
///
/// Each piece taken or given back otherwise costs a lock that all connections share. Nothing here asks
/// SQLite for these counts, or sets a limit that rests on them.
///
/// @return 0, or SQLite's code where it had begun already: it goes on counting then, and nothing else
/// is different.
int sqlite_settings_count_no_memory(void);

#endif
