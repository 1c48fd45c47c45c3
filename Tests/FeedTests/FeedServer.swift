import Access
import AsyncHTTPClient
import Feed
import Foundation
import Ledger
import NIOCore
import NIOHTTP1
@testable import PublicAPI
import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Testing
import WebServer

/// A clock on which time passes much faster than it really does.
final class FastTimekeeper: Timekeeper {
  private let clock = ManualTimekeeper()

  func now() -> Instant { clock.now() }

  func monotonic() -> Instant { clock.monotonic() }

  func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: .milliseconds(1))
    try await clock.sleep(for: duration)
  }
}

/// The real clock.
struct RealTimekeeper: Timekeeper {
  func now() -> Instant { Instant(milliseconds: 1_767_225_600_000) }

  func monotonic() -> Instant {
    Instant(milliseconds: Int64(ProcessInfo.processInfo.systemUptime * 1000))
  }

  func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

/// The API over real HTTP, with a feed and nothing else.
struct FeedServer {
  let bench: FeedBench
  let handler: APIHandler
  let url: String
  let client: HTTPClient
  /// What the client may do.
  let permissions: Permitted
  /// What it has shown.
  let shown: Shown

  final class Permitted: Sendable {
    private let all = Mutex(Set(Permission.allCases))

    func set(_ permissions: Set<Permission>) { all.withLock { $0 = permissions } }

    func check(_ permission: Permission?) throws {
      let isPermitted = all.withLock { all in permission.map(all.contains) ?? true }
      if !isPermitted { throw Problem(403, "roleMissing", "The role does not permit it.") }
    }
  }

  /// What was recorded before it was shown.
  final class Shown: Sendable {
    private let all = Mutex<[NewAccess]>([])

    var accesses: [NewAccess] { all.withLock { $0 } }

    func add(_ access: NewAccess) { all.withLock { $0.append(access) } }
  }

  static func with(
    _ timekeeper: any Timekeeper = FastTimekeeper(),
    _ body: (FeedServer) async throws -> Void
  ) async throws {
    let bench = try FeedBench()
    let (ledger, feed, permissions) = (bench.ledger, bench.feed, Permitted())
    let shown = Shown()
    let tools = APITools(
      ledger: feed.identifier,
      version: "1",
      timekeeper: timekeeper,
      run: { _ in CommandEnd(exit: .done) },
      state: { _, _ in
        try APITools.State(
          entry: ledger.position(at: .now).entry.rawValue,
          erasure: ledger.lastErasure().rawValue
        )
      },
      requested: { _ in nil },
      record: { shown.add($0) },
      person: { UserKey($0, Verbatim($1)) },
      feed: { try feed.page($0) }
    )
    let handler = APIHandler(tools, limit: nil) { _, permission in
      try permissions.check(permission)
      return Sender(name: "token 1", role: "client", sight: .everything)
    }
    let server = try await WebServer.start(
      at: .host("127.0.0.1", port: 0),
      WebServer.Configuration(timekeeper: SystemTimekeeper())
    ) { try await handler.respond(to: $0) }
    let client = HTTPClient()
    let running = FeedServer(
      bench: bench,
      handler: handler,
      url: "http://127.0.0.1:\(server.port)/api/v1",
      client: client,
      permissions: permissions,
      shown: shown
    )
    let outcome = await Result { try await body(running) }
    await handler.close()
    await server.stop(within: .seconds(5))
    try await client.shutdown()
    try outcome.get()
  }

  /// A response whose body is still under way.
  func open(_ path: String, _ headers: (String, String)...) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: url + path)
    request.headers = HTTPHeaders(headers)
    return try await client.execute(request, timeout: .seconds(60))
  }

  func get(_ path: String, _ headers: (String, String)...) async throws -> (
    status: Int, headers: HTTPHeaders, text: String
  ) {
    var request = HTTPClientRequest(url: url + path)
    request.headers = HTTPHeaders(headers)
    let response = try await client.execute(request, timeout: .seconds(60))
    let body = try await response.body.collect(upTo: 1 << 24)
    return (Int(response.status.code), response.headers, String(buffer: body))
  }

  /// Waits until a number of requests wait or stream.
  ///
  /// - Returns: How long it took.
  @discardableResult
  func hasFollowers(_ count: Int, at place: SourceLocation = #_sourceLocation) async throws
    -> Duration
  {
    let start = ContinuousClock.now
    for _ in 0..<6000 where handler.feed.followers != count {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(handler.feed.followers == count, sourceLocation: place)
    return ContinuousClock.now - start
  }
}

extension Result where Failure == any Error {
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}

/// The lines of a body, as they arrive.
struct BodyLines {
  private var chunks: HTTPClientResponse.Body.AsyncIterator
  private var rest: [UInt8] = []

  init(_ response: HTTPClientResponse) { chunks = response.body.makeAsyncIterator() }

  /// The next line; nil when the body has ended.
  mutating func next() async throws -> String? {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: rest[..<end], as: UTF8.self)
        rest.removeSubrange(...end)
        return line
      }
      guard let chunk = try await chunks.next(isolation: #isolation) else { return nil }
      rest += Array(chunk.readableBytesView)
    }
  }
}
