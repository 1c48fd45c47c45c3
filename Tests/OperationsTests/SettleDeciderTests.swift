@testable import Operations
import Roster
import Testing

/// The result of a row whose call got no response, one line per case.
@Suite struct SettleDeciderTests {
  private let decider = SettleDecider(
    DetailGroups(
      ["name", "phone"].map { code in
        FieldDescription(
          code: code,
          name: code,
          group: "g",
          groupName: "g",
          isDetail: true,
          type: nil,
          isDerived: false,
          options: nil
        )
      }
    )
  )

  private static func text(_ value: Verbatim) -> Content {
    .item(value: .text(value), label: .missing)
  }

  private func edited(_ from: String?, _ to: String, _ code: FieldCode = "a") -> WrittenRow.Edited {
    WrittenRow.Edited(
      address: CellAddress(code),
      from: from.map { Self.text(Verbatim($0)) },
      to: Self.text(Verbatim(to))
    )
  }

  private func items(_ names: [String]) -> [CellAddress: Content] {
    Dictionary(
      names.enumerated().map { (CellAddress("name", $0), Self.text(Verbatim($1))) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  @Test(
    arguments: [
      ("old", "new", "new", .applied), ("old", "new", "old", .notApplied),
      ("old", "new", "theirs", .undecidable), ("old", "13800138000", "+86-13800138000", .applied),
      (nil, "new", nil, .notApplied), (nil, "new", "", .notApplied), ("old", "", nil, .applied),
      ("old", "", "old", .notApplied), ("old", "new", nil, .undecidable),
    ] as [(String?, String, String?, Settlement)]
  )
  func `one cell decides it`(from: String?, to: String, now: String?, expected: Settlement) {
    let there = now.map { [CellAddress("a"): Self.text(Verbatim($0))] } ?? [:]
    let row = WrittenRow(edits: [edited(from, to)], additions: [])
    let finding = decider.decide(row, before: [:], now: there)
    #expect(finding.verdict == expected)
    if expected == .undecidable { #expect(finding.how.text.contains(now ?? "absent")) }
  }

  @Test func `cells that disagree decide nothing`() {
    let row = WrittenRow(edits: [edited("1", "2"), edited("3", "4", "b")], additions: [])
    let there = [CellAddress("a"): Self.text("2"), CellAddress("b"): Self.text("3")]
    #expect(decider.decide(row, before: [:], now: there).verdict == .undecidable)
    #expect(decider.decide(row, before: [:], now: nil).verdict == .undecidable)
  }

  @Test(
    arguments: [
      (["x"], ["x", "new"], 1, .applied), (["x"], ["x"], 1, .notApplied), ([], [], 1, .notApplied),
      ([], ["new"], 1, .applied),
      // A tenant that drops what an update does not mention.
      (["x"], ["new"], 1, .applied), (["x", "y"], ["new"], 1, .applied),
      // Another person added, changed or removed an item.
      (["x"], ["x", "theirs"], 1, .undecidable), (["x"], ["x", "theirs", "new"], 1, .applied),
      (["x"], ["theirs"], 1, .notApplied), (["x"], [], 1, .undecidable),
      // An item like it was there before.
      (["new"], ["new", "new"], 1, .applied), (["new"], ["new"], 1, .notApplied),
      // Two of the same.
      (["x"], ["x", "new"], 2, .undecidable), (["x"], ["x", "new", "new"], 2, .applied),
    ] as [([String], [String], Int, Settlement)]
  )
  func `an added item is found by its values`(
    before: [String],
    now: [String],
    added: Int,
    expected: Settlement
  ) {
    let addition = WrittenRow.Added(group: "g", [("name", Self.text("new"))])
    let row = WrittenRow(edits: [], additions: Array(repeating: addition, count: added))
    let finding = decider.decide(row, before: items(before), now: items(now))
    #expect(finding.verdict == expected)
  }

  @Test func `an item whose group is unknown, or whose row is half there, is not decided`() {
    let stray = WrittenRow.Added(group: nil, [("name", Self.text("new"))])
    let row = WrittenRow(edits: [], additions: [stray])
    #expect(decider.decide(row, before: [:], now: [:]).verdict == .undecidable)
    let half = WrittenRow(
      edits: [edited("1", "2")],
      additions: [WrittenRow.Added(group: "g", [("name", Self.text("new"))])]
    )
    let there = [CellAddress("a"): Self.text("2")]
    #expect(decider.decide(half, before: [:], now: there).verdict == .undecidable)
  }
}
