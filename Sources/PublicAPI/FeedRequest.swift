import Feed
import Roster
import Tables
import WebServer

/// What a request wants of the feed.
struct FeedRequest {
  /// The longest time to wait for something to be recorded.
  private static let longestWait = Duration.seconds(60)

  var query = FeedQuery()
  var wait = Duration.zero
  let form: FeedForm

  /// Reads the parameters, and the headers `Accept` and `Last-Event-ID`.
  ///
  /// - Parameters:
  ///   - route: The table's line.
  ///   - request: The request.
  ///   - ledger: The identifier of the ledger.
  ///   - sight: What the sender sees of values.
  /// - Throws: ``Problem`` if one has another form.
  init(_ route: Route, _ request: WebRequest, ledger: String, sight: Sight) throws(Problem) {
    let accepted = (request.header("Accept") ?? "").split(separator: ",").map { type in
      type.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased()
    }
    form =
      if case .own(.feedStream) = route.result { .serverSent } else {
        accepted.contains(FeedForm.lines.type) ? .lines : .page
      }
    let words = try CommandWords(route, path: [:], query: Self.parted(request.query))
    if form == .lines, let name = ["limit", "wait", "timeout"].first(where: { !words[$0].isEmpty })
    {
      throw Problem.unusable(name, "does not go with \(form.type)")
    }
    query.kinds = Set(words["kinds"].compactMap(FeedKind.init(rawValue:)))
    if query.kinds.isEmpty { query.kinds = Set(FeedKind.allCases) }
    let fields = words["fields"]
    query.fields = fields.isEmpty ? nil : Set(fields.map { Verbatim($0) })
    query.values = words["values"] == ["true"] ? sight : nil
    query.after = try Self.place(words, request, ledger)
    if let limit = words["limit"].first.flatMap(Int.init) { query.limit = limit }
    wait = try Self.wait(words)
  }

  /// Several values may stand in one parameter, joined by commas.
  private static func parted(_ query: [WebRequest.Parameter]) -> [WebRequest.Parameter] {
    query.flatMap { item in
      guard ["kinds", "fields"].contains(item.name) else { return [item] }
      return item.value.split(separator: ",", omittingEmptySubsequences: false).map {
        WebRequest.Parameter(name: item.name, value: String($0))
      }
    }
  }

  private static func place(
    _ words: CommandWords,
    _ request: WebRequest,
    _ ledger: String
  ) throws(Problem) -> FeedPosition {
    // A reader that connects again sends the address of before, and where it was.
    if let header = request.header("Last-Event-ID"), !header.isEmpty {
      guard let place = FeedPosition(header, ledger: ledger) else {
        throw Problem.unusable("Last-Event-ID", "is none that this feed gave")
      }
      return place
    }
    let after = words["after"].first
    guard let last = words["lastEventId"].first else {
      return FeedPosition(EntryID(after.flatMap(Int64.init) ?? 0))
    }
    guard after == nil else { throw Problem.unusable("lastEventId", "does not go with `after`") }
    guard let place = FeedPosition(last, ledger: ledger) else {
      throw Problem.unusable("lastEventId", "is none that this feed gave")
    }
    return place
  }

  private static func wait(_ words: CommandWords) throws(Problem) -> Duration {
    var wait = Duration.zero
    if let text = words["wait"].first {
      guard words["timeout"].isEmpty else {
        throw Problem.unusable("timeout", "does not go with `wait`")
      }
      // What is too long to be a time is longer than the longest wait.
      wait = Times.duration(of: text) ?? longestWait
    }
    // A client may send any length; the feed may reply earlier.
    if let milliseconds = words["timeout"].first.flatMap(Int64.init) {
      wait = .milliseconds(milliseconds)
    }
    return min(wait, longestWait)
  }
}
