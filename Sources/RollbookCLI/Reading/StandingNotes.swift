import Ledger
import Reports
import Roster

extension Desk {
  /// Says where in the book an answer stands, where it was asked as of a moment: above a table, and
  /// to programs beside the result.
  func tell(_ sentence: String, _ global: GlobalOptions) throws {
    if format == .table {
      try surroundings.output.result.write(sentence + "\n\n")
    } else {
      global.note(sentence, in: surroundings)
    }
  }

  /// What hindsight is about, and what it rests on, as a line for people.
  func hindsightSentence(_ time: Instant) -> String {
    """
    What was true at \(settings.times.human(time)) (\(settings.times.zone)), by all that is known \
    now.
    """
  }

  /// The note for an empty answer as of a moment.
  ///
  /// - Parameters:
  ///   - note: What to say where something was known of the system.
  ///   - system: The system.
  ///   - standing: The moment; nil for now.
  /// - Returns: The note, or that nothing was known then.
  /// - Throws: `LedgerError`.
  func emptyNote(
    _ note: String,
    of system: System,
    at standing: Standing?
  ) throws -> String {
    guard let standing else { return try emptyNote(note) }
    let first = try ledger.firstKnown(of: system)
    if let first, first.entry <= standing.entry { return note }
    return "Nothing was known then"
      + (first.flatMap { first in
        first.recordedAt.map {
          ": the first values were recorded \(settings.times.human($0)), in entry \(first.entry)."
        }
      } ?? ": nothing has been recorded yet.")
  }
}
