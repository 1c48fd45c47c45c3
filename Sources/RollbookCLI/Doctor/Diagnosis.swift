import Tables
import Roster

/// The result of one check of `doctor`.
struct Diagnosis: Hashable, Sendable {
  /// The result of a check.
  enum Verdict: String, Hashable, Sendable {
    /// As it should be.
    case ok
    /// It works, and should be corrected.
    case warn
    /// It will not work.
    case fail
    /// It was not checked, because an earlier check failed.
    case skipped
  }

  /// The name of the check.
  let check: String
  /// The result.
  let verdict: Verdict
  /// The result, and what to do.
  let message: String
  /// The stable name of the error; nil if there was none.
  let error: String?

  init(_ check: String, _ verdict: Verdict, _ message: String, error: String? = nil) {
    self.check = check
    self.verdict = verdict
    self.message = message
    self.error = error
  }

  /// A check that ended in an error.
  init(_ check: String, failed error: any Error) {
    let failure = Failure(error)
    self.init(check, .fail, failure.message, error: failure.code.name)
  }
}

extension Column where Row == Diagnosis {
  /// The columns of `doctor`.
  static var diagnosis: [Column] {
    [
      Column("check", title: "check") { .text($0.check) },
      Column("verdict", title: "verdict") { .text($0.verdict.rawValue) },
      Column("message", title: "message") { .text($0.message) },
      .data("error") { $0.error.map { .text($0) } ?? .absent },
    ]
  }
}
