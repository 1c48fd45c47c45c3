public import Roster

/// One call that the sandbox received.
public struct JournalEntry: Hashable, Sendable {
  /// Which call it was, from 1.
  public let number: Int
  /// When it came.
  public let time: Instant
  /// The endpoint; nil for a path that is none.
  public let endpoint: Endpoint?
  /// The path, without the query, which may hold a token or a secret.
  public let path: String
  /// The body.
  public let body: [UInt8]
  /// The HTTP status of the answer; nil where nothing was answered.
  public let status: Int?
  /// The system's code in the answer; nil if there was none.
  public let code: Int?
  /// What went wrong on demand, by name.
  public let fault: String?
  /// Whether the call changed the company, heard of or not.
  public let isApplied: Bool
  /// The users whose rows a batch of Maycur saved, heard of or not.
  public let saved: [Verbatim]

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}
