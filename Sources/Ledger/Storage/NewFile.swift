import Foundation
import SQLiteSettings

/// A file that was not there before, readable and writable by its owner only.
enum NewFile {
  /// Has a file made beside its place, and then gives it its name; a file that is already there is left
  /// alone.
  ///
  /// Whatever happens, what has the name is whole; see ``Unfinished``.
  ///
  /// - Parameters:
  ///   - path: Where the file will be.
  ///   - body: Fills the file at the place that it is given, and leaves it closed.
  /// - Returns: What `body` gives.
  /// - Throws: ``LedgerError``; nothing is left behind then.
  static func fill<T>(
    _ path: String,
    _ body: (String) throws -> T
  ) throws(LedgerError) -> T {
    var facts = stat()
    guard lstat(path, &facts) != 0 else {
      // Nothing is begun here that would remove what a killed process left.
      Unfinished.sweep(beside: path)
      throw .fileExists(path: path)
    }
    let partial = path + Unfinished.ending
    let descriptor = try begin(path)
    // Only now, that no connection has the file open any more.
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

  /// Puts the file onto the disk, and then in its place.
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
