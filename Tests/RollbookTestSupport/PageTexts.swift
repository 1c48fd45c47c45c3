import Foundation

/// The texts of a page that are its own: without values, codes, pictures, and what is marked as being in
/// another language.
package enum PageTexts {
  /// Names that are the same in every language, as are codes of fields and moments that are typed.
  private static let names = ["JSON", "CSV", "Rollbook", "SHA-256", "Asia/Shanghai", "Excel", "zs"]

  /// The texts of a page that are in another language than the page.
  ///
  /// - Parameters:
  ///   - page: The page, as HTML.
  ///   - language: The language that it should have: `zh` or `en`.
  /// - Returns: The texts.
  package static func foreign(in page: String, language: String) -> [String] {
    own(page).filter { text in
      if language == "zh" {
        let rest = names.reduce(text) { $0.replacingOccurrences(of: $1, with: "") }
          .replacing(/today(-[0-9]+)?|sys[0-9]+-[A-Za-z]+/, with: "")
        return rest.firstMatch(of: /[A-Za-z]{3,}/) != nil
      }
      let rest = text.replacingOccurrences(of: "张三", with: "")
        .replacingOccurrences(of: "#清空#", with: "")
      return rest.unicodeScalars.contains { $0.value > 0x2E7F }
    }
  }

  /// The texts and the attributes that people read.
  private static func own(_ page: String) -> [String] {
    var page = page
    for pattern in [
      "(?s)<(bdi|code|svg|title)\\b.*?</\\1>", "(?s)<(div|span|a)\\b[^>]* lang=\"[^\"]*\".*?</\\1>",
    ] {
      page = page.replacingOccurrences(of: pattern, with: "", options: .regularExpression)
    }
    let attributes = page.matches(of: /(?:placeholder|aria-label|data-label)="([^"]*)"/)
      .map { String($0.1) }
    let texts = page.replacingOccurrences(of: "<[^>]*>", with: "\n", options: .regularExpression)
      .split(separator: "\n").map(String.init)
    return texts.filter { !$0.hasPrefix("<!") } + attributes
  }
}
