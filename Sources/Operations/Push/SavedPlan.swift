import Foundation
import Ledger
import LedgerStorage
package import Roster
import VerbatimJSON

/// A plan that is kept in a file, to be read and applied later.
///
/// It has the wanted changes, and the contents from when it was made: it is applied only if these
/// are unchanged.
package struct SavedPlan: Hashable, Sendable {
  /// The version of the format of saved plans.
  package static let version: Int64 = 1

  /// The system that is written to.
  package let system: System
  /// The wanted changes.
  package let changes: [UserChange]
  /// The numbers of cells that it changes.
  package let counts: PlanCounts
  /// The cells of the change file that were cleaned.
  package let cleaned: [PlannedCleaning]
  /// The content from when it was made, cell by cell, for each user.
  let expected: [Verbatim: [ExpectedCell]]

  /// A cell in the plan.
  struct ExpectedCell: Hashable, Sendable {
    let address: CellAddress
    let isAppended: Bool
    let from: Content?
    /// What the plan writes there, and whether that can be put back; nil for nothing.
    var write: PlannedWrite?
  }

  /// What a plan writes to a cell.
  struct PlannedWrite: Hashable, Sendable {
    let to: Content
    let action: WriteAction
    let reversibility: Reversibility
    let isImplied: Bool
  }

  /// The plan as it was made, for people to read.
  ///
  /// - Parameters:
  ///   - names: The users' names, as far as they are known.
  ///   - fields: The names of fields, as far as they are known.
  /// - Returns: The plan, without what was refused.
  package func readable(
    names: [Verbatim: Verbatim],
    fields: [FieldCode: Verbatim]
  ) -> Plan {
    let rows = changes.map { change in
      PlannedRow(
        user: change.user,
        name: names[change.user],
        change: change,
        cells: (expected[change.user] ?? []).compactMap { cell in
          cell.write.map { write in
            PlannedCell(
              cell: CellRef(cell.address, named: fields[cell.address.field]),
              action: write.action,
              from: cell.from,
              to: write.to,
              reversibility: write.reversibility,
              isImplied: write.isImplied
            )
          }
        }
      )
    }
    return Plan(system: system, rows: rows, refused: []).stating(cleaned)
  }

  /// The cells whose content differs from when the plan was made.
  ///
  /// - Parameter plan: The same changes, planned against the current contents.
  /// - Returns: Each changed cell, once; for a new item, the index that it would have now.
  package func stale(against plan: Plan) -> [StaleCell] {
    var stale: [StaleCell] = []
    let now = Dictionary(plan.rows.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first })
    for change in changes {
      let cells = now[change.user]?.cells ?? []
      let found = Dictionary(
        cells.map { ($0.address, $0) },
        uniquingKeysWith: { first, _ in first }
      )
      for cell in expected[change.user] ?? [] {
        let there = found[cell.address]
        let isSame =
          there.map { ($0.action == .append) == cell.isAppended && $0.from.isLike(cell.from) }
        guard isSame != true else { continue }
        stale.append(
          StaleCell(
            user: change.user,
            address: cell.address,
            planned: cell.from,
            now: there?.from
          )
        )
      }
    }
    return stale
  }
}

extension SavedPlan {
  /// Saves a plan.
  ///
  /// - Parameter plan: The plan; its refused parts are left out.
  package init(_ plan: Plan) {
    let expected = Dictionary(
      plan.effective.map { row in
        let cells = row.cells.map { cell in
          ExpectedCell(
            address: cell.address,
            isAppended: cell.action == .append,
            from: cell.from,
            write: cell.action.map {
              PlannedWrite(
                to: cell.to,
                action: $0,
                reversibility: cell.reversibility ?? .unproven,
                isImplied: cell.isImplied
              )
            }
          )
        }
        return (row.user, cells)
      },
      uniquingKeysWith: { first, _ in first }
    )
    self.init(
      system: plan.system,
      changes: plan.effective.map(\.change),
      counts: plan.counts,
      cleaned: plan.cleaned,
      expected: expected
    )
  }

  /// Writes the plan to a file that only its owner can read.
  ///
  /// - Parameter path: The path; an existing file is replaced.
  /// - Throws: ``SavedPlanError`` if it cannot be written.
  package func write(to path: String) throws(SavedPlanError) {
    guard Unfinished.isFreeForFile(path) else {
      throw .cannotWrite(path: path, reason: "it is there, and is no regular file")
    }
    let draft = path + Unfinished.ending
    let descriptor = Unfinished.begin(path)
    guard descriptor >= 0 else {
      throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: Data((json.pretty + "\n").utf8))
      try file.synchronize()
    } catch {
      unlink(draft)
      throw .cannotWrite(path: path, reason: error.localizedDescription)
    }
    guard rename(draft, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(draft)
      throw .cannotWrite(path: path, reason: reason)
    }
  }

  /// Reads a saved plan.
  ///
  /// - Parameters:
  ///   - bytes: The contents of its file.
  ///   - path: The name of the file in messages.
  /// - Returns: The plan.
  /// - Throws: ``SavedPlanError`` if it is another kind of file.
  package static func read(_ bytes: [UInt8], called path: String) throws(SavedPlanError)
    -> SavedPlan
  {
    do {
      return try SavedPlan(json: try JSON(parsing: bytes))
    } catch let error as PlanForm {
      throw .notAPlan(path: path, problem: error.problem)
    } catch {
      throw .notAPlan(path: path, problem: "it is not JSON (\(error))")
    }
  }
}

/// Why a saved plan could not be written or read.
package enum SavedPlanError: UserFacingError, Hashable {
  /// It could not be written.
  case cannotWrite(path: String, reason: String)
  /// It is no plan.
  case notAPlan(path: String, problem: String)

  package var errorCode: ErrorCode {
    switch self {
    case .cannotWrite: ErrorCode("planCannotWrite", .cannotCreate)
    case .notAPlan: ErrorCode("notAPlan", .badData)
    }
  }

  package var message: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "The plan could not be written to \(path) (\(reason)). Name another path."
    case .notAPlan(let path, let problem):
      "\(path) is not a plan that can be applied, since \(problem). Make one with 'plan --out'."
    }
  }
}

extension Content? {
  /// Whether two contents are the same to a plan, which does not distinguish unknown from absent.
  func isLike(_ other: Content?) -> Bool { (self ?? .gone) == (other ?? .gone) }
}
