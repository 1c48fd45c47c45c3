import ArgumentParser
import Ledger
import Reports
import Roster

/// The option `--as-of`: at which moment of the book a question is asked.
struct AsOfOptions: ParsableArguments {
  /// The moment; nil where none is given, which is now.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      What the book knew then: a time, a day (its end), -2h, entry:1042, before:batch:12 or \
      after:batch:12.
      """,
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var asOf: Moment?

  init() {}

  /// Where in the book the moment stands; now, where none is given.
  ///
  /// - Parameter desk: The desk at which the question is asked.
  /// - Returns: The last entry that counts.
  /// - Throws: `LedgerError` for an entry or a batch that the book does not have.
  func standing(_ desk: Desk) throws -> Standing {
    try asOf.map(desk.standing(upTo:)) ?? desk.ledger.standing(at: .now)
  }

  /// The same; nil where no moment is given, so that an answer about now need not say where it stands.
  func standingIfGiven(_ desk: Desk) throws -> Standing? {
    asOf == nil ? nil : try standing(desk)
  }
}

extension Standing {
  /// Where an answer stands, as a line for people.
  func sentence(_ times: Times) -> String {
    guard recordedAt != nil else { return "As of entry 0: nothing had been recorded yet." }
    return "As of \(place(times)) (\(times.zone))."
  }

  /// The entry, and when it was recorded.
  func place(_ times: Times) -> String {
    "entry \(entry)" + (recordedAt.map { ", recorded \(times.human($0))" } ?? "")
  }
}
