package import RemoteAPI
package import Ledger
package import Roster

/// The next action of a batch; rows are named by their index in it.
package enum PushAction: Sendable {
  /// Read the users of rows; `read` or `notRead` follows.
  case read([Int])
  /// Record that a row is not sent, and why.
  case skip(Int, reason: Verbatim)
  /// Record that a call with rows will be sent, and send it; `answered` or `notLeft` follows.
  case send(call: Int, rows: [Int])
  /// Record the results of the rows of a call.
  case record(call: Int, rows: [Int], verdicts: [RowVerdict], CallFacts)
  /// Record that a part of a row is in the system although its call was refused.
  case revise(Int, RowVerdict)
  /// Wait before the next attempt; `paused` follows.
  case pause(call: Int, cause: RetryPolicy.Cause, attempt: Int)
  /// Wait until what was written can be read; `rested` follows.
  case rest
  /// Close the operation.
  ///
  /// No event follows.
  case close(OperationStatus)
}

/// What happened to a batch.
package enum PushEvent: Sendable {
  /// Its rows are in the log.
  case began
  /// The users of rows were read and recorded: the contents of those who came back.
  case read([Verbatim: [CellAddress: Content]])
  /// They could not be read.
  case notRead(any UserFacingError)
  /// They were read, but the contents could not be appended.
  case readingNotAppended(any UserFacingError)
  /// A call is over.
  case answered(call: Int, CallResult)
  /// A wait before another attempt is over.
  case paused(call: Int)
  /// Recording the call failed, so it was not sent.
  case notLeft(call: Int, any UserFacingError)
  /// Something else could not be appended.
  case notAppended(any UserFacingError)
  /// The delay before reading back is over.
  case rested
  /// A person stops the batch.
  case cancelled
}
