import LedgerStorage
import GRDB
import Roster

/// Reads the contents of many cells.
///
/// The events of one response are next to each other, so most of what some users have is one range
/// of `personal_value`. Reading a range takes a third of the time of finding each of its rows.
struct CellContents {
  private let database: Database
  private let range: SQLStatement

  init(_ database: Database) throws {
    self.database = database
    range = try SQLStatement(database, Self.ranged)
  }

  /// Fills in the contents of cells.
  ///
  /// - Parameters:
  ///   - cells: The cells in the order of the projection, without their contents.
  ///   - users: The numbers of the first and of the last user of these cells.
  /// - Throws: Errors of SQLite, or that a value is missing which was not erased.
  func fill(_ cells: inout [KnownCell], of users: ClosedRange<UserNumber>) throws {
    guard let first = cells.lazy.map(\.event).min() else { return }
    // Most events are close to the first one, so each is found by its distance from it.
    let span = cells.count * 2 + 64
    var places = [Int32](repeating: -1, count: span)
    var last = first
    var others: [(event: EventID, index: Int)] = []
    for index in cells.indices {
      let event = cells[index].event
      let (distance, isFar) = event.rawValue.subtractingReportingOverflow(first.rawValue)
      if !isFar, distance < span, places[Int(distance)] < 0 {
        places[Int(distance)] = Int32(index)
        last = max(last, event)
      } else {
        others.append((event, index))
      }
    }
    try read(first...last) { event, row in
      let place = event - first
      guard places[place] >= 0 else { return }
      cells[Int(places[place])].content = try row.content(from: 1)
      places[place] = -1
    }
    for place in places where place >= 0 { try fillErased(&cells[Int(place)]) }
    if others.isEmpty { return }
    others.sort { $0.event < $1.event }
    try fill(&cells, others, of: users)
  }

  /// Fills in the contents of cells whose events are far apart.
  private func fill(
    _ cells: inout [KnownCell],
    _ others: [(event: EventID, index: Int)],
    of users: ClosedRange<UserNumber>
  ) throws {
    var others = others[...]
    let ranges = zip(others, others.dropFirst()).count { !Self.isNear($0.event, $1.event) }
    if ranges > cells.count / 4 {
      others = try join(&cells, of: users)[...]
    }
    while let head = others.first {
      var end = others.startIndex + 1
      while end < others.endIndex, Self.isNear(others[end - 1].event, others[end].event) {
        end += 1
      }
      var next = others.startIndex
      try read(head.event...others[end - 1].event) { event, row in
        while next < end, others[next].event <= event {
          let (wanted, index) = others[next]
          next += 1
          if wanted == event {
            cells[index].content = try row.content(from: 1)
          } else {
            try fillErased(&cells[index])
          }
        }
      }
      for (_, index) in others[next..<end] { try fillErased(&cells[index]) }
      others = others[end...]
    }
  }

  /// Whether reading across the gap between two events is cheaper than starting another range.
  private static func isNear(_ event: EventID, _ later: EventID) -> Bool {
    UInt64(bitPattern: later.rawValue &- event.rawValue) <= 8
  }

  /// Fills in the contents of the cells whose event is the one in the projection.
  ///
  /// - Returns: The other cells: those with an earlier content, in the order of the log.
  private func join(
    _ cells: inout [KnownCell],
    of users: ClosedRange<UserNumber>
  ) throws -> [(event: EventID, index: Int)] {
    let statement = try SQLStatement(database, Self.joined)
    statement.bind(1, users.lowerBound)
    statement.bind(2, users.upperBound)
    var others: [(event: EventID, index: Int)] = []
    var next = 0
    try statement.forEachRow { row in
      guard next < cells.count,
        cells[next].cell == CellNumber(field: row.integer(1), item: row.integer(2)),
        cells[next].user == row.integer(0)
      else { return }
      if cells[next].event == row.integer(3) {
        cells[next].content = try row.content(from: 4)
      } else {
        others.append((cells[next].event, next))
      }
      next += 1
    }
    return others.sorted { $0.event < $1.event }
  }

  private func read(
    _ events: ClosedRange<EventID>,
    _ each: (EventID, SQLRow) throws -> Void
  ) throws {
    range.bind(1, events.lowerBound)
    range.bind(2, events.upperBound)
    try range.forEachRow { try each($0.integer(0), $0) }
  }

  /// Fills in a cell without a stored value: it was erased, or the log is damaged.
  private func fillErased(_ cell: inout KnownCell) throws {
    let statement = try SQLStatement(database, "SELECT 1 FROM erased_value WHERE id = ?")
    statement.bind(1, cell.event)
    guard try statement.first({ _ in true }) != nil else { throw SQLRow.missing }
    cell.content = .erased
  }

  private static let ranged = """
    SELECT id, form, value, label FROM personal_value WHERE id BETWEEN ?1 AND ?2 ORDER BY id
    """

  private static let joined = """
    SELECT r.user, r.field, r.item, r.event, \(ContentForm.columns("v", ofEvent: "r.event"))
    FROM projected_roster r LEFT JOIN personal_value v ON v.id = r.event
    WHERE r.user BETWEEN ?1 AND ?2 ORDER BY r.user, r.field, r.item
    """
}
