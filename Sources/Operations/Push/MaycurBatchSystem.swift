import Ledger
import LedgerHistory
package import Maycur
import RemoteAPI
package import Roster

/// Maycur for a batch: two hundred rows a write, and no read.
package struct MaycurBatchSystem: BatchSystem {
  private let client: MaycurClient
  private let timekeeper: any Timekeeper

  package let system = System.maycur
  package let canRead = false

  package init(client: MaycurClient, timekeeper: any Timekeeper) {
    self.client = client
    self.timekeeper = timekeeper
  }

  package var callsMade: Int { client.callsMade }

  package func catalog() async throws -> CatalogResponse? { nil }

  package func read(users: [Verbatim], fields: [FieldCode]) async -> SystemReading {
    SystemReading()
  }

  package func refusals(of row: PlannedRow, knowing known: BatchKnowledge) -> [WriteRefusal] {
    func refusal(_ problem: EmployeeRowProblem) -> WriteRefusal {
      WriteRefusal(user: row.user, reason: .impossible, why: "\(row.user): \(problem.message)")
    }
    do throws(RowRefused) {
      return try employee(row, known).problems().filter { !$0.isWarning }.map(refusal)
    } catch {
      return error.problems.map(refusal)
    }
  }

  package func send(_ rows: [PlannedRow], knowing known: BatchKnowledge) async -> CallResult {
    let askedAt = timekeeper.now()
    var employees: [EmployeeRow] = []
    do throws(RowRefused) {
      for row in rows { employees.append(try employee(row, known)) }
    } catch {
      return notApplied(error, code: nil, askedAt)
    }
    do throws(MaycurError) {
      let answer = try await client.saveBatch(employees)
      let facts = CallFacts(
        askedAt: answer.askedAt,
        receivedAt: answer.receivedAt,
        requestID: nil
      )
      return .answered(answer.verdicts, facts)
    } catch {
      if error.mayHaveBeenApplied {
        let verdict = RowVerdict.uncertain(code: error.code, message: Verbatim(error.message))
        let facts = CallFacts(askedAt: askedAt, receivedAt: timekeeper.now(), requestID: nil)
        return .answered(rows.map { _ in verdict }, facts)
      }
      // The client has waited and tried again already, as far as that was certain to do no harm.
      return notApplied(error, code: error.code, askedAt)
    }
  }

  private func notApplied(
    _ error: any UserFacingError,
    code: String?,
    _ askedAt: Instant
  ) -> CallResult {
    let facts = CallFacts(askedAt: askedAt, receivedAt: timekeeper.now(), requestID: nil)
    return .notApplied(CallRefusal(remedy: .stop, code: code, error: error, facts: facts))
  }

  /// The row that writes what changes; of a changed list or object, everything that is stated.
  private func employee(
    _ row: PlannedRow,
    _ known: BatchKnowledge
  ) throws(RowRefused) -> EmployeeRow {
    let changed = Set(row.cellsThatChange.map(\.address))
    let wholes = Set(changed.compactMap { system.whole(of: $0.field) })
    let edits = row.change.edits.filter { edit in
      system.whole(of: edit.address.field).map(wholes.contains) ?? changed.contains(edit.address)
    }
    let change = UserChange(
      user: row.user,
      edits: edits,
      additions: row.change.additions,
      wholes: row.change.wholes.intersection(wholes)
    )
    return try EmployeeRow(change: change, known: known.record(of: row.user))
  }

  package func stated(_ change: UserChange, knowing known: BatchKnowledge) -> UserChange {
    let record = known.record(of: change.user)
    func isPart(_ name: Verbatim) -> Bool {
      guard let whole = MaycurField(code: name)?.whole ?? CompositeField(rawValue: name.text) else {
        return false
      }
      return record.wholes.contains(whole) && !change.wholes.contains(whole.code)
    }
    let parts = UserChange(
      user: change.user,
      edits: change.edits.filter { isPart($0.address.field) },
      additions: change.additions.filter { isPart($0.group) }
    )
    guard !parts.edits.isEmpty || !parts.additions.isEmpty,
      let row = try? EmployeeRow(change: parts, known: record), let edits = try? row.edits()
    else { return change }
    return UserChange(
      user: change.user,
      edits: change.edits.filter { !isPart($0.address.field) } + edits,
      additions: change.additions.filter { !isPart($0.group) },
      wholes: change.wholes.union(row.wholes),
      positions: change.positions
    )
  }
}

extension BatchKnowledge {
  /// What is known of an employee's record.
  fileprivate func record(of user: Verbatim) -> KnownRecord {
    KnownRecord(
      cells: held[user]?.mapValues(\.content) ?? [:],
      wholes: fields[user]?.wholes ?? []
    )
  }
}

extension KnownFields {
  /// The lists and objects of a record in Maycur that are known as a whole.
  ///
  /// A file states a list by any of its columns, and an object by its own name. Maycur takes both
  /// only as a whole, so an accepted write of any part stated all of it; a write of unknown result
  /// makes all of it uncertain.
  var wholes: Set<CompositeField> {
    func wholes(_ fields: Set<FieldCode>) -> Set<CompositeField> {
      Set(fields.compactMap { MaycurField(code: $0)?.whole })
    }
    let stated = reported.filter { code in
      switch MaycurField(code: code) {
      case .roleName?, .placeCode?, .whole?: true
      default: false
      }
    }
    return wholes(stated).union(wholes(written)).subtracting(wholes(open))
  }
}
