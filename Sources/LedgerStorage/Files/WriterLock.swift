import Foundation
package import Roster

/// The kernel's lock on the ledger's own file, kept until the operation ends.
///
/// The kernel releases the lock when the process ends, in any way. The file `.lock` beside the
/// ledger locks nothing: its text, the process id and the time, is for people.
package final class WriterLock: Sendable {
  private let file: LedgerFile

  private init(file: LedgerFile) { self.file = file }

  deinit { file.unlock() }

  /// The path of the text: beside the file itself, whatever link leads to it.
  package static func path(of ledger: String) -> String {
    guard let real = realpath(ledger, nil) else { return ledger + ".lock" }
    defer { free(real) }
    return String(cString: real) + ".lock"
  }

  /// Tries to get what only the owner of the lock may have, again until `wait` is over.
  ///
  /// - Throws: What `attempt` throws; `busy` if it gives nothing until then.
  package static func waiting<T>(
    _ ledger: String,
    wait: Duration,
    timekeeper: any Timekeeper,
    for attempt: () throws(LedgerError) -> T?
  ) async throws(LedgerError) -> T {
    let deadline = timekeeper.monotonic() + wait
    // A process that only reads may block writers for a moment.
    var glances = 20
    while true {
      if let got = try attempt() { return got }
      let holder = holder(of: ledger)
      let busy = LedgerError.busy(
        path: ledger,
        process: holder?.process ?? 0,
        since: holder?.since
      )
      if holder == nil { glances -= 1 }
      guard timekeeper.monotonic() < deadline || (holder == nil && glances > 0) else { throw busy }
      do { try await timekeeper.sleep(for: .milliseconds(holder == nil ? 10 : 100)) } catch {
        throw busy
      }
    }
  }

  /// Takes the lock if no process has it.
  package static func attempt(_ ledger: String, now: Instant) throws(LedgerError) -> WriterLock? {
    // If nothing can be written there, this process itself blocks writers while it reads.
    guard !Connection.isStill(ledger) else { throw .readOnly(path: ledger) }
    let file = try LedgerFile.hold(ledger)
    guard file.lock() else { return nil }
    let lock = WriterLock(file: file)
    // For a file with two names, SQLite would keep two logs, and repair one with the other.
    guard file.names <= 1 else { throw .severalNames(path: ledger, count: file.names) }
    try note(at: path(of: ledger), now: now, ledger)
    return lock
  }

  /// Writes down where the process that holds the lock takes requests.
  package static func announce(socket: String, of ledger: String, now: Instant) throws(LedgerError)
  {
    try note(at: path(of: ledger), now: now, ledger, socket: socket)
  }

  /// Writes down who holds the lock.
  private static func note(
    at path: String,
    now: Instant,
    _ ledger: String,
    socket: String? = nil
  ) throws(LedgerError) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else {
      if errno == EROFS || errno == EACCES { throw .readOnly(path: ledger) }
      if errno == ENOSPC { throw .diskFull(path: ledger) }
      throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let text = Array("\(getpid()) \(now.milliseconds)\n\(socket.map { $0 + "\n" } ?? "")".utf8)
    // A failure here only means that the text is missing.
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  /// The process that has the lock; nil if there is none.
  package static func holder(
    of ledger: String
  ) -> (process: Int32, since: Instant?, socket: String?)? {
    guard let file = try? LedgerFile.hold(ledger), file.isWritten else { return nil }
    let descriptor = open(path(of: ledger), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return (0, nil, nil) }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = max(0, pread(descriptor, &buffer, buffer.count, 0))
    let lines = buffer.prefix(count).split(separator: 0x0A)
      .map { String(decoding: $0, as: UTF8.self) }
    let words = (lines.first ?? "").split(separator: " ")
    guard let process = words.first.flatMap({ Int32($0) }) else { return (0, nil, nil) }
    return (
      process, words.dropFirst().first.flatMap { Int64($0) }.map { Instant(milliseconds: $0) },
      lines.dropFirst().first
    )
  }
}
