import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Sandbox
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

  /// Runs a service whose client has a token, over a ledger that was fetched once.
  static func serving(
    role: String = "administrator",
    classes: String? = nil,
    dingtalk: String? = nil,
    files: [String: String] = [:],
    _ body: (RunningService, SandboxServer) async throws -> Void
  ) async throws {
    var stage = try Stage()
    for (name, text) in files { try stage.write(text, to: name) }
    let server = try await SandboxServer.start(
      company: Company(seed: 7, people: 12),
      timekeeper: stage.timekeeper
    )
    try await server.whileRunning { server in
      for (name, value) in SandboxOffer.variables(of: server) { stage.environment[name] = value }
      _ = await stage.run("init")
      let fetched = await stage.run("fetch", "--reason", "first")
      #expect(fetched.status == .done, "\(fetched.notes)")
      // What is served may call another DingTalk than the first fetch did.
      if let dingtalk { stage.environment["ROLLBOOK_DINGTALK_URL"] = dingtalk }
      try await serve(stage, role: role, classes: classes) { try await body($0, server) }
    }
  }

  /// Runs a service over the ledger of a stage, as long as the body takes; `classes` are those whose
  /// values its client sees whole, unless they are those of the role.
  static func serve(
    _ stage: Stage,
    role: String = "administrator",
    classes: String? = nil,
    listen: String = "127.0.0.1:0",
    _ body: (RunningService) async throws -> Void
  ) async throws {
    let seeing = classes.map { ["--classes", $0] } ?? []
    let made = await stage.run(["token", "create", "--role", role, "--format", "json"] + seeing)
    let token = try JSON(parsing: Array(made.result.utf8))["token"]?.text ?? ""
    let interruption = Interruption(listensToSignals: false)
    let sink = MemorySink()
    let ended = Task {
      await stage.run(
        ["serve", "--listen", listen, "--metrics", "127.0.0.1:0", "--format", "json"],
        interruption: interruption,
        result: sink
      )
    }
    for _ in 0..<6_000 where !sink.text.hasSuffix("\n") {
      try await Task.sleep(for: .milliseconds(10))
    }
    if sink.text.isEmpty {
      interruption.happen(.terminate)
      Issue.record("the service did not start: \(await ended.value.notes)")
      return
    }
    let ready = try JSON(parsing: Array(sink.text.utf8))
    let service = RunningService(
      stage: stage,
      url: ready["url"]?.text ?? "",
      metrics: ready["metrics"]?.text ?? "",
      token: token,
      interruption: interruption,
      ended: ended
    )
    do { try await body(service) } catch {
      interruption.happen(.terminate)
      _ = await ended.value
      try await service.client.shutdown()
      throw error
    }
    interruption.happen(.terminate)
    #expect(await ended.value.status == .done)
    try await service.client.shutdown()
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
