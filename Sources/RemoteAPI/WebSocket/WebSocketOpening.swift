import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// One attempt to open a WebSocket: connection, proxy, TLS, and the change from HTTP.
struct WebSocketOpening: Sendable {
  typealias Open = NIOAsyncChannel<WebSocketMessage, WebSocketMessage>

  let address: WebSocketAddress
  let network: Network
  let limit: Int

  private var proxy: Proxy? {
    network.proxy(for: address.host, port: address.port, isHTTPS: address.isSecure)
  }

  /// Opens the WebSocket.
  ///
  /// - Parameter timeout: How long it may take.
  /// - Returns: The channel, whose two ends are messages.
  /// - Throws: Why it is not open; nothing was sent but the request for it.
  func open(timeout: Duration) async throws(TransportError) -> Open {
    let expired = Atomic(false)
    do {
      let channel = try await connected(timeout)
      let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) {
        expired.store(true, ordering: .relaxed)
        channel.close(promise: nil)
      }
      defer { deadline.cancel() }
      return try await withTaskCancellationHandler {
        do { return try await opened(channel) } catch {
          channel.close(promise: nil)
          throw error
        }
      } onCancel: {
        channel.close(promise: nil)
      }
    } catch {
      throw failure(expired.load(ordering: .relaxed) ? HTTPClientError.deadlineExceeded : error)
    }
  }

  private func connected(_ timeout: Duration) async throws -> any Channel {
    let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(min(.seconds(10), TimeAmount(timeout)))
    guard let proxy else {
      return try await bootstrap.connect(host: address.host, port: address.port).get()
    }
    let channel = try await bootstrap.connect(host: proxy.host, port: proxy.port).get()
    let isOpen = channel.eventLoop.makePromise(of: Void.self)
    let address = address
    channel.eventLoop.execute {
      let tunnel = ProxyTunnel(to: address, through: proxy, isOpen: isOpen)
      do { try channel.pipeline.syncOperations.addHandler(tunnel) } catch { isOpen.fail(error) }
    }
    try await isOpen.futureResult.get()
    return channel
  }

  /// Agrees on TLS, and changes from HTTP to WebSocket.
  private func opened(_ channel: any Channel) async throws -> Open {
    let authorities = network.authorities?.configuration ?? .makeClientConfiguration()
    let context = address.isSecure ? try NIOSSLContext(configuration: authorities) : nil
    let isName = (try? SocketAddress(ipAddress: address.host, port: 0)) == nil
    let name = isName ? address.host : nil
    let configuration = upgrade()
    return try await channel.eventLoop.flatSubmit {
      do {
        let pipeline = channel.pipeline.syncOperations
        if let context {
          try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
        }
        return try pipeline.configureUpgradableHTTPClientPipeline(configuration: configuration)
      } catch {
        return channel.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  private func upgrade() -> NIOUpgradableHTTPClientPipelineConfiguration<Open> {
    let limit = limit
    let upgrader = NIOTypedWebSocketClientUpgrader<Open>(
      maxFrameSize: limit,
      enableAutomaticErrorHandling: false
    ) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(WebSocketHandler(limit: limit))
        return try Open(wrappingChannelSynchronously: channel)
      }
    }
    let head = HTTPRequestHead(
      version: .http1_1,
      method: .GET,
      uri: address.target,
      headers: ["host": address.place]
    )
    var configuration = NIOUpgradableHTTPClientPipelineConfiguration(
      upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
        upgradeRequestHead: head,
        upgraders: [upgrader],
        notUpgradingCompletionHandler: { $0.eventLoop.makeFailedFuture(NoWebSocket()) }
      )
    )
    // The first frame may arrive together with the response.
    configuration.leftOverBytesStrategy = .forwardBytes
    return configuration
  }

  private func failure(_ error: any Error) -> TransportError {
    let url = address.redacted
    var error = error
    if error is CancellationError { return .cancelled(url: url) }
    if error is NoWebSocket || error is NIOHTTPClientUpgradeError {
      let cause = "\(address.place) answered and opened no WebSocket: it may not know the ticket."
      return .connectionFailed(url: url, cause: cause)
    }
    if error is ChannelError { error = HTTPClientError.remoteConnectionClosed }
    let failure = ConnectionFailure(place: address.place, proxy: proxy, error: error)
    return .connectionFailed(url: url, cause: failure.sentence)
  }

  /// The response refuses to open a WebSocket.
  private struct NoWebSocket: Error {}
}
