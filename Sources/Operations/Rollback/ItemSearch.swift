import Ledger
import LedgerHistory
import Roster

extension Content {
  /// Whether two observations of a cell show the same: equal bytes, or both empty in any way.
  ///
  /// Both came from the system, so only its ways to express empty are considered equal.
  func showsSame(as other: Content) -> Bool {
    statedValue == other.statedValue || Meaning.isSameChoice(self, other)
  }

  /// The value; nil for an empty one.
  var statedValue: Part? {
    guard case .item(let part, _) = self, let shown = part.shown, !shown.isEmpty else { return nil }
    return part
  }
}

/// Finds where an item of a detail group is now, by its contents.
///
/// Items have no names, only indexes, and indexes shift when other items are added or removed. So
/// an item is found in two cases only. Either exactly one item had the right contents when the
/// group was first observed after the write, and exactly one does now and did at every observation
/// between; or nothing in its group ever moved.
struct ItemSearch {
  typealias Item = [FieldCode: Content]

  /// The result of a search.
  enum Finding: Hashable {
    /// It is at this index; `first` is its index when the group was first observed.
    case at(Int, first: Int)
    /// It was not among the items when the group was first observed after the write.
    case neverObserved
    /// No item has its contents now: since when, as far as the log knows, and when it was last
    /// there.
    case missing(lastThere: Instant?, since: Instant)
    /// It was absent for a while.
    case away(lastThere: Instant?, since: Instant)
    /// Another item is like it.
    case ambiguous
  }

  /// An observation of the group after its first one.
  private struct Sight {
    let observed: ObservedValue
    let items: [Int: Item]
    /// The same without the effects of later batches of ours.
    let withoutOurs: [Int: Item]
  }

  private let fields: Set<FieldCode>
  private let expected: [Int: Item]
  private let first: [Int: Item]
  private let now: [Int: Item]
  private let nowWithoutOurs: [Int: Item]
  private let later: [Sight]
  private let lastAnswer: Instant?
  private let readAt: Instant

  /// Collects the observations of a group.
  ///
  /// - Parameters:
  ///   - fields: The fields of the group that every observation covers.
  ///   - trace: The trace of the row.
  ///   - ours: The writes of later batches of ours, which must not prevent finding an item again.
  ///   - first: The first observation after the write.
  ///   - now: The current contents.
  ///   - readAt: When the current contents were read.
  init(
    _ fields: Set<FieldCode>,
    in trace: WriteTrace,
    without ours: LaterWrites,
    first: [CellAddress: Content],
    now: [CellAddress: Content],
    readAt: Instant
  ) {
    self.fields = fields
    self.readAt = readAt
    var written = trace.observedBefore
    for change in trace.line.changes {
      written[change.address] = change.to
    }
    expected = written.items(of: fields)
    self.first = first.items(of: fields)
    self.now = now.items(of: fields)
    nowWithoutOurs = ours.without(now, first: first, observed: nil).items(of: fields)
    lastAnswer = fields.compactMap { trace.lastAnswers[$0]?.recordedAt }.max()
    var cells = first
    var later: [Sight] = []
    let after = trace.observedAfter.filter {
      fields.contains($0.address.field) && $0.isAfterFirstObservation(trace)
    }
    for (index, observed) in after.enumerated() {
      cells[observed.address] = observed.content
      let isLast =
        index + 1 == after.count || after[index + 1].entry != observed.entry
      guard isLast else { continue }
      later.append(
        Sight(
          observed: observed,
          items: cells.items(of: fields),
          withoutOurs: ours.without(cells, first: first, observed: observed.recorded)
            .items(of: fields)
        )
      )
    }
    self.later = later
  }

  /// Finds the item that the batch wrote at an index.
  func find(_ index: Int) -> Finding {
    guard let wanted = expected[index] else { return .neverObserved }
    let isWhole = isSame(first, expected, Self.agrees)
    let places = first.filter { isAlike($0.value, wanted, Self.agrees) }.map(\.key)
    guard let origin = isWhole ? index : places.first, let item = first[origin] else {
      return .neverObserved
    }
    guard isWhole || places.count == 1 else { return .ambiguous }
    return found(item, from: origin)
  }

  private func found(_ item: Item, from origin: Int) -> Finding {
    let isUntouched = ([nowWithoutOurs] + later.map(\.withoutOurs))
      .allSatisfy { isSame($0, first, Self.shows) }
    if isUntouched { return .at(origin, first: origin) }
    let away = later.first {
      count(of: item, in: $0.items) == 0 && count(of: item, in: $0.withoutOurs) == 0
    }
    var places = now.filter { isAlike($0.value, item, Self.shows) }.map(\.key)
    if places.isEmpty {
      places = nowWithoutOurs.filter { isAlike($0.value, item, Self.shows) }.map(\.key)
    }
    guard let place = places.first else {
      return .missing(
        lastThere: away == nil ? lastAnswer : away?.observed.lastObservedBefore,
        since: away?.observed.recordedAt ?? readAt
      )
    }
    if let seen = away?.observed {
      return .away(lastThere: seen.lastObservedBefore, since: seen.recordedAt)
    }
    let wasAlone =
      count(of: item, in: first) == 1
      && later.allSatisfy {
        count(of: item, in: $0.items) == 1 || count(of: item, in: $0.withoutOurs) == 1
      }
    return wasAlone && places.count == 1 ? .at(place, first: origin) : .ambiguous
  }

  /// Compares two observations.
  private static func shows(_ left: Content, _ right: Content) -> Bool {
    left.showsSame(as: right)
  }

  /// Compares an observation with a written or earlier content.
  private static func agrees(_ observed: Content, _ written: Content) -> Bool {
    Meaning.agrees(written: written, observed: observed)
  }

  private func count(of item: Item, in items: [Int: Item]) -> Int {
    items.values.count { isAlike($0, item, Self.shows) }
  }

  private func isSame(
    _ left: [Int: Item],
    _ right: [Int: Item],
    _ alike: (Content, Content) -> Bool
  ) -> Bool {
    left.count == right.count
      && left.allSatisfy { index, item in
        right[index].map { isAlike(item, $0, alike) } ?? false
      }
  }

  private func isAlike(
    _ left: Item,
    _ right: Item,
    _ alike: (Content, Content) -> Bool
  ) -> Bool {
    fields.allSatisfy { alike(left[$0] ?? .gone, right[$0] ?? .gone) }
  }
}

extension WriteTrace {
  /// The contents in the first responses after the write, for the fields that have one.
  var firstSight: [CellAddress: Content] {
    var cells = observedBefore.filter { firstAnswers[$0.key.field] != nil }
    for observed in observedAfter where firstAnswers[observed.address.field] != nil {
      if !observed.isAfterFirstObservation(self) { cells[observed.address] = observed.content }
    }
    return cells
  }

  /// The last contents in the log of the fields that were observed after the write.
  var lastSight: [CellAddress: Content] {
    var cells = observedBefore.filter { firstAnswers[$0.key.field] != nil }
    for observed in observedAfter where firstAnswers[observed.address.field] != nil {
      cells[observed.address] = observed.content
    }
    return cells
  }
}

extension ObservedValue {
  /// Whether it was observed after the first response for its field that followed the write.
  func isAfterFirstObservation(_ trace: WriteTrace) -> Bool {
    trace.firstAnswers[address.field].map { entry > $0.entry } ?? true
  }
}
