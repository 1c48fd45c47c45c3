import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

extension Judge {
  /// A call's part about one row, as the log has it.
  private struct Sending {
    let attempt: LogModel.Attempt
    let row: Notebook.Row
    let settled: String?
    /// Whether no other call carried the row.
    let isOnly: Bool

    /// Whether the log knows that the system applied this call; nil if it does not know.
    var isApplied: Bool? {
      switch attempt.outcomes.first {
      case 11?: true
      case 12?: false
      default: settled == "notApplied" ? false : settled == "applied" && isOnly ? true : nil
      }
    }

    /// Whether the log knows that the system applied the row, with this call or another one.
    var isRowApplied: Bool { attempt.outcomes.first == 11 || settled == "applied" }

    func fits(_ arrival: OutsideWorld.Arrival) -> Bool {
      guard row.texts == arrival.texts else { return false }
      switch arrival.effect {
      case .applied: return isApplied != false
      case .notApplied: return isApplied != true
      case .either: return true
      }
    }
  }

  /// Every call that arrived is on record, in the order of the log; every row whose fate the log
  /// knows had it, and was not applied again after it was; and the systems hold what the edits, and the
  /// writes in the log's order, make of what was there.
  mutating func checkArrivals() {
    let rows = Dictionary(uniqueKeysWithValues: notebook.rows.map { ($0.entry, $0) })
    var sendings: [UserKey: [Sending]] = [:]
    for attempt in log.attempts {
      guard let row = rows[attempt.row] else {
        check(false, "Row \(attempt.row) was not noted.")
        continue
      }
      sendings[row.user, default: []].append(
        Sending(
          attempt: attempt,
          row: row,
          settled: log.settled[attempt.row],
          isOnly: log.attempts.count { $0.row == attempt.row } == 1
        )
      )
    }
    var arrivals: [UserKey: [OutsideWorld.Arrival]] = [:]
    for case .arrival(let arrival) in world.happenings {
      arrivals[arrival.user, default: []].append(arrival)
    }
    var matched: [UserKey: [Int]] = [:]
    for (user, arrived) in arrivals {
      guard let match = Self.match(arrived[...], (sendings[user] ?? [])[...]) else {
        check(false, "The calls about \(user) are not those of the log.")
        continue
      }
      matched[user] = match
    }
    for (user, sent) in sendings { checkOnce(sent, matched[user] ?? [], arrivals[user] ?? []) }
    checkWorld(sendings, matched)
  }

  /// Which sending each arrival is, both in their order; nil if they do not fit.
  private static func match(
    _ arrivals: ArraySlice<OutsideWorld.Arrival>,
    _ sendings: ArraySlice<Sending>
  ) -> [Int]? {
    guard let arrival = arrivals.first else {
      // What did not arrive was not applied.
      return sendings.allSatisfy { $0.isApplied != true } ? [] : nil
    }
    for index in sendings.indices {
      if sendings[index].fits(arrival),
        let rest = match(arrivals.dropFirst(), sendings[(index + 1)...])
      {
        return [index] + rest
      }
      if sendings[index].attempt.outcomes.first == 11 { return nil }
    }
    return nil
  }

  /// A row is applied twice only if the first call was uncertain, and one that the log calls applied
  /// was applied.
  private mutating func checkOnce(
    _ sent: [Sending],
    _ matched: [Int],
    _ arrivals: [OutsideWorld.Arrival]
  ) {
    var applied: [Int64: Int] = [:]
    var possible: Set<Int64> = []
    for (index, arrival) in zip(matched, arrivals) {
      let row = sent[index].row.entry
      let isInDoubt = sent[index].attempt.outcomes.first == 13
      if arrival.effect == .applied, !isInDoubt { applied[row, default: 0] += 1 }
      if arrival.effect != .notApplied { possible.insert(row) }
    }
    for sending in sent {
      let row = sending.row.entry
      check(applied[row, default: 0] <= 1, "Row \(row) was applied twice.")
      guard sending.isRowApplied else { continue }
      check(possible.contains(row), "Row \(row) was never applied.")
    }
  }

  /// What the systems hold is what one write after the other gives.
  private mutating func checkWorld(_ sendings: [UserKey: [Sending]], _ matched: [UserKey: [Int]]) {
    var expected = world.atFirst
    var nicknames: [Verbatim: String] = [:]
    var next: [UserKey: Int] = [:]
    for happening in world.happenings {
      switch happening {
      case .edit(let user, let field, let value): expected[user, default: [:]][field] = value
      case .arrival(let arrival):
        let place = next[arrival.user, default: 0]
        next[arrival.user] = place + 1
        guard arrival.effect != .notApplied, let indices = matched[arrival.user],
          let sending = sendings[arrival.user]?[indices[place]]
        else { continue }
        for (cell, text) in sending.row.cells {
          if arrival.user.system == .maycur {
            nicknames[arrival.user.id] = text
          } else {
            expected[arrival.user.id, default: [:]][cell.field] = text
          }
        }
      }
    }
    let (held, written) = (world.held(), expected)
    for user in Set(held.keys).union(written.keys) {
      let (one, other) = (held[user]?.filled ?? [:], written[user]?.filled ?? [:])
      check(one == other, "\(user) has \(one) in DingTalk, and the log makes \(other).")
    }
    let named = world.nicknames().filled
    check(named == nicknames.filled, "Maycur has \(named), and the log makes \(nicknames).")
  }
}

extension Dictionary where Value == String {
  fileprivate var filled: Self { filter { !$0.value.isEmpty } }
}
