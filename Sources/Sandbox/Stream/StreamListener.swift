import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Roster

/// Serves the connections of the Stream: WebSockets, on a port of 127.0.0.1 of their own.
///
/// It has no rules: the simulation decides what is sent, and when.
final class StreamListener: Sendable {
  private let state: SimulationHolder
  private let timekeeper: any Timekeeper
  private let sockets: StreamSockets
  private let server: any Channel

  private init(
    _ state: SimulationHolder,
    _ timekeeper: any Timekeeper,
    _ sockets: StreamSockets,
    _ server: any Channel
  ) {
    self.state = state
    self.timekeeper = timekeeper
    self.sockets = sockets
    self.server = server
  }

  /// Listens on a free port, and lets the gateway name it.
  static func start(
    _ state: SimulationHolder,
    timekeeper: any Timekeeper
  ) async throws -> StreamListener {
    let sockets = StreamSockets()
    let upgrader = upgrader(state, timekeeper, sockets)
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
              upgraders: [upgrader],
              completionHandler: { context in
                let pipeline = context.pipeline.syncOperations
                guard let refuser = try? pipeline.handler(type: StreamRefuser.self) else { return }
                pipeline.removeHandler(refuser, promise: nil)
              }
            )
          )
          try pipeline.addHandler(StreamRefuser())
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    let port = server.localAddress?.port ?? 0
    state.withSimulation { $0.stream.address = "ws://127.0.0.1:\(port)/connect" }
    return StreamListener(state, timekeeper, sockets, server)
  }

  private static func upgrader(
    _ state: SimulationHolder,
    _ timekeeper: any Timekeeper,
    _ sockets: StreamSockets
  ) -> NIOWebSocketServerUpgrader {
    NIOWebSocketServerUpgrader(
      maxFrameSize: 1 << 20,
      shouldUpgrade: { channel, head in
        let isAdmitted = state.withSimulation {
          $0.stream.admits(ticket(in: head), now: timekeeper.now())
        }
        return channel.eventLoop.makeSucceededFuture(isAdmitted ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, head in
        let number = state.withSimulation {
          $0.stream.connect(ticket(in: head), now: timekeeper.now(), limits: $0.limits)
        }
        guard let number else { return channel.close() }
        return channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(
            NIOWebSocketFrameAggregator(
              minNonFinalFragmentSize: 0,
              maxAccumulatedFrameCount: 1000,
              maxAccumulatedFrameSize: 1 << 20
            )
          )
          try pipeline.addHandler(StreamSocket(number, state: state, timekeeper: timekeeper))
          sockets.add(channel, as: number)
          state.changed()
        }
      }
    )
  }

  private static func ticket(in head: HTTPRequestHead) -> String {
    let query = head.uri.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    return Form.parameters(String(query))["ticket"] ?? ""
  }

  /// Sends what is due, after each change and when it is time, until the simulation is at its end.
  func run() async {
    var timer: Task<Void, Never>?
    for await _ in state.changes {
      timer?.cancel()
      let now = timekeeper.now()
      let (sendings, next) = state.quietly { $0.takeSendings(now: now) }
      for sending in sendings { sockets.send(sending) }
      timer = next.map { next in
        Task {
          try? await timekeeper.sleep(for: max(.milliseconds(1), next - now))
          if !Task.isCancelled { state.changed() }
        }
      }
    }
    timer?.cancel()
  }

  /// Stops listening, and drops every connection.
  func stop() async {
    try? await server.close()
    await sockets.close()
  }
}

/// Refuses a request that is no WebSocket with a valid ticket.
private final class StreamRefuser: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    let headers: HTTPHeaders = ["content-length": "0", "connection": "close"]
    let head = HTTPResponseHead(version: .http1_1, status: .unauthorized, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let bound = context.loopBound
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      bound.value.close(promise: nil)
    }
  }
}
