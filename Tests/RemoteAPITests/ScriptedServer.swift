import NIOCore
import NIOPosix
import NIOSSL

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

  /// Starts one on a port of its own; behind TLS, it shows the certificate of `dingtalk.test`.
  init(_ manner: Manner, isTLS: Bool = false) async throws {
    let context = isTLS ? try ScriptedServer.context() : nil
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          }
          try channel.pipeline.syncOperations.addHandler(Handler(manner))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  func stop() async throws { try await channel.close() }

  /// The certificate of `dingtalk.test`.
  static func context() throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMBytes(Array(Certificates.server.utf8))
    let key = try NIOSSLPrivateKey(bytes: Array(Certificates.serverKey.utf8), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(key)
      )
    )
  }

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
