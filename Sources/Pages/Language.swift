/// A language of the pages.
package enum Language: String, CaseIterable, Sendable {
  case zh, en

  /// The tag of BCP 47.
  var tag: String { self == .zh ? "zh-CN" : "en" }

  /// The language of a header `Accept-Language`, of those that there are; Chinese unless it prefers
  /// English.
  package static func accepted(_ header: String?) -> Language {
    var best = (language: Language.zh, weight: 0.0)
    for range in (header ?? "").split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      guard let name = parts.first?.prefix(2), let language = Language(rawValue: String(name))
      else { continue }
      let weight =
        parts.dropFirst().first { $0.hasPrefix("q=") }
        .map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      if weight > best.weight { best = (language, weight) }
    }
    return best.language
  }
}
