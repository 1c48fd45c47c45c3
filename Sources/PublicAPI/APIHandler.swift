package import Access
import Crypto
import Foundation
import Roster
import Synchronization
import TransparencyLog
import VerbatimJSON
package import WebServer

/// Answers requests under `/api/v1`.
package final class APIHandler: Sendable {
  /// The largest body of a request, in bytes: a change file.
  private static let bodyLimit = 20 << 20

  let tools: APITools
  private let jobs: Jobs
  /// Requests for the feed.
  let feed: FeedEndpoint
  private let admit: @Sendable (WebRequest, Permission?) async throws -> Sender
  private let limit: RateLimit?
  private let heavy = HeavyWork()
  private let isClosed = Mutex(false)

  /// - Parameters:
  ///   - tools: What the API needs of the program.
  ///   - limit: Limits how many requests a sender sends; nil if nothing does.
  ///   - admit: Decides whether the sender of a request has a permission, and returns the name under
  ///     which the log knows them. It throws a ``Problem`` otherwise.
  package init(
    _ tools: APITools,
    limit: RateLimit?,
    admit: @escaping @Sendable (WebRequest, Permission?) async throws -> Sender
  ) {
    self.tools = tools
    self.limit = limit
    self.admit = admit
    jobs = Jobs(tools)
    feed = FeedEndpoint(tools)
  }

  /// Refuses further requests, ends what follows the feed, and stops the jobs in good order.
  package func close() async {
    isClosed.withLock { $0 = true }
    feed.close()
    await jobs.close()
  }

  /// Answers a request.
  ///
  /// - Throws: ``Problem``, or an error that has nothing to say to the client.
  package func respond(to request: WebRequest) async throws -> WebResponse {
    try await respond(to: request, limit, admit)
  }

  /// Answers a request whose sender is known in another way than by a token, such as by a session.
  ///
  /// A page asks several times, so its requests are not limited.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - admit: Decides as that of the initialiser does.
  /// - Returns: The response; a refusal is one, too.
  /// - Throws: ``Problem``, or an error that has nothing to say to the client.
  package func respond(
    to request: WebRequest,
    admit: @escaping @Sendable (WebRequest, Permission?) async throws -> Sender
  ) async throws -> WebResponse {
    try await respond(to: request, nil, admit)
  }

  private func respond(
    to request: WebRequest,
    _ limit: RateLimit?,
    _ admit: @escaping @Sendable (WebRequest, Permission?) async throws -> Sender
  ) async throws -> WebResponse {
    guard request.path.starts(with: ["api", "v1"]) else { throw Problem.noSuchRoute }
    var (route, values) = try find(request)
    var response: WebResponse
    var headers: [(name: String, value: String)] = []
    do {
      if isClosed.withLock({ $0 }) { throw Problem.stopping }
      let sender = try await admit(request, route.isOfOneJob ? nil : route.permission)
      headers = try limit?.count(request, of: sender.name) ?? []
      if route.isOwn { values = try Self.own(sender) }
      response =
        switch route.result {
        case .list, .document, .archive: try await read(route, values, request, sender)
        case .job: try await begin(route, values, request, sender)
        case .own(.feed), .own(.feedStream):
          try await feed.respond(
            route,
            to: request,
            for: sender.sight,
            showing: try Showing(tools, route, nil, to: sender, request)
          ) { _ = try await admit(request, $0) }
        case .own(.reveal): try await reveal(route, request, sender)
        case .own(let own):
          try await answer(own, route, values, request, sender) { _ = try await admit(request, $0) }
        }
    } catch let problem as Problem {
      response = problem.response(to: request.target, id: request.id)
    } catch let error as any UserFacingError {
      response = Problem(error.errorCode, error.message).response(
        to: request.target,
        id: request.id
      )
    }
    response.headers += headers
    response.route = route.name
    return response
  }

  /// The parameters that say who the sender is in the roster.
  private static func own(_ sender: Sender) throws(Problem) -> [String: String] {
    guard let user = sender.user else {
      throw Problem(
        403,
        "ownUserUnknown",
        "The service does not know who you are in the roster. `users` of `people` in its settings says "
          + "that, for people who sign in.",
        exit: .noPermission
      )
    }
    return ["system": user.system.rawValue, "user": user.id.text]
  }

  private func find(_ request: WebRequest) throws -> (Route, [String: String]) {
    let path = request.path.dropFirst(2)
    let method = request.method == "HEAD" ? "GET" : request.method
    var allowed: [String] = []
    for route in Routes.all {
      guard let values = route.path.match(path) else { continue }
      if route.method == method { return (route, values) }
      allowed.append(route.method)
    }
    guard !allowed.isEmpty else { throw Problem.noSuchRoute }
    var problem = Problem(
      405,
      "methodNotAllowed",
      "The resource has the methods \(allowed.joined(separator: ", ")).",
      exit: .usage
    )
    problem.headers = [("Allow", allowed.joined(separator: ", "))]
    throw problem
  }

  // MARK: - Reading

  private func read(
    _ route: Route,
    _ values: [String: String],
    _ request: WebRequest,
    _ sender: Sender
  ) async throws -> WebResponse {
    let wish = try ListWish(request, hasParts: route.isList, formats: route.formats)
    var words = try CommandWords(route, path: values, query: wish.parameters)
    let showing = try Showing(tools, route, words, to: sender, request)
    // Evidence proves values, so it has them whole.
    if route.isArchive { try showing.demandPurpose() }
    let state = try await pin(&words, of: route)
    if let cursor = wish.cursor, cursor.erasure != state.erasure { throw Problem.cursorExpired }
    let tag = route.isMomentary ? nil : tag(of: request, sender.sight, state)
    if let tag, EntityTag.matches(request, tag) {
      return WebResponse(
        304,
        headers: [("ETag", tag), ("Cache-Control", "private, no-cache")]
      )
    }
    let reading = ListReading(
      tools: tools,
      route: route,
      words: words,
      showing: showing,
      sender: sender,
      state: state,
      path: String(request.target.prefix { $0 != "?" })
    )
    var response =
      switch (route.isList, wish.format) {
      case (true, .json): try await reading.part(limit: wish.limit, cursor: wish.cursor)
      case (true, let format): try await stream(reading, format)
      case (false, let format): try await document(reading, format)
      }
    response.headers.append(("Rollbook-Entry", String(state.entry)))
    if let tag {
      response.headers += [("ETag", tag), ("Cache-Control", "private, no-cache")]
    }
    return response
  }

  /// Replaces moments by places in the log, and reads a list at the end of the log if it names none.
  func pin(_ words: inout CommandWords, of route: Route) async throws -> APITools.State {
    let end = try await tools.state(route.listsAccesses ? "now" : nil, false)
    // Hindsight is about a time, not about a place in the log.
    if words["hindsight"] == ["true"] { return end }
    let tools = tools
    try await words.pin { moment, isBeginning in
      "\(Self.place)\(try await tools.state(moment, isBeginning).entry)"
    }
    if let entry = words["as-of"].first.flatMap({ Int64($0.dropFirst(Self.place.count)) }) {
      return APITools.State(entry: entry, erasure: end.erasure)
    }
    if let asOf = route.parameters.first(where: { $0.name == "as-of" }), route.isList {
      words.set(asOf, "\(Self.place)\(end.entry)")
    }
    return end
  }

  /// What a place in the log begins with: `entry:1042`.
  private static let place = "entry:"

  private func tag(of request: WebRequest, _ sight: Sight, _ state: APITools.State) -> String {
    let text = [
      tools.ledger, tools.version, request.target, request.header("Accept") ?? "",
      sight.key, String(state.entry), String(state.erasure),
    ].joined(separator: "\u{0}")
    return EntityTag.of(Array(text.utf8))
  }

  private func stream(_ reading: ListReading, _ format: ListReading.Format) async throws
    -> WebResponse
  {
    // The body keeps the place: if it is never sent, as with HEAD, the place is free again.
    let place = try heavy.take()
    var response = try await reading.stream(format)
    if case .stream(let body) = response.body {
      response.body = .stream { stream in
        defer { place.release() }
        try await body(stream)
      }
    }
    return response
  }

  private func document(_ reading: ListReading, _ format: ListReading.Format) async throws
    -> WebResponse
  {
    let place = reading.route.isHeavy ? try heavy.take() : nil
    defer { place?.release() }
    if format == .csv { return try await reading.table() }
    return try await reading.route.isArchive ? reading.archive() : reading.document()
  }

  // MARK: - Doing

  private func begin(
    _ route: Route,
    _ values: [String: String],
    _ request: WebRequest,
    _ sender: Sender
  ) async throws -> WebResponse {
    let body = try await Self.json(of: request)
    let words = try CommandWords(route, path: values, body: body)
    var call = CommandCall(
      words: route.command + ["--format=json"] + words.words,
      actor: sender.name,
      sight: sender.sight
    ) { _ in }
    call.files = words.files
    call.trace = request.id
    call.requestKey = try requestKey(of: request, body)
    if let key = call.requestKey, !jobs.hasJob(of: key.key),
      let known = try await tools.requested(key.key)
    {
      guard known.digest.map({ $0 == key.digest }) ?? true else { throw Problem.keyReused(key.key) }
      return recorded(known.operation, route)
    }
    // What writes is recorded as an operation of its sender.
    let showing = try Showing(tools, route, words, to: sender, request)
    if route.showsPeople {
      try await showing.recordWhole(at: try await tools.state(nil, false).entry)
    }
    let job = try jobs.begin(route.name, call)
    return WebResponse(
      202,
      type: "application/json",
      headers: [("Location", "/api/v1/jobs/\(job.id)"), ("Retry-After", "1")],
      body: .bytes(job.json(for: sender, after: try await tools.state(nil, false).erasure).bytes)
    )
  }

  /// The body of a request whose parameters are in it.
  static func json(of request: WebRequest) async throws -> [UInt8] {
    guard request.query.isEmpty else {
      throw Problem.parameter(request.query[0].name, "belongs into the body")
    }
    let body = try await request.body(limit: bodyLimit)
    if !body.isEmpty, !(request.header("Content-Type") ?? "").hasPrefix("application/json") {
      throw Problem(415, "notJSON", "The body must be application/json.", exit: .usage)
    }
    return body
  }

  private func requestKey(of request: WebRequest, _ body: [UInt8]) throws -> RequestKey? {
    guard let key = request.header("Idempotency-Key") else { return nil }
    let whole = Data("\(request.method) \(request.target)\n".utf8) + Data(body)
    let digest = Verbatim(Hexadecimal.text(SHA256.hash(data: whole)))
    guard let key = RequestKey(Verbatim(key), digest: digest) else {
      throw Problem.parameter("Idempotency-Key", "must have 1 to 255 bytes")
    }
    return key
  }

  /// The response to a request whose operation the log has, of a service that has stopped since.
  private func recorded(_ operation: Int64, _ route: Route) -> WebResponse {
    let json: JSON = ["operation": .integer(operation), "kind": .string(route.name)]
    return WebResponse(
      200,
      type: "application/json",
      headers: [("Location", "/api/v1/entries?operation=\(operation)")],
      body: .bytes(json.bytes)
    )
  }

  // MARK: - What has no command

  private func answer(
    _ own: Route.Own,
    _ route: Route,
    _ values: [String: String],
    _ request: WebRequest,
    _ sender: Sender,
    _ demand: (Permission?) async throws -> Void
  ) async throws -> WebResponse {
    let wish = try ListWish(request, hasParts: route.isListOfJobs, formats: route.formats)
    // What the table does not have is refused here, too.
    _ = try CommandWords(route, path: values, query: wish.parameters)
    let showing = try Showing(tools, route, nil, to: sender, request)
    switch own {
    case .openAPI:
      return WebResponse(
        type: "application/json",
        body: .bytes(OpenAPI.document(version: tools.version).bytes)
      )
    case .jobs:
      let (part, next) = try jobs.part(limit: wish.limit, after: wish.cursor)
      let erasure = try await tools.state(nil, false).erasure
      let items = part.map { $0.json(for: sender, after: erasure) }
      try await record(items, showing)
      let path = request.target.prefix { $0 != "?" }
      let url = next.map { "\(path)?limit=\(wish.limit)&cursor=\($0.text)" }
      let json: JSON = ["items": .array(items), "asOf": .null, "next": .optional(url)]
      return WebResponse(
        type: "application/json",
        headers: url.map { [("Link", "<\($0)>; rel=\"next\"")] } ?? [],
        body: .bytes(json.bytes)
      )
    case .job, .stopJob:
      guard let job = jobs[values["job"] ?? ""] else {
        try await demand(route.permission)
        throw Problem(
          404,
          "jobUnknown",
          "The service has no such job; it forgets them when it is started again.",
          exit: .usage
        )
      }
      // Whose job it is may always read how it ended.
      if case .job = own, job.actor != sender.name { try await demand(route.permission) }
      if case .stopJob = own {
        // A job is stopped by those who may begin one of its kind.
        try await demand(Routes.all.first { $0.name == job.kind }?.permission)
        job.stop()
      }
      let json = job.json(for: sender, after: try await tools.state(nil, false).erasure)
      try await record([json], showing)
      return WebResponse(type: "application/json", body: .bytes(json.bytes))
    case .feed, .feedStream, .reveal: throw Problem.noSuchRoute
    }
  }

  /// Records that the results of jobs are shown, if one has ended.
  private func record(_ jobs: [JSON], _ showing: Showing) async throws {
    guard jobs.contains(where: { $0["result"] ?? .null != .null }) else { return }
    try await showing.recordWhole(at: try await tools.state(nil, false).entry)
  }
}

extension Route {
  var isList: Bool { if case .list = result { true } else { false } }

  /// Whether it reads a job, which depends on whose job it is.
  fileprivate var isOfOneJob: Bool {
    if case .own(.job) = result { true } else { false }
  }

  var isReveal: Bool { if case .own(.reveal) = result { true } else { false } }

  var isArchive: Bool { if case .archive = result { true } else { false } }

  var isListOfJobs: Bool { if case .own(.jobs) = result { true } else { false } }
}
