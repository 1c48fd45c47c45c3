/// Which items of a detail group are the same in two observations of it.
///
/// Items have no names, only indexes, and indexes shift when items are added or removed. So items
/// are matched by their values. First, equal items are matched, in their order. Then the two items
/// with the most equal fields are matched, and so on; of equally good pairs, the one whose items
/// are nearest in order. The remaining items have nothing in common: such an item is the same only
/// if it has the same index and no item was added or removed. If another match was as good, the
/// match is ambiguous.
///
/// Example: before are the children "An" and "Bo", after are "Bo" and "Cy". "Bo" is matched from
/// index 1 to index 0; "An" is gone and "Cy" is new.
package struct ItemMatching: Hashable, Sendable {
  /// The fields that an item has.
  package typealias Row = [FieldCode: Content]

  /// One item, before and after.
  package struct Match: Hashable, Sendable {
    /// Its index before; nil for a new item.
    package let before: Int?
    /// Its index after; nil for an item that is gone.
    package let after: Int?
    /// Whether another match was as good.
    package let isAmbiguous: Bool
  }

  /// Every item once: first the items of the later observation in their order, then the removed
  /// ones.
  package let matches: [Match]

  private struct Pair {
    let before: Int
    let after: Int
    let isAmbiguous: Bool
  }

  /// Matches items.
  ///
  /// - Parameters:
  ///   - before: The items of the earlier observation, in order.
  ///   - after: The items of the later observation, in order.
  package init(before: [Row], after: [Row]) {
    var pairs =
      before == after ? before.indices.map { Pair(before: $0, after: $0, isAmbiguous: false) } : []
    if pairs.isEmpty {
      pairs = Self.same(before, after)
      pairs += Self.alike(before, after, leaving: pairs)
      pairs += Self.placed(before, after, leaving: pairs)
    }
    let places = Dictionary(pairs.map { ($0.after, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(pairs.map(\.before))
    matches =
      after.indices.map { index in
        Match(
          before: places[index]?.before,
          after: index,
          isAmbiguous: places[index]?.isAmbiguous ?? false
        )
      }
      + before.indices.filter { !kept.contains($0) }.map {
        Match(before: $0, after: nil, isAmbiguous: Self.hasTwin($0, in: before, pairs))
      }
  }

  /// Whether a removed item equals one that remained: then either may be the removed one.
  private static func hasTwin(_ place: Int, in before: [Row], _ pairs: [Pair]) -> Bool {
    pairs.contains { $0.isAmbiguous && before[$0.before] == before[place] }
  }

  /// Items that are equal before and after, in their order.
  private static func same(_ before: [Row], _ after: [Row]) -> [Pair] {
    var places: [Row: (before: [Int], after: [Int])] = [:]
    for (index, row) in before.enumerated() { places[row, default: ([], [])].before.append(index) }
    for (index, row) in after.enumerated() { places[row, default: ([], [])].after.append(index) }
    return places.values.flatMap { place in
      zip(place.before, place.after).map { before, after in
        Pair(
          before: before,
          after: after,
          isAmbiguous: place.before.count != place.after.count
        )
      }
    }
  }

  /// Pairs of the remaining items, the two with the most equal fields first.
  private static func alike(_ before: [Row], _ after: [Row], leaving taken: [Pair]) -> [Pair] {
    var (left, right) = rest(before, after, taken)
    var pairs: [Pair] = []
    while true {
      var best: (score: Int, distance: Int, before: Int, after: Int)?
      for (leftRank, old) in left.enumerated() {
        for (rightRank, new) in right.enumerated() {
          let score = common(before[old], after[new])
          let distance = abs(leftRank - rightRank)
          guard score > 0 else { continue }
          if let best, (-score, distance) >= (-best.score, best.distance) { continue }
          best = (score, distance, old, new)
        }
      }
      guard let best else { return pairs }
      let rivals =
        left.filter { $0 != best.before && common(before[$0], after[best.after]) == best.score }
        .count
        + right.filter { $0 != best.after && common(before[best.before], after[$0]) == best.score }
        .count
      pairs.append(Pair(before: best.before, after: best.after, isAmbiguous: rivals > 0))
      left.removeAll { $0 == best.before }
      right.removeAll { $0 == best.after }
    }
  }

  /// Pairs of items with nothing in common that have the same index, if no item was added or
  /// removed.
  private static func placed(_ before: [Row], _ after: [Row], leaving taken: [Pair]) -> [Pair] {
    guard before.count == after.count else { return [] }
    let (left, right) = rest(before, after, taken)
    return left.filter(right.contains).map { Pair(before: $0, after: $0, isAmbiguous: true) }
  }

  private static func rest(
    _ before: [Row],
    _ after: [Row],
    _ taken: [Pair]
  ) -> (before: [Int], after: [Int]) {
    let (left, right) = (Set(taken.map(\.before)), Set(taken.map(\.after)))
    return (
      before.indices.filter { !left.contains($0) }, after.indices.filter { !right.contains($0) }
    )
  }

  /// How many fields are equal in two items; empty fields do not count.
  private static func common(_ left: Row, _ right: Row) -> Int {
    left.count { field, content in
      guard let value = content.value, !value.isEmpty else { return false }
      return right[field] == content
    }
  }
}
