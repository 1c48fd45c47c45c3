import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection that was accepted, and that is closed if it is never served.
///
/// A server that stops drops the connections that it has accepted and not begun to serve. NIO stops
/// the program when a `NIOAsyncChannel` is freed that nothing has read.
final class AcceptedConnection: ServerChildChannelValue {
  typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  let channel: any Channel
  private let parts: Mutex<Parts?>

  init(_ parts: Parts) {
    channel = parts.channel
    self.parts = Mutex(parts)
  }

  deinit {
    guard let left = take() else { return }
    Task { try? await left.executeThenClose { _, _ in } }
  }

  /// The connection, for the one who serves it; nil if it was taken before.
  func take() -> Parts? {
    parts.withLock { parts in
      defer { parts = nil }
      return parts
    }
  }
}
