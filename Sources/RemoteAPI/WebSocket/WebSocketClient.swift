import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Opens WebSockets to a system, through the proxy and with the authorities of a network.
///
/// One attempt per call: the caller decides whether and when to connect anew. A secure address uses
/// the proxy as https does. Compression is not offered.
package struct WebSocketClient: Sendable {
  /// The largest message that is read, in bytes: 1 MB.
  package static let messageLimit = 1 << 20

  private let network: Network
  private let limit: Int

  /// Creates a client; it opens nothing yet.
  ///
  /// - Parameters:
  ///   - network: The proxy and the authorities; neither by default.
  ///   - messageLimit: The largest message that is read, in bytes.
  package init(network: Network = Network(), messageLimit: Int = WebSocketClient.messageLimit) {
    self.network = network
    limit = messageLimit
  }

  /// Opens a WebSocket, does something with it, and closes it afterwards.
  ///
  /// When the task is cancelled, it is closed at once.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - timeout: How long the opening may take.
  ///   - body: What to do.
  /// - Returns: What it gives.
  /// - Throws: `TransportError` if the connection is not opened, or ends in error; errors of `body`.
  package func withSocket<Value: Sendable>(
    to address: WebSocketAddress,
    timeout: Duration,
    _ body: (WebSocket) async throws -> Value
  ) async throws -> Value {
    let opening = WebSocketOpening(address: address, network: network, limit: limit)
    let open = try await opening.open(timeout: timeout)
    let channel = open.channel
    do {
      return try await withTaskCancellationHandler {
        try await open.executeThenClose { inbound, outbound in
          let result: Result<Value, any Error>
          do {
            result = .success(try await body(WebSocket(inbound: inbound, outbound: outbound)))
          } catch {
            result = .failure(error)
          }
          channel.writeAndFlush(WebSocketMessage.close, promise: nil)
          // The handler drops the connection if the other side does not close it.
          try await channel.closeFuture.get()
          return try result.get()
        }
      } onCancel: {
        channel.writeAndFlush(WebSocketMessage.close, promise: nil)
      }
    } catch {
      throw explained(error, address)
    }
  }

  private func explained(_ error: any Error, _ address: WebSocketAddress) -> any Error {
    let url = address.redacted
    switch error {
    case WebSocketViolation.tooLarge, NIOWebSocketError.invalidFrameLength:
      return TransportError.tooLarge(url: url, limit: limit)
    case let violation as WebSocketViolation:
      return TransportError.connectionLost(url: url, cause: "the server \(violation.rawValue)")
    case is NIOWebSocketError:
      return TransportError.connectionLost(url: url, cause: "the server broke WebSocket's rules")
    case let error as IOError:
      return TransportError.connectionLost(url: url, cause: error.description)
    case is ChannelError, is NIOSSLError:
      return TransportError.connectionLost(url: url, cause: "the server closed it")
    default: return error
    }
  }
}
