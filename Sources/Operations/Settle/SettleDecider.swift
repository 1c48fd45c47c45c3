package import Roster

/// Decides whether a row with an uncertain outcome was applied, from the current values.
///
/// Pure. Values as written mean applied, values as before mean not applied; any other value is
/// undecided and named. Added items are found by their values, not by their index.
package struct SettleDecider: Sendable {
  /// A verdict, and how we know.
  package struct Finding: Hashable, Sendable {
    /// The verdict.
    package let verdict: Settlement
    /// How it was found out.
    package let how: Verbatim
  }

  private let details: DetailGroups

  /// A decider that knows the detail groups.
  package init(_ details: DetailGroups) { self.details = details }

  /// Decides about a row.
  ///
  /// - Parameters:
  ///   - row: What was written.
  ///   - before: The contents when the call was sent.
  ///   - now: The current contents; nil if the system does not return the user.
  /// - Returns: The verdict, and how it was found out.
  package func decide(
    _ row: WrittenRow,
    before: [CellAddress: Content],
    now: [CellAddress: Content]?
  ) -> Finding {
    guard let now else {
      return Finding(verdict: .undecidable, how: "The system does not show this user any more.")
    }
    let verdicts =
      [edits(row.edits, now), additions(row.additions, before: before, now: now)].compactMap { $0 }
    let kinds = Set(verdicts.map(\.verdict))
    if kinds.isEmpty || kinds == [.applied] {
      return Finding(verdict: .applied, how: "Read again: every cell is as written.")
    }
    if kinds == [.notApplied] {
      return Finding(verdict: .notApplied, how: "Read again: every cell is as it was before.")
    }
    let reported = verdicts.filter { $0.verdict == .undecidable || kinds.count > 1 }.map(\.how.text)
    return Finding(verdict: .undecidable, how: Verbatim(reported.joined(separator: " ")))
  }

  private func edits(
    _ edits: [WrittenRow.Edited],
    _ now: [CellAddress: Content]
  ) -> Finding? {
    guard !edits.isEmpty else { return nil }
    func there(_ cell: WrittenRow.Edited) -> Content { now[cell.address] ?? .gone }
    let unwritten = edits.filter { !Meaning.agrees(written: $0.to, observed: there($0)) }
    guard !unwritten.isEmpty else {
      return Finding(verdict: .applied, how: "Every cell is as written.")
    }
    if edits.allSatisfy({ Meaning.agrees(written: $0.from ?? .gone, observed: there($0)) }) {
      return Finding(verdict: .notApplied, how: "Every cell is as it was before.")
    }
    let reported = unwritten.map { cell in
      "\(cell.address.field)[\(cell.address.item)] is \(there(cell).inWords), was "
        + "\((cell.from ?? .gone).inWords) and was written \(cell.to.inWords)"
    }
    return Finding(
      verdict: .undecidable,
      how: Verbatim("Not as written: \(reported.joined(separator: "; ")).")
    )
  }

  /// The verdict on added items alone; nil if none was added.
  package func additions(
    _ additions: [WrittenRow.Added],
    before: [CellAddress: Content],
    now: [CellAddress: Content]
  ) -> Finding? {
    guard !additions.isEmpty else { return nil }
    var isThere = true
    var isAbsent = true
    var reported: [String] = []
    for addition in Set(additions) {
      guard let group = addition.group else {
        let how: Verbatim = "The group of an added item is no longer in the catalog."
        return Finding(verdict: .undecidable, how: how)
      }
      let itemsBefore = details.items(group, in: before)
      let itemsNow = details.items(group, in: now)
      let gain =
        itemsNow.values.count { addition.isLike($0) }
        - itemsBefore.values.count { addition.isLike($0) }
      isThere = isThere && gain >= additions.count { $0 == addition }
      isAbsent = isAbsent && gain <= 0 && itemsNow.count == itemsBefore.count
      reported.append(
        "the group \(group) had \(itemsBefore.count.counted("item")) and has \(itemsNow.count), "
          + "\(max(0, gain)) of them new and as written"
      )
    }
    if isThere { return Finding(verdict: .applied, how: "The added items are there.") }
    if isAbsent { return Finding(verdict: .notApplied, how: "No item was added.") }
    return Finding(
      verdict: .undecidable,
      how: Verbatim("Added items: \(reported.sorted().joined(separator: "; ")).")
    )
  }
}
