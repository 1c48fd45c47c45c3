extension Texts {
  /// A sentence of the program with places for arguments: the texts between them.
  struct Sentence: Sendable {
    let key: String
    let pieces: [String]

    /// What is in the places of a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - hasLists: Whether a place may have several words, with commas between them.
    /// - Returns: The arguments in order; nil if the text is another sentence.
    func arguments(of text: String, hasLists: Bool) -> [String]? {
      guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first),
        text.hasSuffix(last), text.utf8.count >= first.utf8.count + last.utf8.count
      else { return nil }
      var rest = text.dropFirst(first.count).dropLast(last.count)
      var arguments: [String] = []
      for piece in pieces.dropFirst().dropLast() {
        guard let place = rest.firstRange(of: piece) else { return nil }
        arguments.append(String(rest[..<place.lowerBound]))
        rest = rest[place.upperBound...]
      }
      arguments.append(String(rest))
      let areWhole = arguments.allSatisfy { !$0.isEmpty && (hasLists || !$0.contains(", ")) }
      return areWhole ? arguments : nil
    }
  }

  /// What the key of a sentence of the program begins with; the rest is the sentence.
  static let saidPrefix = "said."

  /// The sentences with places, those with the most text of their own first.
  static let sentences: [Sentence] = all.keys.filter {
    $0.hasPrefix(saidPrefix) && $0.contains("{0}")
  }
  .map { key in
    let text = key.dropFirst(saidPrefix.count).replacing(/\{[0-9]\}/, with: "\u{0}")
    let pieces = text.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
    return Sentence(key: key, pieces: pieces)
  }
  .sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }
}

extension Wording {
  /// A sentence or a word of the program in the language of the page; nil if it has no text.
  func said(_ text: String) -> String? {
    if language == .en { return text }
    if let whole = sentence(text, hasLists: false) { return whole }
    // Several sentences with commas between them come before one with a list.
    let parts = text.split(separator: ", ").map { sentence(String($0), hasLists: false) }
    guard parts.count > 1, parts.allSatisfy({ $0 != nil }) else {
      return sentence(text, hasLists: true)
    }
    return parts.compactMap(\.self).joined(separator: "，")
  }

  private func sentence(_ text: String, hasLists: Bool) -> String? {
    if let exact = optional(Texts.saidPrefix + text) { return exact }
    for sentence in Texts.sentences {
      guard let arguments = sentence.arguments(of: text, hasLists: hasLists) else { continue }
      return arguments.enumerated().reduce(self(sentence.key)) { said, argument in
        let words = argument.element.split(separator: ", ").map { word(String($0)) }
        return said.replacing("{\(argument.offset)}", with: words.joined(separator: "、"))
      }
    }
    return nil
  }
}
