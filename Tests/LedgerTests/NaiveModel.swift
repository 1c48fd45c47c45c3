import Roster

/// A naive model of the log: each entry with all that it states, in one list, and each question
/// decided by reading that list from its beginning.
///
/// Written from the words of the design, and not from the ledger's code: if both agree, neither is
/// likely to be wrong.
struct NaiveModel {
  /// One statement of an entry.
  struct Stated: Hashable {
    let cell: Cell
    let isChanged: Bool
  }

  /// One entry; entry 1 is the first of the list.
  struct Line: Hashable {
    var kind: EntryKind
    var operation: OperationNumber
    var user: Verbatim?
    var recordedAt: Instant
    /// The fields that a fetched entry states something about.
    var scope: Set<FieldCode> = []
    var stated: [Stated] = []

    var values: Int { stated.count { $0.cell.content != .gone } }
    var changed: Int { stated.count { $0.isChanged } }
  }

  /// A cell of the roster.
  struct RosterLine: Hashable {
    let user: Verbatim
    let cell: Cell
    let entry: EntryID
    let since: Instant
    let lastObserved: Instant?
  }

  /// A value that a cell had.
  struct HistoryLine: Hashable {
    let event: EventLine
    let lastObservedBefore: Instant?
  }

  /// One statement about one cell.
  struct EventLine: Hashable {
    let entry: EntryID
    let ordinal: Int
    let operation: OperationNumber
    let user: Verbatim
    let cell: Cell
    let recordedAt: Instant
    let isChanged: Bool
  }

  private(set) var lines: [Line] = []
  /// Who was erased, by the name that is left of them.
  private(set) var erased: Set<Verbatim> = []
  private var suppressed: Set<Verbatim> = []
  private(set) var operations: OperationNumber = 0
  private var isOpen = false
  private var broughtBack: Set<FieldCode> = []

  mutating func open(now: Instant) {
    if isOpen { close(now: now) }
    operations = OperationNumber(operations.rawValue + 1)
    isOpen = true
    broughtBack = []
    write(.opened, now: now)
  }

  mutating func close(now: Instant) {
    write(.closed, now: now)
    isOpen = false
  }

  mutating func describe(now: Instant) { write(.cataloged, now: now) }

  private mutating func write(_ kind: EntryKind, user: Verbatim? = nil, now: Instant) {
    lines.append(Line(kind: kind, operation: operations, user: user, recordedAt: time(now)))
  }

  private func time(_ now: Instant) -> Instant { lines.last.map { max($0.recordedAt, now) } ?? now }

  /// Takes a list of users.
  mutating func call(_ listed: [Verbatim], limit: ShrinkLimit, now: Instant) {
    var hasLeft: [Verbatim: Bool] = [:]
    for line in lines {
      guard let user = line.user, !erased.contains(user) else { continue }
      if line.kind == .joined || line.kind == .rejoined { hasLeft[user] = false }
      if line.kind == .left { hasLeft[user] = true }
    }
    write(.enumerated, now: now)
    let users = listed.filter { !suppressed.contains($0) }
    defer { if users.count < listed.count { write(.suppressed, now: now) } }
    for user in users where hasLeft[user] == nil { write(.joined, user: user, now: now) }
    for user in users where hasLeft[user] == true { write(.rejoined, user: user, now: now) }
    let active = hasLeft.filter { !$0.value }.map(\.key)
    let missing = active.filter { !users.contains($0) }
    guard !listed.isEmpty else { return }
    if missing.count <= limit.people || missing.count * 100 <= active.count * limit.percent {
      for user in missing { write(.left, user: user, now: now) }
    }
  }

  /// Records a response, and returns the fields that it withheld.
  @discardableResult mutating func hear(_ whole: RosterResponse, now: Instant) -> Set<FieldCode> {
    let response = RosterResponse(
      system: whole.system,
      company: whole.company,
      asked: whole.asked,
      users: whole.users.filter { !suppressed.contains($0.user) },
      absent: whole.absent.filter { !suppressed.contains($0.user) },
      askedAt: whole.askedAt,
      receivedAt: whole.receivedAt,
      requestID: whole.requestID
    )
    let withheld = withheld(from: response)
    let returned = Set(response.users.flatMap { $0.cells.map(\.address.field) })
    let scope = response.asked.filter { !withheld.contains($0) }.union(returned)
    let reported = response.users.map { user in
      Line(
        kind: .fetched,
        operation: operations,
        user: user.user,
        recordedAt: time(now),
        scope: scope,
        stated: stated(by: user, scope: scope)
      )
    }
    lines += reported
    let unknown = response.absent.filter { absent in !lines.contains { $0.user == absent.user } }
    for user in response.absent where !unknown.contains(user) {
      write(.notReturned, user: user.user, now: now)
    }
    defer { if !unknown.isEmpty { write(.setAside, now: now) } }
    let count = response.users.count + response.absent.count
    if count < whole.users.count + whole.absent.count { write(.suppressed, now: now) }
    broughtBack.formUnion(returned)
    return withheld
  }

  /// Erases a person, or fields of a person; only `name` is left of the person.
  mutating func erase(_ user: Verbatim, _ fields: Set<FieldCode>?, as name: Verbatim, now: Instant)
  {
    write(.erased, user: user, now: now)
    if fields == nil {
      erased.insert(name)
      suppressed.insert(user)
    }
    for index in lines.indices where lines[index].user == user {
      lines[index].stated = lines[index].stated.map { stated in
        let isMeant = fields?.contains(stated.cell.address.field) ?? true
        guard isMeant, stated.cell.content != .gone else { return stated }
        return Stated(cell: Cell(stated.cell.address, .erased), isChanged: stated.isChanged)
      }
      if fields == nil { lines[index].user = name }
    }
  }

  /// Lets an erased person come back.
  mutating func readmit(_ user: Verbatim, as name: Verbatim, now: Instant) {
    write(.readmitted, user: name, now: now)
    suppressed.remove(user)
  }

  private func withheld(from response: RosterResponse) -> Set<FieldCode> {
    let heldBefore = response.users.map { known(of: $0.user) }.filter { !$0.isEmpty }
    return response.asked.filter { field in
      if broughtBack.contains(field) || heldBefore.isEmpty { return false }
      let cameBack = response.users.contains { $0.cells.contains { $0.address.field == field } }
      if cameBack { return false }
      let holders = heldBefore.filter { held in
        held.contains { $0.key.field == field && $0.value != .gone }
      }
      return !holders.isEmpty && holders.count >= heldBefore.count - holders.count
    }
  }

  private func stated(by user: UserResponse, scope: Set<FieldCode>) -> [Stated] {
    let before = known(of: user.user)
    var stated: [Stated] = []
    for cell in user.cells.sorted(by: { $0.address < $1.address }) {
      stated.append(Stated(cell: cell, isChanged: before[cell.address] != cell.content))
    }
    for address in before.keys.sorted() {
      let cameBack = user.cells.contains { $0.address == address }
      if !cameBack, scope.contains(address.field), before[address] != .gone {
        stated.append(Stated(cell: Cell(address, .gone), isChanged: true))
      }
    }
    return stated
  }

  /// What was last stated of each cell of a user.
  private func known(of user: Verbatim) -> [CellAddress: Content] {
    var known: [CellAddress: Content] = [:]
    for line in lines where line.user == user {
      for stated in line.stated { known[stated.cell.address] = stated.cell.content }
    }
    return known
  }

  /// Every statement about every cell, in order.
  var events: [EventLine] {
    lines.enumerated().flatMap { index, line -> [EventLine] in
      guard let user = line.user else { return [] }
      return line.stated.enumerated().map { ordinal, stated in
        EventLine(
          entry: EntryID(index + 1),
          ordinal: ordinal + 1,
          operation: line.operation,
          user: user,
          cell: stated.cell,
          recordedAt: line.recordedAt,
          isChanged: stated.isChanged
        )
      }
    }
  }

  /// Each value that each cell of a user had, in order.
  func history(of user: Verbatim) -> [HistoryLine] {
    events.filter { $0.user == user && $0.isChanged }.map { event in
      let before = lines.prefix(Int(event.entry.rawValue) - 1).last { line in
        line.user == user && line.scope.contains(event.cell.address.field)
      }
      return HistoryLine(event: event, lastObservedBefore: before?.recordedAt)
    }
  }

  /// What is known now of everybody who is active, or of everybody.
  func roster(includeLeft: Bool) -> Set<RosterLine> {
    var last: [Verbatim: [CellAddress: EventLine]] = [:]
    for event in events where event.isChanged {
      last[event.user, default: [:]][event.cell.address] = event
    }
    var roster: Set<RosterLine> = []
    for (user, cells) in last where includeLeft || !hasLeft(user) {
      for (address, event) in cells where event.cell.content != .gone {
        let observation = lines.last { $0.user == user && $0.scope.contains(address.field) }
        roster.insert(
          RosterLine(
            user: user,
            cell: event.cell,
            entry: event.entry,
            since: event.recordedAt,
            lastObserved: observation?.recordedAt
          )
        )
      }
    }
    return roster
  }

  private func hasLeft(_ user: Verbatim) -> Bool {
    if erased.contains(user) { return true }
    let member: Set<EntryKind> = [.joined, .rejoined, .left]
    return lines.last { $0.user == user && member.contains($0.kind) }?.kind == .left
  }
}
