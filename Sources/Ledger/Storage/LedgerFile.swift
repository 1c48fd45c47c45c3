import Foundation
import Synchronization

/// A ledger's own file, held open for the kernel's lock on it.
///
/// The lock is on the file and not on a name: a process that comes by a link, by another path, or
/// after the file beside the ledger was removed, meets it. Each file is opened once in this
/// process, and closed only when nobody here uses it any more: closing any descriptor of a file
/// takes away the locks that SQLite holds on it for the whole process.
final class LedgerFile: Sendable {
  /// Which file, whatever its name.
  private struct Identity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ facts: stat) {
      device = UInt64(facts.st_dev)
      number = UInt64(facts.st_ino)
    }
  }

  /// How a file stands in this process.
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

  /// Opens a ledger's file, or takes the one that is open here.
  ///
  /// - Parameter path: Where it is; a symbolic link is followed.
  /// - Returns: The file, which stays open for as long as this lives.
  /// - Throws: ``LedgerError``, `fileMissing` or `cannotOpen`.
  static func hold(_ path: String) throws(LedgerError) -> LedgerFile {
    let found: Identity? = try standings.withLock { standings throws(LedgerError) in
      var facts = stat()
      guard stat(path, &facts) == 0 else { throw failure(path) }
      if standings[Identity(facts)] == nil {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        guard fstat(descriptor, &facts) == 0, standings[Identity(facts)] == nil else {
          // It was replaced at this moment by one that is in use: better open than without locks.
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
  var names: Int {
    let identity = identity
    return Self.standings.withLock { standings in
      var facts = stat()
      guard let position = standings[identity], fstat(position.descriptor, &facts) == 0 else {
        return 0
      }
      return Int(facts.st_nlink)
    }
  }

  /// Locks the file for one writer, if nobody writes, here or elsewhere, and nobody keeps it still.
  func lock() -> Bool {
    change { position in
      guard !position.isWritten, position.readers == 0,
        flock(position.descriptor, LOCK_EX | LOCK_NB) == 0
      else { return false }
      position.isWritten = true
      return true
    }
  }

  /// Ends what ``lock()`` began.
  func unlock() {
    _ = change { position in
      position.isWritten = false
      // A process that is being started at this moment has the descriptor too, and with it the lock.
      return flock(position.descriptor, LOCK_UN) == 0
    }
  }

  /// Keeps every writer out, if there is none.
  func keepStill() -> Bool {
    change { position in
      guard !position.isWritten,
        position.readers > 0 || flock(position.descriptor, LOCK_SH | LOCK_NB) == 0
      else { return false }
      position.readers += 1
      return true
    }
  }

  /// Ends what ``keepStill()`` began.
  func release() {
    _ = change { position in
      position.readers -= 1
      return position.readers > 0 || flock(position.descriptor, LOCK_UN) == 0
    }
  }

  /// Whether somebody writes, here or elsewhere.
  var isWritten: Bool {
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

/// Keeps writers out of a ledger for as long as it lives.
final class Stillness: Sendable {
  private let file: LedgerFile

  /// Keeps them out; nil where somebody writes.
  init?(_ file: LedgerFile) {
    guard file.keepStill() else { return nil }
    self.file = file
  }

  deinit { file.release() }
}
