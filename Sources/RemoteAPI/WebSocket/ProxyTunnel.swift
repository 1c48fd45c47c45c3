import AsyncHTTPClient
import Foundation
import NIOCore

/// Asks a proxy to let a connection through (`CONNECT`), before anything else is sent on it.
final class ProxyTunnel: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// The largest reply of a proxy that is read, in bytes.
  private static let limit = 16_384
  private let request: String
  private let isOpen: EventLoopPromise<Void>
  private var reply = ByteBuffer()

  /// - Parameters:
  ///   - address: Where the connection leads.
  ///   - proxy: The proxy.
  ///   - isOpen: Succeeds when the proxy lets it through, and this handler is removed.
  init(to address: WebSocketAddress, through proxy: Proxy, isOpen: EventLoopPromise<Void>) {
    var lines = ["CONNECT \(address.place) HTTP/1.1", "Host: \(address.place)"]
    if let user = proxy.user {
      let credentials = Data("\(user):\(proxy.password.revealed)".utf8).base64EncodedString()
      lines.append("Proxy-Authorization: Basic \(credentials)")
    }
    request = lines.joined(separator: "\r\n") + "\r\n\r\n"
    self.isOpen = isOpen
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let buffer = context.channel.allocator.buffer(string: request)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    reply.writeBuffer(&part)
    let text = String(buffer: reply)
    guard text.hasSuffix("\r\n\r\n") else {
      if reply.readableBytes > Self.limit { fail(.invalidProxyResponse, context) }
      return
    }
    switch text.split(separator: " ").dropFirst().first {
    case "200": context.pipeline.syncOperations.removeHandler(context: context, promise: isOpen)
    case "407": fail(.proxyAuthenticationRequired, context)
    default: fail(.invalidProxyResponse, context)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isOpen.fail(HTTPClientError.remoteConnectionClosed)
    context.fireChannelInactive()
  }

  private func fail(_ error: HTTPClientError, _ context: ChannelHandlerContext) {
    isOpen.fail(error)
    context.close(promise: nil)
  }
}
