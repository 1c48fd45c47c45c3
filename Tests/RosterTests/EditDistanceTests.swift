import RollbookTestSupport
import Roster
import Testing

@Suite struct EditDistanceTests {
  @Test(arguments: [
    ("", "", 0, 0), ("push", "push", 0, 0), ("", "log", 3, 3), ("batch", "bath", 1, 1),
    ("psuh", "push", 2, 1), ("kitten", "sitting", 3, 3), ("住址", "地址", 1, 1),
  ])
  func `letters are inserted, removed, replaced, and exchanged if that counts as one`(
    left: String,
    right: String,
    distance: Int,
    exchanging: Int
  ) {
    let (a, b) = (Array(left), Array(right))
    #expect(EditDistance.between(a, b) == distance)
    #expect(EditDistance.between(b, a, exchanges: true) == exchanging)
  }

  @Test(arguments: 1...50)
  func `it is the same in both directions, and 0 for equal texts alone`(seed: UInt64) {
    var random = Seeded(seed)
    let texts = (0..<2).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt8.random(in: 0...2, using: &random)
      }
    }
    for exchanges in [false, true] {
      let distance = EditDistance.between(texts[0], texts[1], exchanges: exchanges)
      #expect(distance == EditDistance.between(texts[1], texts[0], exchanges: exchanges))
      #expect((distance == 0) == (texts[0] == texts[1]))
      #expect(distance <= max(texts[0].count, texts[1].count))
    }
  }
}
