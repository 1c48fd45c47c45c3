import ArgumentParser
import Ledger
import Roster

/// The options that say whose cells, and which, a question is about.
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

  /// The keys of the people who are meant; nil for everybody.
  ///
  /// - Parameters:
  ///   - system: The system that knows them.
  ///   - ledger: The log.
  ///   - position: The moment whose names count; nil for now.
  /// - Returns: The keys, in the order in which they were named.
  /// - Throws: `CommandError` where a text is no person's or several people's, `LedgerError`.
  func keys(
    of system: System,
    in ledger: Ledger,
    at position: ReadPosition? = nil
  ) throws -> [Verbatim]? {
    let people = PersonLookup(ledger: ledger, system: system, position: position)
    return users.isEmpty ? nil : try users.map { try people.person($0).key.id }
  }

  /// The codes of the fields that are meant; nil for all.
  ///
  /// - Parameters:
  ///   - system: The system that describes them.
  ///   - ledger: The log.
  /// - Returns: The codes.
  /// - Throws: `CommandError` where a text is no field's or several fields', `LedgerError`.
  func codes(of system: System, in ledger: Ledger) throws -> Set<FieldCode>? {
    let lookup = try FieldLookup(ledger, system)
    return fields.isEmpty ? nil : Set(try fields.map(lookup.code))
  }
}
