/// Which values a reader sees whole: those of fields of some classes.
///
/// Of all others they see the mask. It is the only place that decides it. Every command prints through it, every query reads through
/// it, and the feed asks it.
package struct Sight: Hashable, Sendable {
  /// The class of each field.
  package let classes: FieldClasses
  /// The classes whose values are seen whole.
  package let whole: Set<FieldClass>

  package init(_ whole: Set<FieldClass>, classes: FieldClasses) {
    self.classes = classes
    self.whole = whole
  }

  /// That of the account which may read the ledger's file itself.
  package static let everything = Sight(Set(FieldClass.allCases), classes: FieldClasses())

  /// Whether it sees every value whole.
  package var isWhole: Bool { whole.count == FieldClass.allCases.count }

  /// The classes whose values it sees masked.
  package var masked: [FieldClass] { FieldClass.allCases.filter { !whole.contains($0) } }

  /// Whether it sees the values of a field whole.
  package func sees(_ field: FieldCode) -> Bool { isWhole || whole.contains(classes.of(field)) }

  /// What it sees of a content of a field.
  package func content(_ content: Content, of field: FieldCode) -> Content {
    sees(field) ? content : content.mapTexts(ValueMask.masked)
  }

  /// What it sees of a row.
  package func row<Row: CellRow>(_ row: Row) -> SeenRow<Row> {
    if sees(row.field) { return SeenRow(row: row, isMasked: false) }
    var isMasked = false
    let seen = row.mapTexts { text in
      let mask = ValueMask.masked(text)
      if mask != text { isMasked = true }
      return mask
    }
    return SeenRow(row: seen, isMasked: isMasked)
  }

  /// A text that differs for readers who see different things, or by other settings.
  package var key: String {
    whole.map(\.rawValue).sorted().joined(separator: "+") + "\n" + (isWhole ? "" : classes.text)
  }
}

/// A row as a reader sees it.
package struct SeenRow<Row: CellRow> {
  /// The row, with masks in place of what they do not see.
  package let row: Row
  /// Whether anything of it is masked.
  package let isMasked: Bool
}

extension SeenRow: Sendable where Row: Sendable {}
