import NIOCore
import NIOWebSocket
import Roster
import Synchronization

/// The open connections of the Stream, by their numbers.
final class StreamSockets: Sendable {
  private let channels = Mutex<[Int: any Channel]>([:])

  func add(_ channel: any Channel, as number: Int) {
    channels.withLock { $0[number] = channel }
    channel.closeFuture.whenComplete { [self] _ in
      channels.withLock { $0[number] = nil }
    }
  }

  /// Sends something to its connection; one that has ended gets nothing.
  func send(_ sending: StreamGateway.Sending) {
    guard let channel = channels.withLock({ $0[sending.connection] }) else { return }
    switch sending.content {
    case .text(let text):
      let data = channel.allocator.buffer(string: text)
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .text, data: data), promise: nil)
    case .ping:
      let data = channel.allocator.buffer(string: "ping")
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .ping, data: data), promise: nil)
    case .close:
      channel.close(promise: nil)
    }
  }

  /// Drops every connection.
  func close() async {
    for channel in channels.withLock({ Array($0.values) }) { try? await channel.close() }
  }
}

/// One connection of the Stream: what comes goes to the simulation.
final class StreamSocket: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let number: Int
  private let state: SimulationHolder
  private let timekeeper: any Timekeeper

  init(_ number: Int, state: SimulationHolder, timekeeper: any Timekeeper) {
    self.number = number
    self.state = state
    self.timekeeper = timekeeper
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let content = frame.unmaskedData
    switch frame.opcode {
    case .text:
      let text = String(buffer: content)
      let now = timekeeper.now()
      state.withSimulation {
        let resend = $0.quirks.streamResend
        $0.stream.received(text, from: number, now: now, resend: resend)
      }
    case .ping: reply(.pong, content, context, promise: nil)
    case .connectionClose:
      let written = context.eventLoop.makePromise(of: Void.self)
      let bound = context.loopBound
      written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
      reply(.connectionClose, content, context, promise: written)
    default: break
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    let now = timekeeper.now()
    state.withSimulation { $0.stream.ended(number, now: now) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func reply(
    _ opcode: WebSocketOpcode,
    _ content: ByteBuffer,
    _ context: ChannelHandlerContext,
    promise: EventLoopPromise<Void>?
  ) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, data: content)
    context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }
}
