import Ledger
import Tables
import Roster

extension CommandContext {
  /// Prints the as-of position: above a table, and on standard error for JSON and CSV.
  func present(_ sentence: String, _ global: GlobalOptions) throws {
    if format == .table {
      try environment.output.result.write(sentence + "\n\n")
    } else {
      global.note(sentence, in: environment)
    }
  }

  /// The time and the basis of hindsight, as a line for people.
  func hindsightSentence(_ time: Instant) -> String {
    """
    What was true at \(settings.times.human(time)) (\(settings.times.zone)), by all that is known \
    now.
    """
  }

  /// The note for an empty result at a position.
  ///
  /// - Parameters:
  ///   - note: The note if something was known of the system.
  ///   - system: The system.
  ///   - position: The position; nil for the end of the log.
  /// - Returns: The note, or that nothing was known then.
  /// - Throws: `LedgerError`.
  func emptyNote(
    _ note: String,
    of system: System,
    at position: ReadPosition?
  ) throws -> String {
    guard let position else { return try emptyNote(note) }
    let first = try ledger.firstKnown(of: system)
    if let first, first.entry <= position.entry { return note }
    return "Nothing was known then"
      + (first.flatMap { first in
        first.recordedAt.map {
          ": the first values were recorded \(settings.times.human($0)), in entry \(first.entry)."
        }
      } ?? ": nothing has been recorded yet.")
  }
}
