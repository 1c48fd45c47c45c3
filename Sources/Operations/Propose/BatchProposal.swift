package import LedgerHistory
package import Roster
import VerbatimJSON

/// A batch that others approve before it is sent: what it writes to each user, what it expects there,
/// and how it is sent.
package struct BatchProposal: Proposable, Hashable {
  package let kind: OperationKind
  /// The batch that it retries or rolls back, or that it replays; nil for none.
  package let parent: OperationNumber?
  package let parameters: Verbatim
  package let rules: SendingRules
  package let plan: SavedPlan

  /// The batch of a plan that was shown.
  init(_ plan: Plan, of source: some BatchSource, on system: System) {
    let operation = source.operation(on: system)
    kind = operation.kind
    parent = operation.parent
    parameters = operation.parameters
    rules = source.rules
    self.plan = SavedPlan(plan)
  }

  /// Reads the batch of a proposal in the log.
  ///
  /// - Throws: `ApprovalError.rowsErased` if a part of it was erased, ``SavedPlanError`` if it has
  ///   another form.
  package init(_ proposed: ProposedBatch) throws {
    let number = proposed.facts.number
    let rows = proposed.rows.compactMap { $0 }
    guard let request = proposed.request, rows.count == proposed.rows.count else {
      throw ApprovalError.rowsErased(number)
    }
    do {
      let json = try JSON(parsing: Array(request.text.utf8))
      kind = proposed.facts.kind
      parent = json["parent"]?.integer.map { OperationNumber($0) }
      parameters = Verbatim(json["parameters"]?.text ?? "{}")
      rules = try SendingRules(json: json)
      plan = try SavedPlan(
        system: proposed.facts.system,
        rows: try rows.map { try JSON(parsing: Array($0.text.utf8)) }
      )
    } catch {
      let problem = (error as? PlanForm)?.problem ?? "it is not JSON"
      throw SavedPlanError.notAPlan(path: "proposal \(number)", problem: problem)
    }
  }

  package var system: System { plan.system }

  package var request: Verbatim {
    let json: JSON = .object(
      [
        JSON.Member(key: "kind", value: .string(kind.rawValue)),
        JSON.Member(key: "system", value: .string(plan.system.rawValue)),
        JSON.Member(key: "parent", value: .optional(parent?.rawValue)),
        JSON.Member(key: "parameters", value: .string(parameters.text)),
      ] + rules.members
    )
    return Verbatim(String(decoding: json.bytes, as: UTF8.self))
  }

  package var rows: [NewProposal.Row] {
    plan.rows.map { row in
      NewProposal.Row(
        user: row.user,
        planned: Verbatim(String(decoding: row.json.bytes, as: UTF8.self))
      )
    }
  }
}

extension SendingRules {
  fileprivate var members: [JSON.Member] {
    [
      JSON.Member(key: "maxUsers", value: .integer(limits.maximumUsers)),
      JSON.Member(key: "maxEmptied", value: .integer(limits.maximumEmptied)),
      JSON.Member(key: "maxRejected", value: .integer(limits.maximumRejected)),
      JSON.Member(key: "allowUnobserved", value: .bool(limits.allowsUnobserved)),
      JSON.Member(key: "skipBad", value: .bool(skipsRefused)),
      JSON.Member(key: "canary", value: .integer(canary)),
      JSON.Member(key: "readAfterMilliseconds", value: .integer(quiet.inMilliseconds)),
      JSON.Member(
        key: "exceeds",
        value: .array(
          overrides.map {
            [
              "limit": .string($0.name), "configured": .integer($0.configured),
              "used": .integer($0.used),
            ]
          }
        )
      ),
    ]
  }

  fileprivate init(json: JSON) throws {
    func number(_ key: String, in json: JSON) throws -> Int {
      guard let number = json[key]?.integer else { throw PlanForm("\(key) is missing") }
      return Int(clamping: number)
    }
    self.init(
      limits: PlanLimits(
        maximumUsers: try number("maxUsers", in: json),
        maximumEmptied: try number("maxEmptied", in: json),
        maximumRejected: try number("maxRejected", in: json),
        allowsUnobserved: json["allowUnobserved"]?.boolean ?? false
      ),
      overrides: try (json["exceeds"]?.elements ?? []).map {
        LimitOverride(
          name: $0["limit"]?.text ?? "",
          configured: try number("configured", in: $0),
          used: try number("used", in: $0)
        )
      },
      canary: try number("canary", in: json),
      quiet: .milliseconds(try number("readAfterMilliseconds", in: json)),
      skipsRefused: json["skipBad"]?.boolean ?? false
    )
  }
}
