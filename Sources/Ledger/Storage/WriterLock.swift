import Foundation
import Roster

/// The kernel's lock on the file beside the ledger, held for the life of an operation.
///
/// The lock goes with the process, however it ends. The file's text, the holder's process number
/// and since when it writes, is only for people to read.
final class WriterLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // A process that is being started at this moment has the descriptor too, and with it the lock.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  static func path(of ledger: String) -> String { ledger + ".lock" }

  /// Takes the lock, trying again until `wait` is over.
  static func acquire(
    _ ledger: String,
    wait: Duration,
    timekeeper: any Timekeeper
  ) async throws(LedgerError) -> WriterLock {
    let deadline = timekeeper.now() + wait
    while true {
      if let lock = try attempt(ledger, now: timekeeper.now()) { return lock }
      // Whoever only looks who holds the lock holds it for that moment too.
      guard let holder = holder(of: ledger) else { continue }
      let busy = LedgerError.busy(path: ledger, process: holder.process, since: holder.since)
      guard timekeeper.now() < deadline else { throw busy }
      do { try await timekeeper.sleep(for: .milliseconds(100)) } catch { throw busy }
    }
  }

  /// Takes the lock if nobody holds it.
  static func attempt(_ ledger: String, now: Instant) throws(LedgerError) -> WriterLock? {
    let descriptor = open(path(of: ledger), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EROFS || errno == EACCES { throw .readOnly(path: ledger) }
      if errno == ENOSPC { throw .diskFull(path: ledger) }
      throw .cannotOpen(path: path(of: ledger), reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    let text = Array("\(getpid()) \(now.milliseconds)\n".utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
    return WriterLock(descriptor: descriptor)
  }

  /// Who holds the lock, if anybody does.
  static func holder(of ledger: String) -> (process: Int32, since: Instant?)? {
    let descriptor = open(path(of: ledger), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0 else {
      flock(descriptor, LOCK_UN)
      return nil
    }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
    let words = buffer.prefix(count).split { $0 == 0x20 || $0 == 0x0A }
      .map { String(decoding: $0, as: UTF8.self) }
    guard let process = words.first.flatMap(Int32.init) else { return (0, nil) }
    return (
      process, words.dropFirst().first.flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    )
  }
}
