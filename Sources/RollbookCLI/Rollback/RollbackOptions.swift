import LedgerHistory
import ArgumentParser
import Ledger
import Operations
import Roster

/// The options that limit a rollback.
struct RollbackOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only these people: userids, job numbers or names, separated by commas.",
      valueName: "list"
    )
  )
  var users: String?

  @Option(
    help: ArgumentHelp(
      "Only these fields, by code or name, separated by commas.",
      valueName: "list"
    )
  )
  var fields: String?

  @Flag(help: "Take what cannot be read (Maycur) to be as the batch left it.")
  var assumeUnchanged = false

  /// The request of a rollback.
  ///
  /// - Parameters:
  ///   - batch: The batch's number.
  ///   - system: The system that it wrote to.
  ///   - context: The ledger, which knows people and fields.
  ///   - rules: How it is sent.
  ///   - author: Who runs it.
  /// - Returns: The request.
  /// - Throws: `CommandError` if a person or a field is unknown or ambiguous, `LedgerError`.
  func request(
    _ batch: OperationNumber,
    _ system: Roster.System,
    _ context: CommandContext,
    rules: SendingRules,
    author: Author
  ) throws -> RollbackRequest {
    let people = PersonLookup(ledger: context.ledger, system: system)
    let known = try FieldLookup(context.ledger, system)
    return RollbackRequest(
      batch: batch,
      users: try users.map { list in
        Set(try UserList.split(list).map { try people.person($0.text).key.id })
      },
      fields: try fields.map { list in
        Set(
          try UserList.split(list).map { system == .maycur ? $0 : try known.code($0.text) }
        )
      },
      assumesUnchanged: assumeUnchanged,
      rules: rules,
      author: author
    )
  }
}
