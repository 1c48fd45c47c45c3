package import Roster

/// The batch to retry, how, and who runs it.
package struct RetryRequest: Sendable {
  /// The batch's number.
  package var batch: OperationNumber
  /// How it is sent.
  package var rules: SendingRules
  /// Who runs it, and why; a reason is required.
  package var author: Author

  package init(batch: OperationNumber, rules: SendingRules = SendingRules(), author: Author) {
    self.batch = batch
    self.rules = rules
    self.author = author
  }
}
