/// How a cell's content is encoded in three parts, in the table `personal_value` and in the leaves of
/// the proof (docs/format.md, "Forms").
///
/// `form` is the kind of the value (0 text, 1 json, 2 null, 3 missing) plus four times the kind of
/// the label (0 the same part as the value, which is not stored again; 1 text, 2 json, 3 null, 4
/// missing); or, without an item, 32 for an empty list, 33 for a null list, 34 for a missing
/// list and 35 for gone. No row has 36: queries return it for an erased row.
package struct ContentForm {
  package static let emptyList: Int64 = 32
  package static let nullList: Int64 = 33
  package static let missingList: Int64 = 34
  package static let gone: Int64 = 35
  package static let erased: Int64 = 36

  package let form: Int64
  package let value: Verbatim?
  package let label: Verbatim?

  package init(_ content: Content) {
    switch content {
    case .emptyList: self.init(form: Self.emptyList, value: nil, label: nil)
    case .nullList: self.init(form: Self.nullList, value: nil, label: nil)
    case .missingList: self.init(form: Self.missingList, value: nil, label: nil)
    case .gone: self.init(form: Self.gone, value: nil, label: nil)
    case .erased: self.init(form: Self.erased, value: nil, label: nil)
    case .item(let value, let label):
      let same = value == label
      self.init(
        form: value.kind + 4 * (same ? 0 : label.kind + 1),
        value: value.shown,
        label: same ? nil : label.shown
      )
    }
  }

  package init(form: Int64, value: Verbatim?, label: Verbatim?) {
    self.form = form
    self.value = value
    self.label = label
  }

  /// The encoded content; nil if the form is unknown.
  package var content: Content? {
    switch form {
    case Self.emptyList: return .emptyList
    case Self.nullList: return .nullList
    case Self.missingList: return .missingList
    case Self.gone: return .gone
    case Self.erased: return .erased
    default:
      guard form >= 0, form < 20, let part = Part(kind: form % 4, text: value) else { return nil }
      guard form >= 4 else { return .item(value: part, label: part) }
      return Part(kind: form / 4 - 1, text: label).map { .item(value: part, label: $0) }
    }
  }
}

extension Part {
  fileprivate var kind: Int64 {
    switch self {
    case .text: 0
    case .json: 1
    case .null: 2
    case .missing: 3
    }
  }

  fileprivate init?(kind: Int64, text: Verbatim?) {
    switch (kind, text) {
    case (0, let text?): self = .text(text)
    case (1, let text?): self = .json(text)
    case (2, nil): self = .null
    case (3, nil): self = .missing
    default: return nil
    }
  }
}
