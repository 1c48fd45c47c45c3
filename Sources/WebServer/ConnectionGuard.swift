import NIOCore
import NIOHTTP1

/// Refuses a request whose head does not name exactly one host and one path, before anything reads
/// it.
///
/// A proxy and a server that choose different hosts, or different ends of a request, can be made to
/// disagree on who asks for what (request smuggling).
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private var isRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    if case .head(let head) = unwrapInboundIn(data), !Self.isAcceptable(head) {
      isRefused = true
      let response = HTTPResponseHead(
        version: .http1_1,
        status: .badRequest,
        headers: ["Connection": "close", "Content-Length": "0"]
      )
      context.write(wrapOutboundOut(.head(response)), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in
        context.close(promise: nil)
      }
      return
    }
    context.fireChannelRead(data)
  }

  private static func isAcceptable(_ head: HTTPRequestHead) -> Bool {
    guard head.uri.utf8.first == UInt8(ascii: "/"), head.headers["Host"].count == 1 else {
      return false
    }
    let length = head.headers["Content-Length"]
    let coding = head.headers["Transfer-Encoding"]
    return length.count <= 1 && (coding.isEmpty || (length.isEmpty && coding == ["chunked"]))
  }
}
