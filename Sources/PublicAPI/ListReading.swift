import Access
import Roster
import Synchronization
import VerbatimJSON
import WebServer

/// Reads a list: a part of it as JSON, or all of it as CSV or NDJSON.
struct ListReading: Sendable {
  /// How a list is written.
  enum Format: String, CaseIterable, Sendable {
    case json, csv, ndjson

    var type: String {
      switch self {
      case .json: "application/json"
      case .csv: "text/csv; charset=utf-8"
      case .ndjson: "application/x-ndjson"
      }
    }
  }

  /// The largest number of rows in a part, and the number unless another is asked for.
  static let most = 1_000
  static let usual = 100

  let tools: APITools
  let route: Route
  var words: CommandWords
  let showing: Showing
  let sender: Sender
  let state: APITools.State
  /// The path of the request as it arrived, without its query.
  let path: String

  /// A part of the list: `{"items":[…],"asOf":N,"next":URL or null}`.
  func part(limit: Int, cursor: ListCursor?) async throws -> WebResponse {
    let part = CommandCall.Part(after: cursor?.after, limit: limit)
    let (items, nextKey) = try await printed(part)
    try await showing.record(rows: items, at: state.entry)
    let next = nextKey.map {
      nextURL(ListCursor(after: $0, erasure: state.erasure), limit: limit)
    }
    let body =
      "{\"items\":\(items.utf8.isEmpty ? "[]" : items),\"asOf\":\(state.entry),\"next\":"
      + JSON.optional(next).compact + "}\n"
    var response = WebResponse(type: Format.json.type, body: .bytes(Array(body.utf8)))
    if let next { response.headers.append(("Link", "<\(next)>; rel=\"next\"")) }
    return response
  }

  /// One object or document, as the command prints it.
  func document() async throws -> WebResponse {
    let text = try await printed(nil).text
    if route.isOneRow {
      try await showing.record(rows: "[\(text)]", at: state.entry)
    } else {
      try await showing.recordWhole(at: state.entry)
    }
    return WebResponse(type: Format.json.type, body: .bytes(Array(text.utf8)))
  }

  /// A document that is a table, as CSV, with the last line of a list.
  func table() async throws -> WebResponse {
    let records = Mutex<[String]>([])
    let call = CommandCall(words: commandWords("csv"), actor: sender.name, sight: sender.sight) {
      record in
      try Task.checkCancellation()
      records.withLock { $0.append(record) }
    }
    if let error = await tools.run(call).error { throw Problem(error.code, error.message) }
    try await showing.recordWhole(at: state.entry)
    let lines = records.withLock { $0 }
    let text = lines.joined() + RowStream.lastRecord(lines.count - 1, asOf: state.entry)
    return WebResponse(type: Format.csv.type, body: .bytes(Array(text.utf8)))
  }

  /// The media type of a tar file, and the name under which a browser keeps it.
  static let archiveType = "application/x-tar"
  private static let archiveName = "evidence.tar"

  /// The folder that the command makes, as a tar file.
  func archive() async throws -> WebResponse {
    let made = Mutex<[UInt8]>([])
    let words = route.command + ["--format=json", "--out=\(Self.archiveName)"] + words.words
    var call = CommandCall(words: words, actor: sender.name, sight: sender.sight) { _ in }
    call.made = { bytes in made.withLock { $0 = bytes } }
    if let error = await tools.run(call).error { throw Problem(error.code, error.message) }
    try await showing.recordWhole(at: state.entry)
    return WebResponse(
      type: Self.archiveType,
      headers: [("Content-Disposition", "attachment; filename=\"\(Self.archiveName)\"")],
      body: .bytes(made.withLock { $0 })
    )
  }

  /// What the command prints as JSON, and the key after which the next part begins.
  private func printed(_ part: CommandCall.Part?) async throws -> (text: String, next: [String]?) {
    let text = Mutex("")
    var call = CommandCall(words: commandWords("json"), actor: sender.name, sight: sender.sight) {
      piece in
      try Task.checkCancellation()
      text.withLock { $0 += piece }
    }
    call.part = part
    let end = await tools.run(call)
    if let error = end.error { throw Problem(error.code, error.message) }
    return (text.withLock { $0 }, end.next)
  }

  /// All of the list; the last line says how many rows there are and as of which entry, so that a
  /// reader sees that it is whole.
  ///
  /// - Throws: ``Problem`` if it cannot be read; after the first line only the end of the connection
  ///   can say so.
  func stream(_ format: Format) async throws -> WebResponse {
    var trial = CommandCall(words: commandWords("json"), actor: sender.name, sight: sender.sight) {
      _ in
    }
    trial.part = CommandCall.Part(after: nil, limit: 1)
    if let error = await tools.run(trial).error { throw Problem(error.code, error.message) }
    try await showing.recordWhole(at: state.entry)
    let words = commandWords(format == .csv ? "csv" : "json")
    return WebResponse(
      type: format.type,
      body: .stream { stream in
        let rows = RowStream(format, stream)
        let call = CommandCall(words: words, actor: sender.name, sight: sender.sight) {
          try rows.write($0)
        }
        let end = await tools.run(call)
        // The status is sent already: a body without its last line is not whole.
        if let error = end.error { throw Problem(error.code, error.message) }
        try await rows.finish(asOf: state.entry)
      }
    )
  }

  private func commandWords(_ format: String) -> [String] {
    route.command + ["--format=\(format)"] + words.words
  }

  private func nextURL(_ cursor: ListCursor, limit: Int) -> String {
    let parameters =
      words.query(without: route.givenNames) + [
        WebRequest.Parameter(name: "limit", value: String(limit)),
        WebRequest.Parameter(name: "cursor", value: cursor.text),
      ]
    return path + "?" + WebRequest.text(of: parameters)
  }
}
