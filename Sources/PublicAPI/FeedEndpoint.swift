import Access
import Feed
import Roster
import Synchronization
import WebServer

/// Answers requests for the feed: pages, at once or when something is recorded, and streams without
/// end.
final class FeedEndpoint: Sendable {
  /// Decides again whether the sender of the request may have something.
  typealias Admission = @Sendable (Permission) async throws -> Void

  private struct State {
    var followers = 0
    var isClosed = false
    /// The end of the log, and when it was read, so that many who wait read it once.
    var end: (entry: Int64, readAt: Instant)?
  }

  /// How many requests may wait or stream at once.
  static let mostFollowers = 200
  /// How often the end of the log is read.
  private static let interval = Duration.milliseconds(200)

  private let tools: APITools
  private let state = Mutex(State())

  init(_ tools: APITools) { self.tools = tools }

  /// How many requests wait or stream.
  var followers: Int { state.withLock { $0.followers } }

  /// Ends all waits and streams.
  func close() { state.withLock { $0.isClosed = true } }

  /// Answers a request.
  ///
  /// - Throws: ``Problem``, or an error of the ledger.
  func respond(
    _ route: Route,
    to request: WebRequest,
    for sight: Sight,
    showing: Showing,
    admit: @escaping Admission
  ) async throws -> WebResponse {
    let wanted = try FeedRequest(route, request, ledger: tools.ledger, sight: sight)
    if wanted.query.values != nil { try await admit(.readPeople) }
    if wanted.form != .page {
      return try await stream(wanted, showing) {
        try await admit(.feed)
        if wanted.query.values != nil { try await admit(.readPeople) }
      }
    }
    let page = try await wanted.wait > .zero ? waiting(wanted) : tools.feed(wanted.query)
    let body = wanted.form.bytes(of: page.events)
    if !page.events.isEmpty { try await showing.recordWhole(at: page.position.rawValue) }
    var response = WebResponse(
      type: wanted.form.type,
      headers: [("Rollbook-Position", page.position.description)],
      body: .bytes(body)
    )
    // What is at the end of the log may have more events when it is read again.
    guard !page.isAtEnd else { return response }
    let tag = EntityTag.of(body)
    response.headers += [("ETag", tag), ("Cache-Control", "private, no-cache")]
    guard EntityTag.matches(request, tag) else { return response }
    return WebResponse(304, headers: Array(response.headers.dropFirst()))
  }

  // MARK: - Pages

  /// The first page with an event; one without when the time is over or the service stops.
  private func waiting(_ wanted: FeedRequest) async throws -> FeedPage {
    let until = tools.timekeeper.monotonic() + wanted.wait
    var query = wanted.query
    try enter()
    defer { leave() }
    while true {
      let page = try await tools.feed(query)
      guard page.events.isEmpty else { return page }
      query.after = FeedPosition(page.position)
      if page.isAtEnd, try await !hasNews(after: page.position, until: until) { return page }
      if tools.timekeeper.monotonic() >= until { return page }
    }
  }

  /// Waits until the log has an entry after one.
  ///
  /// - Returns: Whether it has; false if the time is over, or the service stops.
  private func hasNews(after position: EntryID, until: Instant) async throws -> Bool {
    while !state.withLock({ $0.isClosed }) {
      if try await end() > position.rawValue { return true }
      let left = until - tools.timekeeper.monotonic()
      guard left > .zero else { return false }
      try await tools.timekeeper.sleep(for: min(left, Self.interval))
    }
    return false
  }

  private func end() async throws -> Int64 {
    let now = tools.timekeeper.monotonic()
    if let end = state.withLock({ $0.end }), now - end.readAt < Self.interval / 2 {
      return end.entry
    }
    let entry = try await tools.state(nil, false).entry
    state.withLock { $0.end = (entry, now) }
    return entry
  }

  // MARK: - Streams

  private func stream(
    _ wanted: FeedRequest,
    _ showing: Showing,
    _ admit: @escaping @Sendable () async throws -> Void
  ) async throws -> WebResponse {
    guard followers < Self.mostFollowers else { throw Self.tooMany }
    let first = try await tools.feed(wanted.query)
    // It shows whatever is recorded from here on.
    try await showing.recordWhole(at: first.position.rawValue)
    return WebResponse(
      type: wanted.form.type,
      headers: [("X-Accel-Buffering", "no")],
      body: .stream { stream in
        try self.enter()
        defer { self.leave() }
        try await stream.write(wanted.form.opening(wanted.query.after))
        try await self.follow(wanted, from: first, to: stream, admit)
      }
    )
  }

  private func follow(
    _ wanted: FeedRequest,
    from first: FeedPage,
    to stream: any WebStream,
    _ admit: @Sendable () async throws -> Void
  ) async throws {
    var query = wanted.query
    var page = first
    var due = tools.timekeeper.monotonic() + wanted.form.interval
    while !state.withLock({ $0.isClosed }) {
      var bytes = wanted.form.bytes(of: page.events)
      query.after = FeedPosition(page.position)
      if bytes.isEmpty, tools.timekeeper.monotonic() >= due {
        bytes = wanted.form.heartbeat(query.after)
      }
      if !bytes.isEmpty {
        // A token that was revoked meanwhile gets nothing more.
        try await admit()
        try await stream.write(bytes)
        due = tools.timekeeper.monotonic() + wanted.form.interval
      }
      if page.isAtEnd { _ = try await hasNews(after: page.position, until: due) }
      page = try await tools.feed(query)
    }
  }

  // MARK: - Followers

  private func enter() throws(Problem) {
    let isTaken = state.withLock { state in
      guard state.followers < Self.mostFollowers else { return false }
      state.followers += 1
      return true
    }
    if !isTaken { throw Self.tooMany }
  }

  private func leave() { state.withLock { $0.followers -= 1 } }

  private static var tooMany: Problem {
    var problem = Problem(
      429,
      "tooManyFollowers",
      "\(mostFollowers) requests follow the feed already. Try again, or ask without waiting."
    )
    problem.headers = [("Retry-After", "5")]
    return problem
  }
}
