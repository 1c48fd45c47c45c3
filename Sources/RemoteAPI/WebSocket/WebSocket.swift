import NIOCore

/// An open WebSocket.
package struct WebSocket: Sendable {
  let inbound: NIOAsyncChannelInboundStream<WebSocketMessage>
  let outbound: NIOAsyncChannelOutboundWriter<WebSocketMessage>

  /// The messages that arrive, until the connection ends; to be read once.
  ///
  /// No more than a few are read ahead.
  package var messages: some AsyncSequence<WebSocketMessage, any Error> { inbound }

  /// Sends a message, and waits while the other side does not read.
  ///
  /// - Parameter message: The message.
  /// - Throws: If the connection has ended.
  package func send(_ message: WebSocketMessage) async throws { try await outbound.write(message) }
}
