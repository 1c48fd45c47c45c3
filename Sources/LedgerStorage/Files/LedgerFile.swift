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

  /// The state of a file in this process.
  private struct ReadPosition {
    let descriptor: Int32
    var users = 0
    var isWritten = false
    var readers = 0
  }

  private static let standings = Mutex<[Identity: ReadPosition]>([:])

  private let identity: Identity

  private init(_ identity: Identity) { self.identity = identity }

  deinit {
    let identity = identity
    Self.standings.withLock { standings in
      guard var position = standings[identity] else { return }
      position.users -= 1
      standings[identity] = position.users > 0 ? position : nil
      if position.users == 0 { close(position.descriptor) }
    }
  }

  /// Opens a ledger's file, or returns the one that is open in this process.
  ///
  /// - Parameter path: The path; a symbolic link is followed.
  /// - Returns: The file, which stays open as long as this object exists.
  /// - Throws: ``LedgerError``, `fileMissing` or `cannotOpen`.
  package static func hold(_ path: String) throws(LedgerError) -> LedgerFile {
    let found: Identity? = try standings.withLock { standings throws(LedgerError) in
      var facts = stat()
      guard stat(path, &facts) == 0 else { throw failure(path) }
      if standings[Identity(facts)] == nil {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        guard fstat(descriptor, &facts) == 0, standings[Identity(facts)] == nil else {
          // The file was just replaced by one that is in use: leave the descriptor open, so that no
          // locks are lost.
          return nil
        }
        standings[Identity(facts)] = ReadPosition(descriptor: descriptor)
      }
      standings[Identity(facts)]?.users += 1
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
    return Self.standings.withLock { standings in
      var facts = stat()
      guard let position = standings[identity], fstat(position.descriptor, &facts) == 0 else {
        return 0
      }
      return Int(facts.st_nlink)
    }
  }

  /// Locks the file for one writer; false if there is a writer, in any process, or a reader that
  /// blocks writers.
  package func lock() -> Bool {
    change { position in
      guard !position.isWritten, position.readers == 0,
        flock(position.descriptor, LOCK_EX | LOCK_NB) == 0
      else { return false }
      position.isWritten = true
      return true
    }
  }

  /// Releases the lock of ``lock()``.
  func unlock() {
    _ = change { position in
      position.isWritten = false
      // A process that is just being started inherits the descriptor, and the lock with it.
      return flock(position.descriptor, LOCK_UN) == 0
    }
  }

  /// Blocks every writer; false if there is one.
  func keepStill() -> Bool {
    change { position in
      guard !position.isWritten,
        position.readers > 0 || flock(position.descriptor, LOCK_SH | LOCK_NB) == 0
      else { return false }
      position.readers += 1
      return true
    }
  }

  /// Ends the block of ``keepStill()``.
  package func release() {
    _ = change { position in
      position.readers -= 1
      return position.readers > 0 || flock(position.descriptor, LOCK_UN) == 0
    }
  }

  /// Whether there is a writer, in any process.
  package var isWritten: Bool {
    change { position in
      if position.isWritten || position.readers > 0 { return position.isWritten }
      guard flock(position.descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
      flock(position.descriptor, LOCK_UN)
      return false
    }
  }

  private func change(_ body: (inout ReadPosition) -> Bool) -> Bool {
    let identity = identity
    return Self.standings.withLock { standings in
      guard var position = standings[identity] else { return false }
      defer { standings[identity] = position }
      return body(&position)
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
