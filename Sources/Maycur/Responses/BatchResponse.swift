public import Roster

/// What Maycur answered to a batch, row by row.
public struct BatchResponse: Hashable, Sendable {
  /// The company that the call was made for.
  public let company: Verbatim
  /// Maycur's `code`: `ACK` or `NACK`.
  public let code: String
  /// Maycur's `message`; empty where it gave none.
  public let message: String
  /// What became of each row, in the order in which they were sent; an accepted one is as good as
  /// it gets, since it cannot be read back.
  public let verdicts: [RowVerdict]
  /// Failed rows that name none of those; where there are any, who was not listed is uncertain.
  public let strangers: [StrangeRow]
  /// When the call left.
  public let askedAt: Instant
  /// When the response had arrived.
  public let receivedAt: Instant

  /// Makes a response.
  public init(
    company: Verbatim,
    code: String,
    message: String,
    verdicts: [RowVerdict],
    strangers: [StrangeRow],
    askedAt: Instant,
    receivedAt: Instant
  ) {
    self.company = company
    self.code = code
    self.message = message
    self.verdicts = verdicts
    self.strangers = strangers
    self.askedAt = askedAt
    self.receivedAt = receivedAt
  }
}

/// A failed row of Maycur's answer that names none of the rows that were sent.
public struct StrangeRow: Hashable, Sendable {
  /// The key it names; nil where it names none that can be read.
  public let key: Verbatim?
  /// Maycur's code.
  public let code: String?
  /// Maycur's text.
  public let message: String?

  /// Makes a failed row.
  public init(key: Verbatim?, code: String?, message: String?) {
    self.key = key
    self.code = code
    self.message = message
  }
}
