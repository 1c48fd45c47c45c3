import LedgerHistory
import ArgumentParser
import Ledger
import Roster

/// The options that select cells by user and field.
struct CellSelection: ParsableArguments {
  @Option(
    name: .customLong("user"),
    help: ArgumentHelp(
      "Only this person: a userid, a job number or a name. May be repeated.",
      valueName: "user"
    )
  )
  private var users: [String] = []

  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "Only this field: a code or a name. May be repeated.",
      valueName: "field"
    )
  )
  private var fields: [String] = []

  /// The keys of the selected people; nil for everybody.
  ///
  /// - Parameters:
  ///   - system: Their system.
  ///   - ledger: The ledger.
  ///   - position: The position whose names count; nil for the end of the log.
  /// - Returns: The keys, in the order in which they were named.
  /// - Throws: `CommandError` if a text names no person or several, `LedgerError`.
  func keys(
    of system: System,
    in ledger: Ledger,
    at position: ReadPosition? = nil
  ) throws -> [Verbatim]? {
    let people = PersonLookup(ledger: ledger, system: system, position: position)
    return users.isEmpty ? nil : try users.map { try people.person($0).key.id }
  }

  /// The codes of the selected fields; nil for all.
  ///
  /// - Parameters:
  ///   - system: Their system.
  ///   - ledger: The ledger.
  /// - Returns: The codes.
  /// - Throws: `CommandError` if a text names no field or several, `LedgerError`.
  func codes(of system: System, in ledger: Ledger) throws -> Set<FieldCode>? {
    let lookup = try FieldLookup(ledger, system)
    return fields.isEmpty ? nil : Set(try fields.map(lookup.code))
  }
}
