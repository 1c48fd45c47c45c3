import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// An HTTP server on loopback that keeps each request and responds as a test says.
package final class LoopbackReceiver: Sendable {
  /// One request.
  package struct Request: Hashable, Sendable {
    /// The first line.
    package let line: String
    /// The headers, names in lower case.
    package let headers: [String: String]
    /// The body.
    package let body: [UInt8]

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let channel: any Channel
  private let received: Requests

  private final class Requests: Sendable {
    let list = Mutex<[Request]>([])
  }

  /// The port that it listens at.
  package let port: Int

  /// The requests so far.
  package var requests: [Request] { received.list.withLock { $0 } }

  /// Starts one.
  ///
  /// - Parameters:
  ///   - host: The address to listen at.
  ///   - port: The port; 0 for any.
  ///   - respond: Gives the whole response, head and body, to the request of a number, from 0.
  /// - Throws: If the address cannot be listened at.
  package init(
    host: String = "127.0.0.1",
    port: Int = 0,
    respond: @escaping @Sendable (Int, Request) -> String
  ) async throws {
    let received = Requests()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(received, respond))
        }
      }
      .bind(host: host, port: port).get()
    self.received = received
    self.port = channel.localAddress?.port ?? 0
  }

  /// Stops listening.
  package func stop() async throws { try await channel.close() }

  /// A response without a body that closes the connection.
  package static func status(_ code: Int, _ headers: String = "", body: String = "") -> String {
    "HTTP/1.1 \(code) Status\r\nconnection: close\r\ncontent-length: \(body.utf8.count)\r\n\(headers)\r\n"
      + body
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let received: Requests
    private let respond: @Sendable (Int, Request) -> String
    private var bytes: [UInt8] = []

    init(_ received: Requests, _ respond: @escaping @Sendable (Int, Request) -> String) {
      (self.received, self.respond) = (received, respond)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      bytes += Array(unwrapInboundIn(data).readableBytesView)
      guard let request = whole() else { return }
      bytes = []
      let number = received.list.withLock { list in
        list.append(request)
        return list.count - 1
      }
      let response = ByteBuffer(string: respond(number, request))
      context.writeAndFlush(NIOAny(response)).whenComplete { [context = context.channel] _ in
        context.close(promise: nil)
      }
    }

    /// The request, once all of it is there.
    private func whole() -> Request? {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { return nil }
      let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        headers[parts[0].lowercased()] =
          parts.count > 1 ? parts[1].trimmingPrefix(" ").description : ""
      }
      let length = headers["content-length"].flatMap { Int($0) } ?? 0
      let body = bytes.dropFirst(text[..<end.upperBound].utf8.count)
      guard body.count >= length else { return nil }
      return Request(line: lines[0], headers: headers, body: Array(body.prefix(length)))
    }
  }
}
