import Foundation
import SQLiteSettings

/// A file that was not there before, readable and writable by its owner only.
enum NewFile {
  /// What is made has this name behind its own until it is whole.
  static let ending = ".partial"

  /// Has a file made beside its place, and then gives it its name; a file that is already there is left
  /// alone.
  ///
  /// Whatever happens, what has the name is whole. What a process that was killed left behind is made
  /// anew by the next one that makes the same file.
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
    guard lstat(path, &facts) != 0 else { throw .fileExists(path: path) }
    let partial = path + ending
    let descriptor = try begin(partial, path)
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

  /// Opens an empty file that nobody else is filling.
  private static func begin(_ partial: String, _ path: String) throws(LedgerError) -> Int32 {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(partial, flags, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    var (here, there) = (stat(), stat())
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      fstat(descriptor, &here) == 0, lstat(partial, &there) == 0, here.st_ino == there.st_ino
    else {
      close(descriptor)
      throw .cannotOpen(path: partial, reason: "another process is making it")
    }
    remove(partial, ["-wal", "-shm", "-journal"])
    guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else {
      let error = failure(path)
      close(descriptor)
      throw error
    }
    return descriptor
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
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let folder = open(parent, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
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
