import ArgumentParser
import Foundation
import Ledger
import LedgerHistory
import Maycur
import Operations
import Reports
import Tables
import Roster

/// The options that select what is replayed, except users and fields.
struct ReplayOptions: ParsableArguments {
  @Option(
    name: .customLong("from"),
    help: "With --since: the system whose changes are meant; dingtalk unless said."
  )
  var origin: Roster.System?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Changes observed after this, or since the beginning of a day.",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var since: Moment?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Changes observed up to this, or to the end of a day; now by default.",
      valueName: "moment"
    ),
    transform: Moment.parse
  )
  var until: Moment?

  @Flag(help: "Empty there what became empty.")
  var propagateClears = false

  @Option(
    help: ArgumentHelp("A YAML file whose rows replace those of the mapping.", valueName: "path"),
    completion: .file()
  )
  var mapping: String?

  func validate() throws {
    if until != nil, since == nil { throw ValidationError("--until goes with --since") }
    if origin != nil, since == nil { throw ValidationError("--from goes with --since") }
  }

  /// The request of a replay.
  ///
  /// - Parameters:
  ///   - batch: The batch's number; nil for observed changes.
  ///   - users: Users, separated by commas; nil for all.
  ///   - fields: Fields, separated by commas; nil for all.
  ///   - context: The ledger, which knows people and fields.
  ///   - rules: How it is sent.
  ///   - author: Who runs it.
  /// - Returns: The request.
  /// - Throws: `CommandError` if a person or a field is unknown or ambiguous, or a file does not
  ///   exist; `MappingError`, `LedgerError`.
  func request(
    _ batch: OperationNumber?,
    users: String?,
    fields: String?,
    _ context: CommandContext,
    rules: SendingRules,
    author: Author
  ) throws -> ReplayRequest {
    let origin = try batch.map(context.system(ofBatch:)) ?? origin ?? .dingtalk
    let people = PersonLookup(ledger: context.ledger, system: origin)
    let known =
      try origin == .maycur
      ? FieldLookup(fields: MaycurField.descriptions) : FieldLookup(context.ledger, .dingtalk)
    return ReplayRequest(
      source: try source(batch, of: origin, context),
      users: try users.map { Set(try Self.parts($0).map { try people.person($0).key.id }) },
      fields: try fields.map { list in
        Set(
          try Self.parts(list).map { name in
            // A company's own fields in Maycur are in no catalog.
            let isMaycurs = origin == .maycur && MaycurField(code: Verbatim(name)) != nil
            return isMaycurs ? Verbatim(name) : try known.code(name)
          }
        )
      },
      propagatesClears: propagateClears,
      mapping: try context.mappings(mapping),
      rules: rules,
      author: author
    )
  }

  private func source(
    _ batch: OperationNumber?,
    of origin: Roster.System,
    _ context: CommandContext
  ) throws -> ReplaySource {
    if let batch { return .batch(batch) }
    let end = try until.map(context.position(upTo:)) ?? context.ledger.position(at: .now)
    let start = try since.map(context.position(before:)) ?? end
    return .observed(EntrySpan(after: start.entry, through: end.entry), of: origin)
  }

  private static func parts(_ list: String) -> [String] {
    list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
