import Access
import Roster
import Synchronization
import WebServer

extension APIHandler {
  /// Answers with whole values of one person, which is recorded with its purpose before they are sent.
  ///
  /// - Throws: ``Problem``, or why it could not be recorded; then nothing is shown.
  func reveal(
    _ route: Route,
    _ request: WebRequest,
    _ sender: Sender
  ) async throws -> WebResponse {
    var words = try CommandWords(route, path: [:], body: try await Self.json(of: request))
    let showing = try Showing(tools, route, words, to: sender, request)
    try showing.demandPurpose()
    let state = try await pin(&words, of: route)
    let text = Mutex("")
    let call = CommandCall(
      words: route.command + ["--format=json"] + words.words,
      actor: sender.name,
      sight: .everything
    ) { piece in text.withLock { $0 += piece } }
    if let error = await tools.run(call).error { throw Problem(error.code, error.message) }
    try await showing.recordWhole(at: state.entry)
    let items = text.withLock { $0 }
    return WebResponse(
      type: "application/json",
      headers: [("Rollbook-Entry", String(state.entry))],
      body: .bytes(Array("{\"items\":\(items),\"asOf\":\(state.entry)}\n".utf8))
    )
  }
}
