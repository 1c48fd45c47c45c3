import Tables
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("张伟", 4), ("张 wei", 6), ("，。（）", 8), ("ＡＢ", 4),
    ("e\u{301}", 1), ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2), ("カナ", 4), ("ｶﾅ", 2),
    ("👩‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("🀄", 2), ("𠮷", 2),
    ("\u{200B}", 0), ("©", 1), ("…", 1), ("№ 1", 3), ("кадры", 5), ("①", 1),
  ])
  func `a text takes as many columns as a terminal gives it`(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test func `a text is cut between characters and never wider than asked`() {
    for columns in 1...14 {
      let cut = TextTable.cut("张伟 (zhang wei)", to: columns)
      #expect(DisplayWidth.of(cut) <= columns)
      #expect(cut.hasSuffix("…"))
    }
    #expect(TextTable.cut("张伟", to: 4) == "张伟")
    #expect(TextTable.cut("张伟", to: 3) == "张…")
    #expect(TextTable.cut("张伟", to: 2) == "…")
  }

  @Test func `what could move the cursor is written as an escape`() {
    #expect(Printable.oneLine("张\n伟\r\n\t\u{1B}[31m") == "张\\n伟\\r\\n\\t\\u{1B}[31m")
    #expect(Printable.oneLine("a\u{202E}b") == "a\\u{202E}b")
    #expect(Printable.oneLine("👩‍👩‍👧 é 张") == "👩‍👩‍👧 é 张")
  }
}
