import Roster

/// The source of a batch's changes: a change file, or a batch or a span of time that is retried,
/// rolled back or replayed.
protocol BatchSource: Sendable {
  /// What the batch may do.
  var rules: SendingRules { get }
  /// Which users to read before it is decided, and which of their fields.
  var touched: [UserChange] { get }

  /// The operation as the log keeps it: who runs what, and why.
  ///
  /// - Parameter system: The system that is written to.
  /// - Returns: The request of the operation.
  func operation(on system: System) -> OperationRequest

  /// Decides about the changes: once before the operation is open, and once more then.
  ///
  /// - Parameters:
  ///   - fresh: The fresh read.
  ///   - expected: The expected contents at that time.
  /// - Returns: The changes, and what is not written, and why.
  /// - Throws: Errors of the ledger.
  func review(_ fresh: SystemReading, _ expected: ExpectedValue) throws -> BatchReview

  /// Checks whether a plan may be carried out.
  ///
  /// - Throws: `PushError` if it must not.
  func check(_ plan: Plan) throws

  /// The decision to apply the proposal that the changes are from; nil if they are from none.
  var decision: NewDecision? { get }
}

extension BatchSource {
  func check(_ plan: Plan) throws {}

  var decision: NewDecision? { nil }
}
