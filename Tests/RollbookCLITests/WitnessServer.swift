import NIOCore
import NIOHTTP1
import NIOPosix
import RollbookTestSupport
import Roster
import Synchronization
import TransparencyLog

/// A witness as the protocol has it (C2SP tlog-witness), over HTTP on loopback.
final class WitnessServer: Sendable {
  let key: SigningKey
  let url: String
  private let channel: any Channel
  private let memory: Memory

  /// What the witness remembers, stored before it responds.
  final class Memory: Sendable {
    private let state: Mutex<WitnessState>
    let logs: [TrustedLog]
    let key: SigningKey
    let timekeeper: ManualTimekeeper

    init(logs: [TrustedLog], key: SigningKey, timekeeper: ManualTimekeeper) {
      state = Mutex(.nothingSeen)
      self.logs = logs
      self.key = key
      self.timekeeper = timekeeper
    }

    var size: UInt64 {
      get { state.withLock { $0.size } }
      set { state.withLock { $0 = WitnessState(size: newValue, root: .digest(of: [1])) } }
    }

    func answer(_ body: [UInt8]) -> (status: Int, body: [UInt8]) {
      do {
        let request = try AddCheckpointRequest(parsing: body)
        try state.withLock { $0 = try $0.accepting(request, logs: logs) }
        let seconds = UInt64(timekeeper.now().milliseconds / 1000)
        return (200, try key.cosign(request.checkpoint.checkpoint, at: seconds).line)
      } catch let refusal as WitnessRefusal {
        if case .checkpoint = refusal { return (403, []) }
        return (400, [])
      } catch let refusal as WitnessState.Refusal {
        switch refusal {
        case .checkpoint(.unknownOrigin): return (404, [])
        case .checkpoint: return (403, [])
        case .otherSizeSeen(let size): return (409, Array("\(size)\n".utf8))
        case .proof: return (422, [])
        case .oldBeyondNew: return (400, [])
        }
      } catch { return (500, []) }
    }
  }

  init(_ logs: [VerifierKey], _ timekeeper: ManualTimekeeper) async throws {
    let key = try SigningKey(
      keyName: KeyName("witness.example/w"),
      seed: [UInt8](repeating: 5, count: 32)
    )
    let memory = Memory(logs: logs.map { TrustedLog(key: $0) }, key: key, timekeeper: timekeeper)
    (self.key, self.memory) = (key, memory)
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(memory))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    url = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)/log"
  }

  /// Makes the witness remember another tree of that size.
  func confuse(size: UInt64) { memory.size = size }

  func stop() async throws { try await channel.close() }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let memory: Memory
    private var path = ""
    private var body: [UInt8] = []

    init(_ memory: Memory) { self.memory = memory }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): (path, body) = ("\(head.method) \(head.uri)", [])
      case .body(let buffer): body += Array(buffer.readableBytesView)
      case .end:
        let isCall = path == "POST /log/add-checkpoint"
        let answer = isCall ? memory.answer(body) : (status: 404, body: [])
        let head = HTTPResponseHead(
          version: .http1_1,
          status: HTTPResponseStatus(statusCode: answer.status),
          headers: ["content-length": "\(answer.body.count)"]
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(
          wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))),
          promise: nil
        )
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
