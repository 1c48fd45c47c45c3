import Pages
import RollbookTestSupport
import Testing

/// That a value never becomes an element, and never leaves an attribute.
@Suite struct MarkupTests {
  private func written(_ markup: Markup) -> String {
    var writer = MarkupWriter()
    writer.write(markup)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Texts that other builders of HTML let out.
  static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "\"\u{0301} onfocus=alert(1) x=\"", "<\u{0338}script>", "&lt;b&gt;", "\u{202E}fdp.exe",
    "\u{2066}a\u{2069}", "\u{0}\u{1B}[31m", "]]>", "<!--", "\u{FEFF}", "</title></style>",
  ]

  @Test(arguments: hostile)
  func `a hostile text stays one text, as contents and as an attribute`(text: String) {
    let page = written(
      Tag.p(.text(.title, text), of: [.value(text)])
    )
    let bytes = Array(page.utf8)
    func count(_ character: Character) -> Int { bytes.count { $0 == character.asciiValue } }
    // `<p title="…"><bdi>…</bdi></p>`
    #expect(count("<") == 4 && count(">") == 4 && count("\"") == 2 && count("'") == 0, "\(page)")
    let scalars = page.unicodeScalars
    #expect(!scalars.contains { $0.properties.isBidiControl })
    #expect(!scalars.contains { $0.value < 0x20 && $0 != "\n" || 0x7F...0x9F ~= $0.value })
  }

  @Test func `random texts of scalars that matter stay texts`() {
    let pieces: [Unicode.Scalar] = [
      "<", ">", "\"", "'", "&", "=", " ", "\u{0301}", "\u{0338}", "\u{200D}", "\u{202E}", "a", "李",
      "\u{0}", "\n", "/", "\u{FE0F}", "\u{1F600}", "`", "\u{A0}",
    ]
    for seed in UInt64(1)...200 {
      var random = Seeded(seed)
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        text.append(pieces.randomElement(using: &random) ?? "a")
      }
      let page = Array(written(Tag.p(.text(.title, String(text)), of: [.text(String(text))])).utf8)
      #expect(page.count { $0 == UInt8(ascii: "<") } == 2, "seed \(seed)")
      #expect(page.count { $0 == UInt8(ascii: "\"") } == 2, "seed \(seed)")
    }
  }

  @Test func `a megabyte is cut on a page, and says so`() {
    let page = written(.value(String(repeating: "<李>", count: 300_000)))
    #expect(page.utf8.count < 60_000)
    #expect(page.hasPrefix("<bdi class=\"long cut\">&lt;李&gt;") && page.hasSuffix("…</bdi>"))
  }

  @Test func `a path keeps its segments and parameters apart`() {
    let path = PagePath("people", "a/b?c#\"", with: [("as-of", "entry:1&x=<")])
    #expect(path.text == "/people/a%2Fb%3Fc%23%22?as-of=entry%3A1%26x%3D%3C")
  }
}
