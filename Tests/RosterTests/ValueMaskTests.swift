import RollbookTestSupport
import Roster
import Testing

/// What is shown in place of a text that a reader may not see whole.
@Suite struct ValueMaskTests {
  @Test(arguments: [
    ("110101199001310756", "110***********0756"), ("6222021234567890123", "622************0123"),
    ("13800000001", "1********01"), ("+86-13800000001", "+8**********001"), ("", ""), ("1", "***"),
    ("1234567", "***"), ("12345678", "1*****78"), ("北京市海淀区中关村大街1号", "北京********街1号"),
  ])
  func `a text has its mask`(text: String, mask: String) {
    #expect(ValueMask.masked(Verbatim(text)) == Verbatim(mask))
  }

  /// A random text of letters of several scripts, marks and signs, without stars.
  private func text(_ chance: inout Seeded, longest: Int = 60) -> String {
    let letters: [Unicode.Scalar] = [
      "0", "9", "a", "Z", "<", "\"", "&", "北", "京", "\u{301}", "\u{202E}", "\u{1F602}", " ", "\n",
    ]
    let count = Int.random(in: 0...longest, using: &chance)
    var text = String.UnicodeScalarView()
    for _ in 0..<count {
      if let letter = letters.randomElement(using: &chance) { text.append(letter) }
    }
    return String(text)
  }

  @Test func `a mask hides most of a text, shows only its ends, and tells no short length`() {
    for seed in UInt64(0)..<2_000 {
      var chance = Seeded(seed)
      let text = text(&chance)
      let scalars = Array(text.unicodeScalars)
      let mask = Array(ValueMask.masked(Verbatim(text)).text.unicodeScalars)
      guard !scalars.isEmpty else {
        #expect(mask.isEmpty)
        continue
      }
      guard scalars.count >= 8 else {
        #expect(mask == ["*", "*", "*"], "seed \(seed)")
        continue
      }
      let first = mask.prefix { $0 != "*" }
      let last = mask.reversed().prefix { $0 != "*" }.reversed()
      #expect(scalars.starts(with: first) && scalars.suffix(last.count).elementsEqual(last))
      #expect((first.count + last.count) * 12 <= scalars.count * 5, "seed \(seed)")
      #expect(mask.count <= 19 && mask.dropFirst(first.count).dropLast(last.count).count >= 5)
      #expect(mask.count <= scalars.count, "seed \(seed)")
      #expect(!Verbatim(String(String.UnicodeScalarView(mask))).text.contains(text))
    }
  }

  @Test func `a mask is recognised as one, and what is none is not`() {
    for seed in UInt64(0)..<2_000 {
      var chance = Seeded(seed)
      let text = Verbatim(text(&chance))
      #expect(ValueMask.isMask(ValueMask.masked(text)) == !text.isEmpty, "seed \(seed)")
      #expect(!ValueMask.isMask(text), "seed \(seed)")
    }
    for text in ["*", "**", "a*b", "5***", "***5", "**** 星级"] {
      #expect(!ValueMask.isMask(Verbatim(text)), "\(text)")
    }
  }
}
