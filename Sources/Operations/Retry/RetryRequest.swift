import Roster

/// Which batch shall be retried, how, and who runs it.
public struct RetryRequest: Sendable {
  /// The batch's number.
  public var batch: Int64
  /// How it is sent.
  public var rules: SendingRules
  /// Who does it, and why; a reason is needed.
  public var author: Author

  /// Describes a retry.
  public init(batch: Int64, rules: SendingRules = SendingRules(), author: Author) {
    self.batch = batch
    self.rules = rules
    self.author = author
  }
}
