import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Collects one response, and knows whether sending of its request has begun.
final class ResponseCollector: HTTPClientResponseDelegate {
  typealias Response = APIResponse

  private struct State {
    var hasLeft = false
    var status = 0
    var contentType: String?
    var date: String?
    var body: [UInt8] = []
  }

  private let state = Mutex(State())
  private let limit: Int
  private let cutsBody: Bool

  /// Collects up to `limit` bytes of the body; `cutsBody` keeps these if there are more.
  init(limit: Int, cutsBody: Bool) {
    self.limit = limit
    self.cutsBody = cutsBody
  }

  /// Whether sending has begun, so that the request may arrive.
  var hasLeft: Bool { state.withLock(\.hasLeft) }

  func didSendRequestHead(task: HTTPClient.Task<APIResponse>, _ head: HTTPRequestHead) {
    state.withLock { $0.hasLeft = true }
  }

  func didReceiveHead(
    task: HTTPClient.Task<APIResponse>,
    _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let length = head.headers.first(name: "content-length").flatMap { Int($0) }
    if let length, length > limit, !cutsBody {
      return task.eventLoop.makeFailedFuture(ResponseTooLarge())
    }
    state.withLock { state in
      state.status = Int(head.status.code)
      state.contentType = head.headers.first(name: "content-type")
      state.date = head.headers.first(name: "date")
      if let length { state.body.reserveCapacity(min(length, limit)) }
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<APIResponse>,
    _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.body.count + buffer.readableBytes <= limit else {
        state.body.append(contentsOf: buffer.readableBytesView.prefix(limit - state.body.count))
        return false
      }
      state.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits
      ? task.eventLoop.makeSucceededVoidFuture()
      : task.eventLoop.makeFailedFuture(ResponseTooLarge())
  }

  func didFinishRequest(task: HTTPClient.Task<APIResponse>) throws -> APIResponse { response }

  /// What has arrived.
  var response: APIResponse {
    state.withLock {
      APIResponse(
        status: $0.status,
        contentType: $0.contentType,
        date: $0.date,
        body: $0.body
      )
    }
  }
}

/// The response's body exceeds the limit.
struct ResponseTooLarge: Error {}
