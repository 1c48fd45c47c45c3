package import Ledger
import LedgerStorage
package import Roster
import VerbatimJSON

/// What was erased of old accesses.
package struct ForgetOutcome: Sendable {
  /// The accesses are from before this time.
  package let before: Instant
  /// The entry that says so; nil if nothing was old enough, and nothing was recorded.
  package let entry: EntryID?
  /// How many texts were erased.
  package let texts: Int
}

/// Why no text of an access was erased.
package enum ForgetError: UserFacingError, Hashable {
  /// The time is too near: texts of accesses are kept for half a year at least.
  case tooYoung(latest: Instant)
  /// No time was given, and no setting says how long readings are kept.
  case noTime

  package var errorCode: ErrorCode {
    switch self {
    case .tooYoung: ErrorCode("accessesTooYoung", .usage)
    case .noTime: ErrorCode("accessKeepUnset", .usage)
    }
  }

  package var message: String {
    switch self {
    case .tooYoung(let latest):
      "Who looked is kept for \(AccessKeeping.leastDays) days at least. Name a day before "
        + "\(latest.utcToTheSecond)."
    case .noTime: "Name a day with --before, or set access.keep in the settings."
    }
  }
}

/// How long the texts of accesses are kept.
package enum AccessKeeping {
  /// The least number of days: half a year.
  package static let leastDays: Int64 = 184

  /// The time before which accesses have been kept for a number of days.
  ///
  /// - Parameters:
  ///   - days: The number of days.
  ///   - now: The time now.
  /// - Returns: The time.
  package static func end(days: Int64, now: Instant) -> Instant {
    now + .seconds(-days * 86_400)
  }
}

/// Erases the texts of accesses from before a time, and rewrites the file of the ledger.
///
/// Nothing is recorded if there is none.
///
/// - Parameters:
///   - time: The time.
///   - author: Who runs it, and why.
///   - ledger: The ledger.
///   - timekeeper: The clock.
///   - wait: How long to wait for another writer to end.
/// - Returns: What was erased.
/// - Throws: ``ForgetError``, or `LedgerError`.
package func runForget(
  before time: Instant,
  author: Author,
  ledger: Ledger,
  timekeeper: any Timekeeper,
  wait: Duration = .zero
) async throws -> ForgetOutcome {
  let latest = AccessKeeping.end(days: AccessKeeping.leastDays, now: timekeeper.now())
  guard time <= latest else { throw ForgetError.tooYoung(latest: latest) }
  guard try ledger.textsOfAccesses(before: time) > 0 else {
    return ForgetOutcome(before: time, entry: nil, texts: 0)
  }
  let parameters: JSON = ["accessesBefore": .string(time.utc)]
  let session = try await OperationSession(
    OperationRequest(
      kind: .erase,
      by: author,
      system: .dingtalk,
      parameters: Verbatim(parameters.compact)
    ),
    in: ledger,
    wait: wait,
    timekeeper: timekeeper
  )
  return try session.finish {
    let made = try session.write { try $0.forget(before: time, now: $1) }
    try session.write { writer, _ in try writer.scrub() }
    return ForgetOutcome(before: time, entry: made?.entry, texts: made?.texts ?? 0)
  }
}
