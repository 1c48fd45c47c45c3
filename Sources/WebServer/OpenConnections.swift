import NIOCore
import Synchronization

/// The work of each open connection, which is cancelled when the connection closes.
///
/// A connection keeps what it is asked to do at its close until then. So it is asked once, and not for
/// each of its requests: a client may keep a connection for weeks.
final class OpenConnections: Sendable {
  private struct Work {
    var last = 0
    var cancels: [Int: @Sendable () -> Void] = [:]
  }

  private let open = Mutex<[ObjectIdentifier: Work]>([:])

  /// Takes a connection in, until it closes.
  func add(_ channel: any Channel) {
    let connection = ObjectIdentifier(channel)
    open.withLock { $0[connection] = Work() }
    channel.closeFuture.whenComplete { _ in
      let work = self.open.withLock { $0.removeValue(forKey: connection) }
      work?.cancels.values.forEach { $0() }
    }
  }

  /// Waits for the end of a task, which is cancelled if the connection closes before.
  func value<Success: Sendable>(
    of task: Task<Success, any Error>,
    on channel: any Channel
  ) async throws -> Success {
    let connection = ObjectIdentifier(channel)
    let number = open.withLock { open -> Int? in
      guard open[connection] != nil else { return nil }
      open[connection]?.last += 1
      let number = open[connection]?.last ?? 0
      open[connection]?.cancels[number] = { task.cancel() }
      return number
    }
    if number == nil { task.cancel() }
    defer {
      if let number { open.withLock { $0[connection]?.cancels[number] = nil } }
    }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }
}
