import Access
import ArgumentParser
import ChangeFiles
import Ledger
import LedgerHistory
import Operations
import Roster
import Tables
import VerbatimJSON

/// The command `rollbook proposal`.
struct ProposalCommand: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "proposal",
    abstract: "Print a proposal: what it would do, what it needs, and who decided what.",
    discussion: """
      The digest is that of just what is shown: an approval counts for it and for nothing else.

      Examples:
        rollbook proposal 57
        rollbook proposal 57 --format csv > proposal-57.csv
      """
  )

  @Argument(help: "The proposal's number.")
  var proposal: OperationNumber

  @OptionGroup var moment: AsOfOptions

  @OptionGroup var global: GlobalOptions

  func read(in context: CommandContext) throws -> ExitStatus {
    try moment.reading(context, global) { context, then in
      try ProposalSheet(try context.ledger.proposal(proposal), context).write(at: then)
    }
    return .done
  }
}

/// A proposal for output.
struct ProposalSheet {
  let facts: ProposalFacts
  /// What it would write; nil if parts of it were erased, and for what is no batch.
  let plan: SavedPlan?
  /// Whom it would erase, or whose hold it would lift; nil for a batch.
  let affected: AffectedPeople?
  let context: CommandContext

  init(_ proposed: ProposedBatch, _ context: CommandContext) throws {
    facts = proposed.facts
    let isBatch = facts.kind.isBatch
    plan = proposed.isErased || !isBatch ? nil : try BatchProposal(proposed).plan
    affected = isBatch ? nil : AffectedPeople(try PersonProposal(proposed), context)
    self.context = context
  }

  /// Prints it on standard error, for a person who is about to decide.
  func show(_ global: GlobalOptions) throws {
    let environment = context.environment
    let reason = facts.reason.map { ": \($0)" } ?? ""
    let needs = facts.needs.inWords
    environment.output.note(
      "Proposal \(facts.number), a \(facts.kind.rawValue) \(facts.kind.isBatch ? "to" : "of people in") "
        + "\(facts.system.rawValue) by \(facts.proposer)\(reason). It needs \(needs), until "
        + "\(context.settings.times.human(facts.until))."
    )
    if let affected { return try affected.show() }
    guard let plan else { return environment.output.note("Rows of it were erased.") }
    Confirmation(
      environment: environment,
      times: context.settings.times,
      isQuiet: false,
      yes: false,
      progress: ProgressNotes(environment, isQuiet: global.quiet),
      choice: nil
    ).show(try seen(plan))
  }

  /// Writes it as a result, in the selected format.
  ///
  /// - Parameter time: The time that decides whether it has expired; nil for now.
  /// - Throws: `LedgerError`, `OutputError`.
  func write(at time: Instant?) throws {
    let now = time ?? context.environment.timekeeper.now()
    let view = try plan.map { try seen($0) }
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(try json(view, at: now).pretty + "\n")
    case .csv: if let affected { try affected.write() } else { try view?.write(to: context) }
    case .table:
      try context.write(facts, Column.proposals(now: now))
      try sink.write("\n")
      if let affected {
        try affected.write()
      } else if let view {
        try view.write(to: context)
      } else {
        try sink.write("Rows of it were erased from the ledger.\n")
      }
      guard !facts.decisions.isEmpty else { return }
      try sink.write("\n")
      try context.write(Column.decisions, emptyNote: "") { try facts.decisions.forEach($0) }
    }
  }

  private func json(_ view: PlanView?, at now: Instant) throws -> JSON {
    let decisions = facts.decisions.map { OutputTable.json($0, Column.decisions) }
    let members = OutputTable.json(facts, Column.proposals(now: now)).members ?? []
    return .object(
      members + [
        JSON.Member(key: "decisions", value: .array(decisions)),
        JSON.Member(key: "plan", value: view?.json ?? .null),
        JSON.Member(key: "affected", value: try affected?.json() ?? .null),
        JSON.Member(
          key: "fields",
          value: affected?.proposal.fields.map { .strings($0.sorted().map(\.text)) } ?? .null
        ),
      ]
    )
  }

  /// The plan as the reader sees it: whole what it would write, if they may decide about it.
  private func seen(_ plan: SavedPlan) throws -> PlanView {
    let member = context.settings.people.first { $0.isNamed(by: context.environment.actor) }
    return PlanView(
      try readable(plan),
      for: context.environment.sight,
      showsWanted: member?.mayDecide(about: facts) ?? false
    )
  }

  private func readable(_ plan: SavedPlan) throws -> Plan {
    let users = Set(plan.changes.map(\.user))
    var names: [Verbatim: Verbatim] = [:]
    for person in try context.ledger.active(of: plan.system) where users.contains(person.key.id) {
      names[person.key.id] = person.name
    }
    let fields = try context.ledger.fields(plan.system).map { ($0.code, $0.name) }
    return plan.readable(
      names: names,
      fields: Dictionary(fields, uniquingKeysWith: { first, _ in first })
    )
  }
}
