/// A table of text whose columns are aligned on a terminal, also with Chinese texts.
package struct TextTable: Sendable {
  /// The edge of the column at which a cell is aligned.
  package enum Alignment: Hashable, Sendable {
    /// At the left edge.
    case leading
    /// At the right edge, for numbers.
    case trailing
  }

  /// One column: its heading and the alignment of its cells.
  package struct Heading: Hashable, Sendable {
    /// The heading.
    package let title: String
    /// The edge at which the cells are aligned.
    package let alignment: Alignment
    /// Whether cells may be cut to make the table fit.
    package let isFlexible: Bool

    package init(_ title: String, _ alignment: Alignment = .leading, isFlexible: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isFlexible = isFlexible
    }
  }

  private static let gap = "  "
  private static let narrowest = 8
  private let headings: [Heading]
  private let widths: [Int]

  /// Computes the widths of the columns.
  ///
  /// - Parameters:
  ///   - headings: The columns.
  ///   - rows: The rows, or a good sample of them; a wider cell of a later row is printed whole,
  ///     and is not aligned.
  ///   - width: The columns of the terminal, to which flexible cells are cut; nil cuts nothing.
  package init(_ headings: [Heading], sizedFor rows: [[String]], width: Int? = nil) {
    self.headings = headings
    var widths = headings.map { DisplayWidth.of($0.title) }
    for row in rows {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], DisplayWidth.of(cell))
      }
    }
    self.widths = Self.fit(widths, headings: headings, into: width)
    self.isCut = width != nil
  }

  private let isCut: Bool

  /// The headings and the rule under them, as two lines.
  package var head: String {
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.gap)
    return line(headings.map(\.title)) + "\n" + rule
  }

  /// One row, without a line end.
  package func line(_ cells: [String]) -> String {
    var result = ""
    for (index, heading) in headings.enumerated() {
      let whole = index < cells.count ? cells[index] : ""
      let cell =
        isCut && heading.isFlexible ? Self.cut(whole, to: widths[index]) : whole
      let padding = String(
        repeating: " ",
        count: max(0, widths[index] - DisplayWidth.of(cell))
      )
      result += index == 0 ? "" : Self.gap
      result += heading.alignment == .leading ? cell + padding : padding + cell
    }
    while result.utf8.last == UInt8(ascii: " ") { result.removeLast() }
    return result
  }

  /// A text cut to a number of columns; a cut text ends in `…`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - columns: How many columns it may take; at least 1.
  /// - Returns: The text, or its beginning and `…`.
  package static func cut(_ text: String, to columns: Int) -> String {
    if DisplayWidth.of(text) <= columns { return text }
    var result = ""
    var used = 0
    for character in text {
      let width = DisplayWidth.of(character)
      if used + width > columns - 1 { break }
      result.append(character)
      used += width
    }
    return result + "…"
  }

  private static func fit(_ natural: [Int], headings: [Heading], into width: Int?) -> [Int] {
    guard let width else { return natural }
    var widths = natural
    let gaps = gap.utf8.count * max(0, widths.count - 1)
    var excess = widths.reduce(gaps, +) - width
    while excess > 0 {
      let candidates = widths.indices.filter {
        headings[$0].isFlexible
          && widths[$0] > max(narrowest, DisplayWidth.of(headings[$0].title))
      }
      guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
