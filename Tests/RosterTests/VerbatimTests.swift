import Roster
import Testing

@Suite struct VerbatimTests {
  @Test func `a precomposed and a decomposed letter are two texts`() {
    #expect("caf\u{E9}" == "cafe\u{301}")
    #expect(Verbatim("caf\u{E9}") != Verbatim("cafe\u{301}"))
    #expect(Set([Verbatim("caf\u{E9}"), Verbatim("cafe\u{301}")]).count == 2)
  }

  @Test func `texts sort by their bytes`() {
    let sorted: [Verbatim] = ["", "A", "Z", "a", "a\u{301}", "\u{E1}", "姓名", "\u{1F602}"]
    #expect(sorted.shuffled().sorted() == sorted)
  }
}
