import VerbatimJSON

/// What the service says of itself: witnesses, people of the settings, the schedule.
extension CellDrawing {
  /// The texts of an array.
  func texts(_ json: JSON?) -> [String] { json?.elements?.compactMap(\.text) ?? [] }

  /// Words of an array, by their keys under a prefix.
  func words(_ json: JSON?, _ prefix: String) -> Markup {
    let words = texts(json).map { say.optional("\(prefix).\($0)") ?? $0 }
    return words.isEmpty ? missing : .value(say.listed(words))
  }

  /// Whether a person is active, and what the roster calls their status.
  func employment(_ row: JSON) -> Markup {
    if row["hasLeft"]?.boolean == true { return badge("left") }
    return row["status"]?.text.map { .value($0) } ?? badge("active")
  }

  /// What a verification found: in words, and in those of the program.
  func damage(_ row: JSON) -> Markup {
    let kind = row["kind"]?.text ?? ""
    let sentences = ["message", "advice"].compactMap { row[$0]?.text }.map { text in
      Tag.p(of: [.value(text)])
    }
    return Tag.div(of: [.text(say.optional("damage.\(kind)") ?? kind), say.inEnglish(sentences)])
  }

  /// Who cosigned a head, and when.
  func cosigners(_ json: JSON?) -> Markup {
    let lines = json?.elements ?? []
    guard !lines.isEmpty else { return missing }
    return Tag.ul(
      .class("plain"),
      of: lines.map { line in
        Tag.li(of: [
          .value(line["witness"]?.text ?? ""), .text(" "),
          line["at"]?.text.flatMap(time) ?? .none,
        ])
      }
    )
  }

  /// A line of the schedule: what it does, and when.
  func scheduled(_ row: JSON) -> Markup {
    let names = [
      "every", "at", "between", "fields", "weekly", "name", "to", "keep", "format", "witness",
    ]
    let kind = row["do"]?.text ?? ""
    var words = (row["line"]?.text ?? "").split(separator: " ").dropFirst().map(String.init)
    var parts = [say.word(kind)]
    while let name = words.first, names.contains(name) {
      words.removeFirst()
      let end = words.dropFirst().firstIndex { names.contains($0) } ?? words.endIndex
      parts.append(say("schedule.\(name)", timing(words[..<end].joined(separator: " "))))
      words.removeFirst(end)
    }
    return .value(parts.joined(separator: say("schedule.separator")))
  }

  /// `1h` or `mon 08:00` in words; another text as it is.
  private func timing(_ text: String) -> String {
    if let span = text.wholeMatch(of: /([0-9]+)(s|m|h|d)/) {
      return say("span.\(span.2)", String(span.1))
    }
    let parts = text.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let day = say.optional("weekday.\(parts[0].lowercased())") else {
      return text
    }
    return "\(day) \(parts[1])"
  }
}
