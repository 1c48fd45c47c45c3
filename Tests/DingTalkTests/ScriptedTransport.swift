import DingTalk
import Logging
import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import VerbatimJSON

/// A transport that responds from a script, path by path, and records the requests.
///
/// If the script has no line for `gettoken`, tokens `token-1`, `token-2` … are returned.
final class ScriptedTransport: Transport {
  /// One line of the script.
  enum Line: Sendable {
    case answer(APIResponse)
    case failure(TransportError)

    static func json(_ text: String, status: Int = 200) -> Line {
      let body = Array(text.utf8)
      return .answer(APIResponse(status: status, contentType: "application/json", body: body))
    }

    static func html(_ text: String, status: Int = 200) -> Line {
      .answer(APIResponse(status: status, contentType: "text/html", body: Array(text.utf8)))
    }
  }

  private struct State {
    var lines: [String: [Line]] = [:]
    var asked: [APIRequest] = []
    var tokens = 0
  }

  private let state = Mutex(State())

  /// Adds lines for the API whose path ends so.
  func script(_ api: String, _ lines: Line...) {
    state.withLock { $0.lines[api, default: []] += lines }
  }

  /// The requests so far to the API whose path ends so.
  func asked(_ api: String) -> [APIRequest] {
    state.withLock { $0.asked.filter { ScriptedTransport.path(of: $0).hasSuffix(api) } }
  }

  /// The body of the latest request to an API.
  func lastBody(_ api: String) throws -> JSON? {
    try asked(api).last?.body.map { try JSON(parsing: $0) }
  }

  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let line: Line? = state.withLock { state in
      state.asked.append(request)
      let path = ScriptedTransport.path(of: request)
      for (api, lines) in state.lines where path.hasSuffix(api) && !lines.isEmpty {
        state.lines[api]?.removeFirst()
        return lines[0]
      }
      guard path.hasSuffix("/gettoken") else { return nil }
      state.tokens += 1
      return .json(
        #"{"errcode":0,"errmsg":"ok","access_token":"token-\#(state.tokens)","expires_in":7200}"#
      )
    }
    switch line {
    case .answer(let response): return response
    case .failure(let error): throw error
    case nil: throw .shutDown(url: "the script has no line for \(request.redacted)")
    }
  }

  private static func path(of request: APIRequest) -> String {
    String(request.url.prefix { $0 != "?" })
  }
}

/// A client over a script, with a clock that takes no time.
struct Fixture {
  static let secret = "s3cret+/&=?花"

  let transport = ScriptedTransport()
  let timekeeper = ManualTimekeeper()
  let notes = Notes()
  let client: DingTalkClient

  init(
    baseURL: String = "https://oapi.example.org",
    api: RosterAPI = .old,
    retries: RetryPolicy = RetryPolicy()
  ) {
    let notes = notes
    client = DingTalkClient(
      configuration: DingTalkConfiguration(
        baseURL: baseURL,
        appKey: "ding key",
        appSecret: Secret(Fixture.secret),
        agentID: 4711,
        apiURL: "https://api.example.org",
        api: api,
        retries: retries
      ),
      transport: transport,
      timekeeper: timekeeper,
      random: { 0.5 },
      log: Logger(label: "test") { _ in NoteHandler(notes: notes) }
    )
  }
}

/// What was logged.
final class Notes: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct NoteHandler: LogHandler {
  let notes: Notes
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .trace

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { notes.add("\(event.message) \(event.metadata ?? [:])") }
}
