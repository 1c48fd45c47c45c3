package import Roster

/// Maycur's response to a batch, row by row.
package struct BatchResponse: Hashable, Sendable {
  /// The company that the call was for.
  package let company: Verbatim
  /// Maycur's `code`: `ACK` or `NACK`.
  package let code: String
  /// Maycur's `message`; empty if it gave none.
  package let message: String
  /// The result of each row, in the order in which they were sent.
  ///
  /// `accepted` is the best result, since rows cannot be read back.
  package let verdicts: [RowVerdict]
  /// Failed rows that name none of ours; if there are any, the unlisted rows are uncertain.
  package let strangers: [StrangeRow]
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
}

/// A failed row in Maycur's response that names none of the rows that were sent.
package struct StrangeRow: Hashable, Sendable {
  /// The key in it; nil if it has none that can be read.
  package let key: Verbatim?
  /// Maycur's code.
  package let code: String?
  /// Maycur's text.
  package let message: String?
}
