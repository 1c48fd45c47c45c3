/// What is received or sent on a WebSocket, fragments joined.
package enum WebSocketMessage: Hashable, Sendable {
  /// A text.
  case text(String)
  /// A ping: a received one is answered already.
  case ping
  /// The reply to a ping.
  case pong
  /// The request to close; a received one is answered, and ends the messages.
  case close
}
