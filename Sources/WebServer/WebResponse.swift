import Dispatch
import Synchronization

/// A response: its status, its header fields and its body.
package struct WebResponse: Sendable {
  /// A body.
  package enum Body: Sendable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// A stream of unknown length; it ends when the closure returns. If the closure throws, the
    /// connection is closed, so that the client sees that the body is not whole.
    case stream(@Sendable (any WebStream) async throws -> Void)
  }

  package var status: Int
  /// The name of the route that answered, for measurements; nil if none did.
  package var route: String?
  /// The header fields, in order; each name at most once.
  package var headers: [(name: String, value: String)]
  package var body: Body

  /// - Parameters:
  ///   - status: The status code.
  ///   - type: The media type of the body; nil for no body.
  ///   - headers: Further header fields.
  ///   - body: The body.
  package init(
    _ status: Int = 200,
    type: String? = nil,
    headers: [(name: String, value: String)] = [],
    body: Body = .bytes([])
  ) {
    self.status = status
    self.headers = (type.map { [("Content-Type", $0)] } ?? []) + headers
    self.body = body
  }
}

/// Receives the pieces of a streamed body.
package protocol WebStream: Sendable {
  /// Sends a piece, and waits until the connection takes more.
  ///
  /// - Throws: If the connection is closed, or takes nothing for too long.
  func write(_ bytes: [UInt8]) async throws
}

extension WebStream {
  /// Sends a piece from a thread that may wait.
  ///
  /// Never call it from Swift's own pool, on which the sending itself goes on: as many callers as the
  /// pool has threads would wait for ever.
  ///
  /// - Throws: If the connection is closed, or takes nothing for too long.
  package func writeAndWait(_ bytes: [UInt8]) throws {
    let done = DispatchSemaphore(value: 0)
    let failure = Mutex<(any Error)?>(nil)
    Task {
      do { try await write(bytes) } catch { failure.withLock { $0 = error } }
      done.signal()
    }
    done.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
