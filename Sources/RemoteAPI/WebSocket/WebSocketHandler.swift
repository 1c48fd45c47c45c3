import NIOCore
import NIOWebSocket

/// Makes messages of frames and frames of messages: joins fragments, answers pings, masks what is
/// sent, and closes in order.
///
/// A frame that no server may send ends the connection with a ``WebSocketViolation``.
final class WebSocketHandler: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketMessage
  typealias OutboundIn = WebSocketMessage
  typealias OutboundOut = WebSocketFrame

  /// How long the other side may take to close, in seconds.
  private static let closingTime = TimeAmount.seconds(2)
  private let limit: Int
  private var fragments: ByteBuffer?
  private var isClosing = false

  /// - Parameter limit: The largest message that is read, in bytes.
  init(limit: Int) { self.limit = limit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    do throws(WebSocketViolation) {
      guard let message = try message(of: unwrapInboundIn(data), context) else { return }
      context.fireChannelRead(wrapInboundOut(message))
    } catch {
      let code: WebSocketErrorCode = error == .tooLarge ? .messageTooLarge : .protocolError
      sendClose(code, context, promise: nil)
      context.fireErrorCaught(error)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let error = error as? NIOWebSocketError {
      let isTooLarge = error == .invalidFrameLength
      sendClose(isTooLarge ? .messageTooLarge : .protocolError, context, promise: nil)
    }
    context.fireErrorCaught(error)
  }

  private func message(
    of frame: WebSocketFrame,
    _ context: ChannelHandlerContext
  ) throws(WebSocketViolation) -> WebSocketMessage? {
    guard frame.maskKey == nil else { throw .masked }
    guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else { throw .reservedBits }
    switch frame.opcode {
    case .text, .binary:
      guard fragments == nil else { throw .fragments }
      return try joined(frame.data, isLast: frame.fin)
    case .continuation:
      guard var whole = fragments else { throw .fragments }
      guard whole.readableBytes + frame.data.readableBytes <= limit else { throw .tooLarge }
      var part = frame.data
      whole.writeBuffer(&part)
      fragments = nil
      return try joined(whole, isLast: frame.fin)
    case .ping, .pong, .connectionClose:
      guard frame.fin else { throw .fragments }
      return signal(frame, context)
    default: throw .unknownFrame
    }
  }

  private func signal(_ frame: WebSocketFrame, _ context: ChannelHandlerContext)
    -> WebSocketMessage?
  {
    switch frame.opcode {
    case .ping:
      send(.pong, frame.data, context, promise: nil)
      return .ping
    case .pong: return .pong
    default:
      guard !isClosing else {
        context.close(promise: nil)
        return nil
      }
      let sent = context.eventLoop.makePromise(of: Void.self)
      let bound = context.loopBound
      sent.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
      sendClose(.normalClosure, context, promise: sent)
      return nil
    }
  }

  private func joined(
    _ data: ByteBuffer,
    isLast: Bool
  ) throws(WebSocketViolation) -> WebSocketMessage? {
    guard data.readableBytes <= limit else { throw .tooLarge }
    guard isLast else {
      fragments = data
      return nil
    }
    guard let text = String(validating: data.readableBytesView, as: UTF8.self) else {
      throw .notText
    }
    return .text(text)
  }

  func write(
    context: ChannelHandlerContext,
    data: NIOAny,
    promise: EventLoopPromise<Void>?
  ) {
    switch unwrapOutboundIn(data) {
    case .text(let text):
      send(.text, context.channel.allocator.buffer(string: text), context, promise: promise)
    case .ping: send(.ping, ByteBuffer(), context, promise: promise)
    case .pong: send(.pong, ByteBuffer(), context, promise: promise)
    case .close: sendClose(.normalClosure, context, promise: promise)
    }
  }

  /// Sends a close frame, and drops the connection if the other side does not close it.
  private func sendClose(
    _ code: WebSocketErrorCode,
    _ context: ChannelHandlerContext,
    promise: EventLoopPromise<Void>?
  ) {
    guard !isClosing else {
      promise?.succeed()
      return
    }
    isClosing = true
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: code)
    send(.connectionClose, data, context, promise: promise)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.closingTime) { channel.close(promise: nil) }
  }

  private func send(
    _ opcode: WebSocketOpcode,
    _ data: ByteBuffer,
    _ context: ChannelHandlerContext,
    promise: EventLoopPromise<Void>?
  ) {
    let frame = WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
  }
}

/// What is wrong with a frame of a server, phrased to follow "the server".
enum WebSocketViolation: String, Error, Hashable {
  case masked = "sent a masked frame"
  case reservedBits = "sent a frame with reserved bits"
  case fragments = "sent fragments that do not fit together"
  case unknownFrame = "sent an unknown frame"
  case notText = "sent a message that is not UTF-8 text"
  case tooLarge = "sent a message that is too large"
}
