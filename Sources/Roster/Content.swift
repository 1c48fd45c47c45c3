/// What is known of a cell: its value and label, or why it has none.
package enum Content: Hashable, Sendable {
  /// An item of the field's list.
  case item(value: Part, label: Part)
  /// The field came back with an empty list of items; the cell has item 0.
  case emptyList
  /// The field came back with `null` for its list of items; the cell has item 0.
  case nullList
  /// The field came back without the key for its list of items; the cell has item 0.
  case missingList
  /// The cell came back before, was asked for again, and did not come back.
  case gone
  /// What the cell held was erased from the ledger.
  case erased

  /// How output names this content.
  package var presence: Presence {
    switch self {
    case .item(.text, _), .item(.json, _): .value
    case .item(.null, _), .nullList: .null
    case .item(.missing, _), .missingList: .missing
    case .emptyList: .emptyList
    case .gone: .gone
    case .erased: .erased
    }
  }

  /// The value to show, or nil if there is none.
  package var value: Verbatim? { if case .item(let value, _) = self { value.shown } else { nil } }

  /// The label to show, or nil if there is none.
  package var label: Verbatim? { if case .item(_, let label) = self { label.shown } else { nil } }

  /// The same content with other texts in place of its value and its label.
  ///
  /// - Parameter change: Returns what a text becomes.
  /// - Returns: The content; one without a value is unchanged.
  package func mapTexts(_ change: (Verbatim) -> Verbatim) -> Content {
    guard case .item(let value, let label) = self else { return self }
    return .item(value: value.mapText(change), label: label.mapText(change))
  }
}

/// One part of a content, its `value` or its `label`: present, `null` or absent.
///
/// An absent key, `null` and `""` are three different facts. A value that is not a string is kept
/// as its raw JSON, with its digits unchanged.
package enum Part: Hashable, Sendable {
  /// A JSON string, decoded and not changed further.
  case text(Verbatim)
  /// A number, boolean, array or object: its compact JSON, numbers as the system wrote them.
  case json(Verbatim)
  /// The key was there and its value was `null`.
  case null
  /// The key was not there.
  case missing
}

extension Part {
  /// The text, or the raw JSON; nil for `null` and for an absent key.
  package var shown: Verbatim? {
    switch self {
    case .text(let text), .json(let text): text
    case .null, .missing: nil
    }
  }

  /// The same part with another text.
  fileprivate func mapText(_ change: (Verbatim) -> Verbatim) -> Part {
    shown.map { .text(change($0)) } ?? self
  }
}

/// Whether a cell has a value, and if not, why; the raw values are the words of the output.
package enum Presence: String, CaseIterable, Hashable, Sendable {
  /// There is a value.
  case value
  /// The value, or the list of items, was `null`.
  case null
  /// The key of the value, or of the list of items, was absent.
  case missing
  /// The list of items was empty.
  case emptyList
  /// The cell came back before and does not now.
  case gone
  /// The value was erased from the ledger.
  case erased
}
