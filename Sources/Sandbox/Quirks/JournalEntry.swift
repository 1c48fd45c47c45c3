package import Roster

/// One call that the sandbox received.
package struct JournalEntry: Hashable, Sendable {
  /// Which call it was, from 1.
  package let number: Int
  /// When it came.
  package let time: Instant
  /// The endpoint; nil for a path that is none.
  package let endpoint: Endpoint?
  /// The path, without the query, which may hold a token or a secret.
  package let path: String
  /// The body.
  package let body: [UInt8]
  /// The HTTP status of the answer; nil where nothing was answered.
  package let status: Int?
  /// The system's code in the answer; nil if there was none.
  package let code: Int?
  /// What went wrong on demand, by name.
  package let fault: String?
  /// Whether the call changed the company, heard of or not.
  package let isApplied: Bool
  /// The users whose rows a batch of Maycur saved, heard of or not.
  package let saved: [Verbatim]

  /// The body as text.
  package var text: String { String(decoding: body, as: UTF8.self) }
}
