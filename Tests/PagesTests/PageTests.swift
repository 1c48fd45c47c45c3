import Foundation
import Pages
import RollbookTestSupport
import Testing

/// Whole pages over real HTTP, from an invented API.
@Suite(.serialized) struct PageTests {
  /// The elements and the names of the attributes of a page, in order, as a browser would see them.
  private static func shape(_ page: String) -> [String] {
    var shape: [String] = []
    var (isElement, isQuoted, name) = (false, false, [UInt8]())
    for byte in page.utf8 {
      switch (byte, isElement, isQuoted) {
      case (UInt8(ascii: "<"), false, _): isElement = true
      case (UInt8(ascii: "\""), true, _): isQuoted.toggle()
      case (UInt8(ascii: ">"), true, false):
        shape.append(String(decoding: name, as: UTF8.self))
        (isElement, name) = (false, [])
      case (_, true, false): name.append(byte)
      default: break
      }
    }
    return shape
  }

  /// All pages with a text that no one has to escape, and the elements of each.
  private static let calm = Task {
    try await InventedAPI(text: String(repeating: "x", count: 50))
      .pages(InventedAPI.pages, language: "zh", role: "administrator")
      .map { (page: $0, shape: shape($0)) }
  }

  @Test(arguments: MarkupTests.hostile + [String(repeating: "<i>李\u{202E}", count: 9_000)])
  func `hostile texts in every place make no other page`(text: String) async throws {
    let calm = try await Self.calm.value
    // Of more than forty scalars, as the calm one is, so that it is drawn the same way.
    let padded = text.unicodeScalars.count > 40 ? text : text + String(repeating: "y", count: 50)
    let hostile = try await InventedAPI(text: padded)
      .pages(InventedAPI.pages, language: "zh", role: "administrator")
    for (address, pages) in zip(InventedAPI.pages, zip(calm, hostile)) {
      let (page, shape) = pages.0
      #expect(page.contains("</html>"), "\(address): \(page.prefix(300))")
      #expect(shape.count > 20)
      #expect(!page.contains("noSuchPage") || address == "/none", "\(address)")
      #expect(shape == Self.shape(pages.1), "\(address)")
    }
  }

  @Test(arguments: ["zh", "en"])
  func `pages look as they were reviewed`(language: String) async throws {
    let addresses = ["/people", "/people/dingtalk/u", "/changes", "/none"]
    let doing = ["/pushes/new", InventedAPI.plan, "/jobs/1", "/jobs/2"]
    let api = InventedAPI(text: "张伟 <b>")
    let pages =
      try await api.pages(addresses, language: language)
      + api.pages(doing, language: language, role: "administrator")
    let names = ["people", "person", "changes", "none", "form", "plan", "running", "done"]
    for (name, page) in zip(names, pages) {
      // The identifier of the request and the hash of the style sheet change.
      let kept = page.replacing(/[0-9a-f]{32}/, with: "REQUEST")
        .replacing(/style-[0-9a-f]+/, with: "style-HASH")
      #expect(Golden.difference(kept, "\(name).\(language).html") == nil)
    }
  }

  @Test(arguments: ["zh", "en"])
  func `no page has a sentence of the other language`(language: String) async throws {
    // A word of the log without a text would be drawn as it is.
    let pages = try await InventedAPI(text: "7")
      .pages(InventedAPI.pages, language: language, role: "administrator")
    for (address, page) in zip(InventedAPI.pages, pages) {
      #expect(PageTexts.foreign(in: page, language: language) == [], "\(address)")
    }
  }

  @Test func `lines of the schedule and rules are in words`() async throws {
    let page = try await InventedAPI(text: "approver").pages(["/settings"], language: "zh")[0]
    #expect(page.contains("审批人，周一 08:00，approver"), "\(page)")
    #expect(
      page.contains(
        "审批人：超过 2 人时且写入 approver 时，须由他人批准：审批人 1 人，执行后 1 分钟内须由他人批准：审批人 1 人，"
          + "批准人须在 15 分钟内登录过，只在以下时段执行：approver，批准后由服务自动执行。"
      )
    )
  }

  @Test func `the style sheet is at an address of its own, for ever`() async throws {
    let home = try await InventedAPI(text: "x").pages(["/"], language: "en")[0]
    let path = try #require(home.firstMatch(of: /href="(\/style-[0-9a-f]{16}\.css)"/)?.1)
    let style = try await InventedAPI(text: "x").pages([String(path)], language: "en")[0]
    #expect(style.contains("@media print") && style.contains("prefers-color-scheme: dark"))
  }
}
