import Foundation
import Synchronization

/// A ledger's own file, kept open for the kernel's lock on it.
///
/// The lock is on the file and not on its name, so it works through links, other paths, and after
/// the file beside the ledger was removed. Each file is opened once in this process, and closed
/// only when it is not used any more: closing any descriptor of a file drops the locks that SQLite
/// has on it for the whole process.
package final class LedgerFile: Sendable {
  /// Identifies a file under any name.
  private struct Identity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ facts: stat) {
      device = UInt64(facts.st_dev)
      number = UInt64(facts.st_ino)
    }
  }

  /// A file that this process has open, and what it is used for.
  private struct OpenFile {
    let descriptor: Int32
    var users = 0
    var isWritten = false
    var readers = 0
  }

  private static let openFiles = Mutex<[Identity: OpenFile]>([:])

  private let identity: Identity

  private init(_ identity: Identity) { self.identity = identity }

  deinit {
    let identity = identity
    Self.openFiles.withLock { openFiles in
      guard var file = openFiles[identity] else { return }
      file.users -= 1
      openFiles[identity] = file.users > 0 ? file : nil
      if file.users == 0 { close(file.descriptor) }
    }
  }

  /// Opens a ledger's file, or returns the one that is open in this process.
  ///
  /// - Parameter path: The path; a symbolic link is followed.
  /// - Returns: The file, which stays open as long as this object exists.
  /// - Throws: ``LedgerError``, `fileMissing` or `cannotOpen`.
  package static func hold(_ path: String) throws(LedgerError) -> LedgerFile {
    let found: Identity? = try openFiles.withLock { openFiles throws(LedgerError) in
      var facts = stat()
      guard stat(path, &facts) == 0 else { throw failure(path) }
      if openFiles[Identity(facts)] == nil {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        guard fstat(descriptor, &facts) == 0, openFiles[Identity(facts)] == nil else {
          // The file was just replaced by one that is in use: leave the descriptor open, so that no
          // locks are lost.
          return nil
        }
        openFiles[Identity(facts)] = OpenFile(descriptor: descriptor)
      }
      openFiles[Identity(facts)]?.users += 1
      return Identity(facts)
    }
    guard let found else { throw .cannotOpen(path: path, reason: "it was replaced meanwhile") }
    return LedgerFile(found)
  }

  private static func failure(_ path: String) -> LedgerError {
    errno == ENOENT
      ? .fileMissing(path: path)
      : .cannotOpen(path: path, reason: String(cString: strerror(errno)))
  }

  /// How many names the file has.
  package var names: Int {
    let identity = identity
    return Self.openFiles.withLock { openFiles in
      var facts = stat()
      guard let file = openFiles[identity], fstat(file.descriptor, &facts) == 0 else {
        return 0
      }
      return Int(facts.st_nlink)
    }
  }

  /// Locks the file for one writer; false if there is a writer, in any process, or a reader that
  /// blocks writers.
  package func lock() -> Bool {
    change { file in
      guard !file.isWritten, file.readers == 0,
        flock(file.descriptor, LOCK_EX | LOCK_NB) == 0
      else { return false }
      file.isWritten = true
      return true
    }
  }

  /// Releases the lock of ``lock()``.
  func unlock() {
    _ = change { file in
      file.isWritten = false
      // A process that is just being started inherits the descriptor, and the lock with it.
      return flock(file.descriptor, LOCK_UN) == 0
    }
  }

  /// Blocks every writer; false if there is one.
  func keepStill() -> Bool {
    change { file in
      guard !file.isWritten,
        file.readers > 0 || flock(file.descriptor, LOCK_SH | LOCK_NB) == 0
      else { return false }
      file.readers += 1
      return true
    }
  }

  /// Ends the block of ``keepStill()``.
  package func release() {
    _ = change { file in
      file.readers -= 1
      return file.readers > 0 || flock(file.descriptor, LOCK_UN) == 0
    }
  }

  /// Whether there is a writer, in any process.
  package var isWritten: Bool {
    change { file in
      if file.isWritten || file.readers > 0 { return file.isWritten }
      guard flock(file.descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
      flock(file.descriptor, LOCK_UN)
      return false
    }
  }

  private func change(_ body: (inout OpenFile) -> Bool) -> Bool {
    let identity = identity
    return Self.openFiles.withLock { openFiles in
      guard var file = openFiles[identity] else { return false }
      defer { openFiles[identity] = file }
      return body(&file)
    }
  }
}

/// Blocks writers of a ledger as long as it exists.
package final class Stillness: Sendable {
  private let file: LedgerFile

  /// Nil if there is a writer.
  package init?(_ file: LedgerFile) {
    guard file.keepStill() else { return nil }
    self.file = file
  }

  deinit { file.release() }
}
