/// The texts of the pages in both languages, from the one file `texts.txt`.
///
/// A line of it is `key = Chinese | English`; `{0}` and `{1}` are places for arguments.
package enum Texts {
  /// What is said by one key.
  package struct Both: Sendable {
    package let zh: String
    package let en: String

    package subscript(language: Language) -> String { language == .zh ? zh : en }
  }

  /// All texts by their keys.
  package static let all: [String: Both] = {
    var all: [String: Both] = [:]
    for line in lines {
      let halves = line.split(separator: " = ", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let texts = halves[1].split(separator: " | ", maxSplits: 1)
      guard texts.count == 2 else { continue }
      all[String(halves[0])] = Both(zh: String(texts[0]), en: String(texts[1]))
    }
    return all
  }()

  /// The lines of the file that are texts.
  package static var lines: [Substring] {
    String(decoding: PackageResources.texts_txt, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
  }
}
