import Feed
import Ledger

extension Feed {
  /// The feed of a service: its source is the public URL, or else the ledger, since a port on this
  /// machine says nothing to a reader elsewhere.
  init(of context: CommandContext) throws {
    let source = context.settings.service.publicURL
    try self.init(
      of: context.ledger,
      source: try source ?? "urn:rollbook:\(context.ledger.identifier())"
    )
  }

  /// Reads a page on a thread that may wait.
  func read(_ query: FeedQuery) async throws -> FeedPage {
    try await Task(executorPreference: CommandThreads.shared) { try page(query) }.value
  }
}
