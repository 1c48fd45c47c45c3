import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Roster

/// A service on this machine, behind a unix socket.
package struct LocalService: Sendable {
  /// Why a call to the service failed.
  package enum Failed: Error, Sendable {
    /// It could not be reached, or closed the connection.
    case connection
    /// It refused the call.
    case status(Int, body: [UInt8])
  }

  private let client: HTTPClient
  private let socket: String

  /// Does something with the service, and closes the connections afterwards.
  ///
  /// - Parameters:
  ///   - socket: The path of the socket.
  ///   - body: The work.
  /// - Returns: The result of `body`.
  /// - Throws: Errors of `body`.
  package static func with<Value: Sendable>(
    socket: String,
    _ body: (LocalService) async throws -> Value
  ) async throws -> Value {
    let client = HTTPClient()
    do {
      let value = try await body(LocalService(client: client, socket: socket))
      try? await client.shutdown()
      return value
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  /// Sends a body, and gets the response line by line.
  ///
  /// - Parameters:
  ///   - path: The path of the resource.
  ///   - body: A JSON document.
  ///   - each: Receives each line, without its end.
  /// - Throws: ``Failed``, or what `each` throws.
  package func post(
    _ path: String,
    _ body: [UInt8],
    each: ([UInt8]) async throws -> Void
  ) async throws {
    var request = Self.request(path, socket: socket)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .bytes(ByteBuffer(bytes: body))
    let response: HTTPClientResponse
    do { response = try await client.execute(request, deadline: .distantFuture) } catch {
      throw Failed.connection
    }
    guard response.status == .ok else {
      let text = try? await response.body.collect(upTo: 1 << 20)
      throw Failed.status(
        Int(response.status.code),
        body: text.map { Array($0.readableBytesView) } ?? []
      )
    }
    var rest: [UInt8] = []
    var pieces = response.body.makeAsyncIterator()
    while true {
      let piece: ByteBuffer?
      do { piece = try await pieces.next() } catch { throw Failed.connection }
      guard let piece else { break }
      rest.append(contentsOf: piece.readableBytesView)
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(rest[..<end])
        rest.removeSubrange(...end)
        try await each(line)
      }
    }
  }

  /// Reads a resource.
  ///
  /// - Parameters:
  ///   - path: Its path.
  ///   - socket: The path of the service's socket.
  ///   - time: How long that may take.
  /// - Returns: The body of the response, at most 1 MB.
  /// - Throws: ``Failed``; `connection` also if it took too long.
  package static func get(
    _ path: String,
    socket: String,
    within time: Duration
  ) async throws(Failed) -> [UInt8] {
    let client = HTTPClient()
    let result: Result<[UInt8], Failed>
    do {
      let timeout = TimeAmount.nanoseconds(Int64(time / .nanoseconds(1)))
      let response = try await client.execute(request(path, socket: socket), timeout: timeout)
      let body = try await response.body.collect(upTo: 1 << 20)
      let bytes = Array(body.readableBytesView)
      let status = Int(response.status.code)
      result = status == 200 ? .success(bytes) : .failure(.status(status, body: bytes))
    } catch { result = .failure(.connection) }
    try? await client.shutdown()
    return try result.get()
  }

  private static func request(_ path: String, socket: String) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: "http+unix://\(PercentEncoding.text(socket))\(path)")
    request.headers.add(name: "Host", value: "localhost")
    return request
  }
}
