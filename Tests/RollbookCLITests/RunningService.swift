import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
@testable import RollbookCLI
import Testing
import VerbatimJSON

/// A running service over a ledger of a small company.
final class RunningService: Sendable {
  let stage: Stage
  let url: String
  /// The address of the measurements.
  let metrics: String
  let token: String
  let client = HTTPClient()
  let interruption: Interruption
  let ended: Task<Stage.Run, Never>

  init(
    stage: Stage,
    url: String,
    metrics: String,
    token: String,
    interruption: Interruption,
    ended: Task<Stage.Run, Never>
  ) {
    self.stage = stage
    self.url = url
    self.metrics = metrics
    self.token = token
    self.interruption = interruption
    self.ended = ended
  }

  /// Sends a request, with the token unless another one is given, and again if it was one too many.
  func send(
    _ method: HTTPMethod,
    _ path: String,
    token: String? = nil,
    headers: [(String, String)] = [],
    body: String? = nil
  ) async throws -> (status: Int, headers: HTTPHeaders, text: String) {
    while true {
      let reply = try await once(method, path, token: token, headers: headers, body: body)
      guard reply.status == 429, let wait = reply.headers["Retry-After"].first.flatMap(Int64.init)
      else { return reply }
      try await Task.sleep(for: .seconds(wait))
    }
  }

  /// Sends a request once, with the token unless another one is given.
  func once(
    _ method: HTTPMethod,
    _ path: String,
    token: String? = nil,
    headers: [(String, String)] = [],
    body: String? = nil
  ) async throws -> (status: Int, headers: HTTPHeaders, text: String) {
    var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : url + path)
    request.method = method
    request.headers = HTTPHeaders([("Authorization", "Bearer \(token ?? self.token)")] + headers)
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await client.execute(request, timeout: .seconds(30))
    let text = try await response.body.collect(upTo: 1 << 26)
    return (Int(response.status.code), response.headers, String(buffer: text))
  }

  func get(_ path: String) async throws -> JSON {
    let (status, _, text) = try await send(.GET, path)
    #expect(status == 200, "\(path): \(text)")
    return try JSON(parsing: Array(text.utf8))
  }

  /// All parts of a list.
  func all(_ path: String) async throws -> [JSON] {
    var items: [JSON] = []
    var next: String? = path
    while let path = next {
      let part = try await get(path)
      items += part["items"]?.elements ?? []
      next = part["next"]?.text
    }
    return items
  }

  /// Begins a job and waits until it has ended.
  func job(_ path: String, _ body: String, key: String? = nil) async throws -> JSON {
    let headers = key.map { [("Idempotency-Key", $0)] } ?? []
    let (status, fields, text) = try await send(.POST, path, headers: headers, body: body)
    #expect(status == 202, "\(text)")
    let place = try #require(fields["Location"].first)
    while true {
      let job = try await get(place)
      if job["endedAt"]?.isNull == false { return job }
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
