import NIOCore
import NIOPosix

/// A server on loopback that meets every connection in one way.
final class ScriptedServer: Sendable {
  /// What becomes of a connection once a request has arrived.
  enum Manner: Sendable {
    case answer(String)
    case answerAndClose(String)
    case close
    case silence
  }

  private let channel: any Channel
  let port: Int

  init(_ manner: Manner) async throws {
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Handler(manner))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  func stop() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let manner: Manner

    init(_ manner: Manner) { self.manner = manner }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch manner {
      case .answer(let text):
        context.channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
      case .answerAndClose(let text):
        context.channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
        context.close(promise: nil)
      case .close: context.close(promise: nil)
      case .silence: break
      }
    }
  }
}
