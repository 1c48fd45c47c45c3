import NIOCore
import NIOPosix
import Synchronization

/// An HTTP proxy on loopback: whatever host is asked for, it leads to one port of this machine.
final class ProxyServer: Sendable {
  private let channel: any Channel
  private let heads: Heads
  let port: Int

  /// Starts one.
  ///
  /// - Parameter target: The port to which every connection is let through.
  /// - Throws: Where it cannot listen.
  init(to target: Int) async throws {
    let heads = Heads()
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Caller(target: target, heads: heads))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.heads = heads
    port = channel.localAddress?.port ?? 0
  }

  /// What was asked of it: the heads of the requests to connect, in order.
  var asked: [String] { heads.all }

  func stop() async throws { try await channel.close() }

  private final class Heads: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
  }

  /// The side of the caller: reads the head, connects, and passes on what comes.
  private final class Caller: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let target: Int
    private let heads: Heads
    private var head = ""
    private var server: (any Channel)?

    init(target: Int, heads: Heads) {
      self.target = target
      self.heads = heads
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let buffer = unwrapInboundIn(data)
      if let server {
        server.writeAndFlush(buffer, promise: nil)
        return
      }
      head += String(buffer: buffer)
      guard head.contains("\r\n\r\n") else { return }
      heads.add(head)
      let caller = context.channel
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      ClientBootstrap(group: context.eventLoop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(Server(caller: caller))
          }
        }
        .connect(host: "127.0.0.1", port: target)
        .whenComplete { result in
          bound.value.server = try? result.get()
          let status = bound.value.server == nil ? "502 Bad Gateway" : "200 Connected"
          caller.writeAndFlush(ByteBuffer(string: "HTTP/1.1 \(status)\r\n\r\n"), promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) { server?.close(promise: nil) }
  }

  /// The side of the server: passes back what comes.
  private final class Server: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let caller: any Channel

    init(caller: any Channel) { self.caller = caller }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      caller.writeAndFlush(unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { caller.close(promise: nil) }
  }
}
