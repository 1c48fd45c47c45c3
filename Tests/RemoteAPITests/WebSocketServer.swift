import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket
import Synchronization

/// A server on loopback that opens every WebSocket, and sends what a script has.
final class WebSocketServer: Sendable {
  /// One step of the script.
  enum Step: Sendable {
    case frame(WebSocketOpcode, String, fin: Bool = true)
    /// A frame with a mask, which only clients may send.
    case masked
    case bytes([UInt8])
    /// Goes on when this many frames were heard.
    case untilHeard(Int)
    case drop
  }

  private struct Log {
    var heard: [String] = []
    var connections: [any Channel] = []
    var requests: [String] = []
  }

  private let channel: any Channel
  private let log: LogKeeper
  let port: Int

  private final class LogKeeper: Sendable {
    let log = Mutex(Log())
  }

  /// Starts one; behind TLS, it shows the certificate of `dingtalk.test`.
  init(_ steps: [Step], isTLS: Bool = false) async throws {
    let log = LogKeeper()
    let context = isTLS ? try ScriptedServer.context() : nil
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        log.log.withLock { $0.requests.append("\(head.method.rawValue) \(head.uri)") }
        return channel.eventLoop.makeSucceededFuture([:])
      },
      upgradePipelineHandler: { channel, _ in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Speaker(steps, log))
        }
      }
    )
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        log.log.withLock { $0.connections.append(channel) }
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in })
          )
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    self.log = log
    port = channel.localAddress?.port ?? 0
  }

  /// The frames that clients sent, in words; all of them only after ``stop()``.
  var heard: [String] { log.log.withLock(\.heard) }

  /// The requests to open a WebSocket.
  var requests: [String] { log.log.withLock(\.requests) }

  /// Takes no further connection, and waits for the ends of those that were made.
  func stop() async throws {
    try await channel.close()
    for connection in log.log.withLock(\.connections) { try await connection.closeFuture.get() }
  }

  private final class Speaker: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private var steps: [Step]
    private var frames = 0
    private let log: LogKeeper
    private var isClosing = false

    init(_ steps: [Step], _ log: LogKeeper) {
      self.steps = steps
      self.log = log
    }

    /// Speaks at once, so that the first frames may arrive together with the response.
    func handlerAdded(context: ChannelHandlerContext) { proceed(context) }

    private func proceed(_ context: ChannelHandlerContext) {
      while let step = steps.first {
        if case .untilHeard(let count) = step, frames < count { return }
        steps.removeFirst()
        switch step {
        case .untilHeard: break
        case .frame(let opcode, let text, let fin):
          send(opcode, text, fin: fin, context)
        case .masked:
          let data = context.channel.allocator.buffer(string: "x")
          let frame = WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: data)
          context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        case .bytes(let bytes):
          // Beside the encoder of frames.
          let pipeline = context.pipeline.syncOperations
          let encoder = try? pipeline.context(handlerType: WebSocketFrameEncoder.self)
          encoder?.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)), promise: nil)
        case .drop: context.close(promise: nil)
        }
      }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let frame = unwrapInboundIn(data)
      let mask = frame.maskKey == nil ? "bare" : "masked"
      let text = String(buffer: frame.unmaskedData)
      let words =
        switch frame.opcode {
        case .text: "text \(text)"
        case .ping: "ping \(text)"
        case .pong: "pong \(text)"
        case .connectionClose: "close"
        default: "else"
        }
      log.log.withLock { $0.heard.append("\(mask) \(words)") }
      frames += 1
      proceed(context)
      guard frame.opcode == .connectionClose else { return }
      if !isClosing { send(.connectionClose, "", context) }
      context.close(promise: nil)
    }

    private func send(
      _ opcode: WebSocketOpcode,
      _ text: String,
      fin: Bool = true,
      _ context: ChannelHandlerContext
    ) {
      if opcode == .connectionClose { isClosing = true }
      let data = context.channel.allocator.buffer(string: text)
      let frame = WebSocketFrame(fin: fin, opcode: opcode, data: data)
      context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
  }
}
