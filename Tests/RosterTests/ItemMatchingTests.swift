import RollbookTestSupport
import Roster
import Testing

/// A detail group in a script: items that know who they are, which the matcher does not see.
private struct Script {
  struct Row {
    let identity: Int
    var cells: ItemMatching.Row
  }

  var rows: [Row] = []
  private var next = 0

  mutating func row(_ fields: [String]) -> Row {
    next += 1
    var cells: ItemMatching.Row = [:]
    for (number, text) in fields.enumerated() {
      cells[Verbatim("f\(number)")] = .item(value: .text(Verbatim(text)), label: .missing)
    }
    return Row(identity: next, cells: cells)
  }

  /// An item of four fields that no other item shares.
  mutating func unlike() -> Row {
    let number = next + 1
    return row((0..<4).map { "\(number)-\($0)" })
  }
}

private func items(_ texts: [String]...) -> [ItemMatching.Row] {
  var script = Script()
  return texts.map { script.row($0).cells }
}

extension ItemMatching {
  /// `before>after`, with `?` where it is ambiguous.
  fileprivate var words: [String] {
    matches.map { match in
      let (before, after) = (match.before.map(String.init), match.after.map(String.init))
      return "\(before ?? "-")>\(after ?? "-")\(match.isAmbiguous ? "?" : "")"
    }
  }
}

@Suite struct ItemMatchingTests {
  @Test func `an item taken out of the middle is one item that is gone`() {
    let matching = ItemMatching(
      before: items(["a", "1"], ["b", "2"], ["c", "3"]),
      after: items(["a", "1"], ["c", "3"])
    )
    #expect(matching.words == ["0>0", "2>1", "1>-"])
  }

  @Test func `an item put in front is one item that is new`() {
    let matching = ItemMatching(
      before: items(["a", "1"], ["b", "2"]),
      after: items(["n", "9"], ["a", "1"], ["b", "2"])
    )
    #expect(matching.words == ["->0", "0>1", "1>2"])
  }

  @Test func `an item that was edited while another went keeps its identity`() {
    let matching = ItemMatching(
      before: items(["a", "1", "x"], ["b", "2", "y"]),
      after: items(["b", "2", "z"])
    )
    #expect(matching.words == ["1>0", "0>-"])
  }

  @Test func `items that only changed places are followed`() {
    let matching = ItemMatching(
      before: items(["a", "1"], ["b", "2"], ["c", "3"]),
      after: items(["c", "3"], ["a", "1"], ["b", "2"])
    )
    #expect(matching.words == ["2>0", "0>1", "1>2"])
  }

  @Test func `of items that are the same, it is not known which one went`() {
    let matching = ItemMatching(
      before: items(["a"], ["a"], ["b"]),
      after: items(["a"], ["b"])
    )
    #expect(matching.words == ["0>0?", "2>1", "1>-?"])
  }

  @Test func `of two equally good matches the nearest is taken, and marked as ambiguous`() {
    let matching = ItemMatching(
      before: items(["a", "1"], ["a", "2"]),
      after: items(["a", "3"])
    )
    #expect(matching.words == ["0>0?", "1>-"])
  }

  @Test
  func `an item with nothing in common is the same one only in its place, and that is a guess`() {
    #expect(ItemMatching(before: items(["a"]), after: items(["b"])).words == ["0>0?"])
    #expect(
      ItemMatching(before: items(["a"]), after: items(["b"], ["c"])).words == ["->0", "->1", "0>-"]
    )
  }

  @Test func `nothing moved is nothing ambiguous, even among items that are the same`() {
    let same = items(["a"], ["a"], ["a"])
    #expect(ItemMatching(before: same, after: same).words == ["0>0", "1>1", "2>2"])
  }

  @Test(arguments: 1...60)
  func `inserts, removals, moves and edits of unlike items are all followed`(seed: Int) {
    var random = Seeded(UInt64(seed))
    var script = Script()
    script.rows = (0..<Int.random(in: 0...6, using: &random)).map { _ in script.unlike() }
    let before = script.rows
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = script.rows.isEmpty ? 0 : Int.random(in: 0..<script.rows.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: script.rows.insert(script.unlike(), at: place)
      case 1: if !script.rows.isEmpty { script.rows.remove(at: place) }
      case 2: script.rows.shuffle(using: &random)
      default:
        guard !script.rows.isEmpty else { continue }
        // Three of four fields stay, however often an item is edited.
        script.rows[place].cells["f0"] = .item(value: .text("edited"), label: .missing)
      }
    }
    let matching = ItemMatching(before: before.map(\.cells), after: script.rows.map(\.cells))
    for match in matching.matches {
      switch (match.before, match.after) {
      case (let old?, let new?) where match.isAmbiguous:
        // One item was removed and another took its place: that cannot be distinguished from an
        // edit.
        let common = before[old].cells.filter { script.rows[new].cells[$0.key] == $0.value }
        #expect(common.isEmpty && old == new, "seed \(seed)")
      case (let old?, let new?):
        #expect(before[old].identity == script.rows[new].identity, "seed \(seed)")
      case (let old?, nil):
        #expect(!script.rows.contains { $0.identity == before[old].identity }, "seed \(seed)")
        #expect(!match.isAmbiguous, "seed \(seed)")
      case (nil, let new?):
        #expect(!before.contains { $0.identity == script.rows[new].identity }, "seed \(seed)")
      case (nil, nil): Issue.record("a match of nothing, seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...40)
  func `whatever the items are, each one is in exactly one match`(seed: Int) {
    var random = Seeded(UInt64(seed))
    func group() -> [ItemMatching.Row] {
      (0..<Int.random(in: 0...7, using: &random)).map { _ in
        var row: ItemMatching.Row = [:]
        for field in ["a", "b", "c"] where Bool.random(using: &random) {
          let text = Verbatim(String(Int.random(in: 0...1, using: &random)))
          row[Verbatim(field)] = .item(value: .text(text), label: .missing)
        }
        return row
      }
    }
    let (before, after) = (group(), group())
    let matching = ItemMatching(before: before, after: after)
    #expect(matching.matches.compactMap(\.before).sorted() == Array(before.indices))
    #expect(matching.matches.compactMap(\.after).sorted() == Array(after.indices))
    // What is the same before and after is never reported as a change if it could be matched.
    for match in matching.matches {
      guard let old = match.before, match.after == nil else { continue }
      let copies = (before.count { $0 == before[old] }, after.count { $0 == before[old] })
      #expect(copies.0 > copies.1, "seed \(seed)")
    }
  }
}
