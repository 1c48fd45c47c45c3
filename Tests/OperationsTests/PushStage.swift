import LedgerHistory
import Ledger
@testable import Operations
import RemoteAPI
import Roster

/// Makes the events of the decider of a batch.
enum PushStage {
  static let field: FieldCode = "sys00-remark"
  static let was = Content.item(value: .text("old"), label: .text("old"))
  static let wanted = Content.item(value: .text("new"), label: .missing)
  static let facts = CallFacts(askedAt: Stage.start, receivedAt: Stage.start, requestID: nil)

  /// Rows that each write one cell.
  static func rows(_ count: Int) -> [RowExpectation] {
    let held = [
      CellAddress(field): CurrentCell(event: 1, entry: 1, content: was, source: .observed)
    ]
    let users = Stage.names(count)
    let context = Planner(
      system: .dingtalk,
      held: Dictionary(users.map { ($0, held) }, uniquingKeysWith: { first, _ in first })
    )
    let changes = users.map { user in
      UserChange(user: user, edits: [CellEdit(CellAddress(field), .set(.text("new")))])
    }
    let limits = PlanLimits(maximumUsers: count)
    return context.plan(changes, limits: limits).rows.map {
      RowExpectation($0, held: [CellAddress(field): was], details: DetailGroups([]))
    }
  }

  static func settings(
    canary: Int = 0,
    inFlight: Int = 2,
    rejected: Int = 100,
    rowsPerCall: Int = 1,
    canRead: Bool = true
  ) -> PushDecider.Settings {
    var settings = PushDecider.Settings()
    settings.canary = canary
    settings.callsInFlight = inFlight
    settings.limits = PlanLimits(maximumUsers: 10_000, maximumRejected: rejected)
    settings.rowsPerCall = rowsPerCall
    settings.canRead = canRead
    settings.rowsPerRead = 4
    return settings
  }

  static func reading(_ rows: [Int], _ content: Content = was) -> PushEvent {
    .read(
      Dictionary(
        rows.map { (Verbatim("u\($0)"), [CellAddress(field): content]) },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }

  static func answer(_ call: Int, _ verdict: RowVerdict) -> PushEvent {
    .answered(call: call, .answered([verdict], facts))
  }

  static func notApplied(_ call: Int, _ remedy: CallRefusal.Remedy) -> PushEvent {
    let refusal = CallRefusal(
      remedy: remedy,
      code: "90018",
      error: StagedError(name: "staged"),
      facts: facts
    )
    return .answered(call: call, .notApplied(refusal))
  }

  static func inDoubt(_ call: Int, _ remedy: CallRefusal.Remedy) -> PushEvent {
    guard case .answered(_, .notApplied(let refusal)) = notApplied(call, remedy) else {
      return .cancelled
    }
    return .answered(call: call, .inDoubt(refusal))
  }

  static let rejected = RowVerdict.rejected(code: "400002", message: nil)
  static let uncertain = RowVerdict.uncertain(code: nil, message: "lost")
}

extension PushAction {
  /// The action as a word or two.
  var reported: String {
    switch self {
    case .read(let rows): "read \(rows.map(String.init).joined(separator: ","))"
    case .skip(let row, _): "skip \(row)"
    case .send(_, let rows): "send \(rows.map(String.init).joined(separator: ","))"
    case .record(_, let rows, let verdicts, _):
      "record \(rows.map(String.init).joined(separator: ",")) \(verdicts[0].reported)"
    case .revise(let row, let verdict): "revise \(row) \(verdict.reported)"
    case .pause(_, let cause, let attempt): "pause \(cause) \(attempt)"
    case .rest: "rest"
    case .close(let status): "close \(status)"
    }
  }
}

extension RowVerdict {
  fileprivate var reported: String {
    switch self {
    case .accepted: "accepted"
    case .rejected: "rejected"
    case .uncertain: "uncertain"
    }
  }
}
