package import Roster

/// One call that the sandbox received.
package struct JournalEntry: Hashable, Sendable {
  /// The number of the call, from 1.
  package let number: Int
  /// When it came.
  package let time: Instant
  /// The endpoint; nil for an unknown path.
  package let endpoint: Endpoint?
  /// The path, without the query, which may contain a token or a secret.
  package let path: String
  /// The body.
  package let body: [UInt8]
  /// The HTTP status of the response; nil if there was none.
  package let status: Int?
  /// The system's code in the response; nil if there was none.
  package let code: Int?
  /// The name of the injected failure; nil for none.
  package let fault: String?
  /// Whether the call changed the company, even if its response was lost.
  package let isApplied: Bool
  /// The users whose rows a batch of Maycur saved, even if its response was lost.
  package let saved: [Verbatim]

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }
}
