import ArgumentParser
import Ledger
import Reports
import Roster

/// A moment of the book on the command line: a time, a day, an entry, or a batch's beginning or end.
struct AsOfArgument: ExpressibleByArgument, Sendable {
  private enum Form {
    case moment(Moment)
    case book(AsOf)
  }

  private let form: Form

  /// The moment's text, as it was given.
  let text: String

  init?(argument: String) {
    text = argument
    if let moment = Moment(argument: argument) {
      form = .moment(moment)
      return
    }
    func number(after prefix: String) -> Int64? {
      guard argument.hasPrefix(prefix) else { return nil }
      let digits = argument.dropFirst(prefix.count)
      return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(digits) : nil
    }
    if argument == "now" {
      form = .book(.now)
    } else if let entry = number(after: "entry:") {
      form = .book(.entry(entry))
    } else if let batch = number(after: "before:batch:") {
      form = .book(.before(operation: batch))
    } else if let batch = number(after: "after:batch:") {
      form = .book(.after(operation: batch))
    } else {
      return nil
    }
  }

  /// The time that is meant, a day's being its end; nil for what is no time.
  func time(_ times: Times) -> Instant? {
    if case .moment(let moment) = form { moment.end(times) } else { nil }
  }

  /// The moment, in a zone where it names no offset; a day is its end.
  func asOf(_ times: Times) -> AsOf {
    switch form {
    case .moment(let moment): .time(moment.end(times))
    case .book(let asOf): asOf
    }
  }
}

/// The option `--as-of`: at which moment of the book a question is asked.
struct AsOfOptions: ParsableArguments {
  /// The moment; nil where none is given, which is now.
  @Option(
    help: ArgumentHelp(
      """
      What the book knew then: a time, a day (its end), entry:1042, before:batch:12 or \
      after:batch:12.
      """,
      valueName: "moment"
    )
  )
  var asOf: AsOfArgument?

  init() {}

  /// Where in the book the moment stands; now, where none is given.
  ///
  /// - Parameter desk: The desk at which the question is asked.
  /// - Returns: The last entry that counts.
  /// - Throws: `LedgerError` for an entry or a batch that the book does not have.
  func standing(_ desk: Desk) throws -> Standing {
    try desk.ledger.standing(at: asOf?.asOf(desk.settings.times) ?? .now)
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
