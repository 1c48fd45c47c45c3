import Ledger
@testable import Operations
import Roster
import Synchronization
import Testing

/// The moment of death of a process.
final class Death: Sendable {
  private let state = Atomic<Bool>(false)
  var hasCome: Bool { state.load(ordering: .sequentiallyConsistent) }
  func come() { state.store(true, ordering: .sequentiallyConsistent) }
}

/// A system whose calls stop leaving when death has come; those that were under way may arrive.
struct DyingSystem: BatchSystem {
  let system = System.dingtalk
  let rowsPerCall = 1
  let canRead = true
  let living: DingTalkBatchSystem
  let death: Death

  var callsMade: Int { living.callsMade }
  func catalog() async throws -> CatalogResponse? { try await living.catalog() }
  func refusals(of row: PlannedRow, knowing: BatchKnowledge) -> [WriteRefusal] {
    living.refusals(of: row, knowing: knowing)
  }

  func read(users: [Verbatim], fields: [FieldCode]) async -> SystemReading {
    if death.hasCome { return SystemReading(error: StagedError(name: "dead")) }
    return await living.read(users: users, fields: fields)
  }

  func send(_ rows: [PlannedRow], knowing: BatchKnowledge) async -> CallResult {
    guard !death.hasCome else {
      let refusal = CallRefusal(
        remedy: .stop,
        code: nil,
        error: StagedError(name: "dead"),
        facts: PushStage.facts
      )
      return .notApplied(refusal)
    }
    return await living.send(rows, knowing: knowing)
  }
}

extension PushTools {
  /// Lets the process die right after one of its commits, and keeps the log as it was left then.
  ///
  /// - Parameters:
  ///   - commit: The commit.
  ///   - path: Where the log is copied to.
  ///   - death: Where the death is recorded.
  mutating func die(after commit: Int, leaving path: String, _ death: Death) {
    let source = ledger
    afterCommit = { made in
      guard made == commit else { return }
      death.come()
      // Another operation may be writing, so the files cannot be copied one by one.
      do { try source.backUp(to: path) } catch { Issue.record(error) }
    }
  }
}
