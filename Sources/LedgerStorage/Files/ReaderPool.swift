import Dispatch
import Foundation
package import GRDB
import Synchronization

/// A bounded set of connections that read one ledger.
///
/// Each reading has a connection for itself, and sees one unchanging state of the log. Connections
/// are opened when they are first needed, and stay open.
package final class ReaderPool: Sendable {
  /// How many connections there are at most: one for each processor, from 4 to 8.
  ///
  /// A service sends two whole lists at once, each as slowly as its reader takes it; others must
  /// still be answered.
  package static let most = min(max(ProcessInfo.processInfo.activeProcessorCount, 4), 8)

  @TaskLocal private static var isReading = false

  private let path: String
  private let free: Mutex<[DatabaseQueue]>
  private let places: DispatchSemaphore

  /// - Parameters:
  ///   - path: The ledger's file.
  ///   - first: A connection that is open already.
  ///   - most: The largest number of connections.
  package init(_ path: String, first: DatabaseQueue, most: Int = ReaderPool.most) {
    self.path = path
    free = Mutex([first])
    places = DispatchSemaphore(value: most)
  }

  /// Reads one unchanging state of the log.
  ///
  /// It blocks its thread until a connection is free. `body` must not read from the pool: it would
  /// see another state, and wait for itself if all connections are taken.
  package func read<T>(_ body: (Database) throws -> T) throws -> T {
    try use { connection in
      try Self.$isReading.withValue(true) { try connection.read(body) }
    }
  }

  /// Gives a connection that is not in use, which blocks the thread until there is one.
  package func use<T>(_ body: (DatabaseQueue) throws -> T) throws -> T {
    precondition(!Self.isReading, "a reading began another one of the same ledger")
    places.wait()
    defer { places.signal() }
    let connection = try free.withLock { $0.popLast() } ?? Connection.reader(path)
    defer { free.withLock { $0.append(connection) } }
    return try body(connection)
  }
}
