import Foundation
import SQLiteSettings

/// Creates a file that must not exist before, and that only its owner can read and write.
package enum NewFile {
  /// Creates a file under a temporary name, and renames it when it is complete; an existing file is
  /// not changed.
  ///
  /// A file with the final name is always complete; see ``Unfinished``.
  ///
  /// - Parameters:
  ///   - path: The final path.
  ///   - body: Fills the file at the path that it receives, and closes it.
  /// - Returns: The result of `body`.
  /// - Throws: ``LedgerError``; the file is removed then.
  package static func fill<T>(
    _ path: String,
    _ body: (String) throws -> T
  ) throws(LedgerError) -> T {
    var facts = stat()
    guard lstat(path, &facts) != 0 else {
      // Nothing else would remove here what a killed process left.
      Unfinished.sweep(beside: path)
      throw .fileExists(path: path)
    }
    let partial = path + Unfinished.ending
    let descriptor = try begin(path)
    // Only now, when no connection has the file open any more.
    defer { close(descriptor) }
    do {
      let made = try body(partial)
      try finish(partial, descriptor, path)
      return made
    } catch {
      remove(partial, ["", "-wal", "-shm", "-journal"])
      throw LedgerError(error, path: path)
    }
  }

  private static func begin(_ path: String) throws(LedgerError) -> Int32 {
    let descriptor = Unfinished.begin(path)
    if descriptor >= 0 { return descriptor }
    guard errno == EBUSY else { throw failure(path) }
    throw .cannotOpen(path: path, reason: "another process is making it")
  }

  /// Flushes the file to the disk, and then renames it.
  private static func finish(
    _ partial: String,
    _ descriptor: Int32,
    _ path: String
  ) throws(LedgerError) {
    var facts = stat()
    if stat(partial + "-wal", &facts) == 0, facts.st_size > 0 {
      throw .storage(path: path, reason: "its log was not folded in")
    }
    remove(partial, ["-wal", "-shm", "-journal"])
    guard fsync(descriptor) == 0, sqlite_settings_rename_to_free(partial, path) == 0 else {
      throw failure(path)
    }
    PlainFile.syncFolder(of: path)
  }

  private static func remove(_ path: String, _ endings: [String]) {
    for ending in endings { unlink(path + ending) }
  }

  private static func failure(_ path: String) -> LedgerError {
    switch errno {
    case EEXIST: .fileExists(path: path)
    case EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case EIO: .storage(path: path, reason: String(cString: strerror(errno)))
    default: .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
