import Foundation

/// A file that was not there before, readable and writable by its owner only.
enum NewFile {
  /// Makes the file and has it filled; a file that is already there is left alone, and nothing is
  /// left behind where the filling fails.
  static func fill<T>(_ path: String, _ body: () throws -> T) throws(LedgerError) -> T {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      switch errno {
      case EEXIST: throw .fileExists(path: path)
      case EROFS: throw .readOnly(path: path)
      case ENOSPC: throw .diskFull(path: path)
      default: throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
      }
    }
    close(descriptor)
    do { return try body() } catch {
      for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
      throw LedgerError(error, path: path)
    }
  }
}
