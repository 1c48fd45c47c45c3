package import Roster

/// The test person of a probe before it: what may be tried, and what must be put back.
package struct ProbeSubject: Sendable {
  /// The text that is written as a trial.
  package static let trialText: Verbatim = "Rollbook probe"

  /// Fields of free text without side effects, the most harmless first.
  private static let texts: [FieldCode] = ["sys02-address", "sys00-remark"]
  private static let phones: [FieldCode] = [
    "sys06-urgentContactsPhone", "sys07-familyMemberPhone",
  ]

  /// The contents of the cells in the touched groups.
  package let before: [CellAddress: Content]
  /// The field of free text that is tried, with its value.
  package let text: (address: CellAddress, value: Verbatim)
  /// The phone that is tried, with its value; nil if the person has none.
  package let phone: (address: CellAddress, value: Verbatim)?
  /// The fields that are read again after every call.
  package let fields: Set<FieldCode>
  private let siblingFields: Set<FieldCode>

  /// Chooses what is tried; nil if there is nothing that could be put back.
  ///
  /// - Parameters:
  ///   - catalog: The current fields.
  ///   - contents: The person's cells.
  ///   - never: Fields that are never read.
  package init?(
    catalog: [FieldDescription],
    contents: [CellAddress: Content],
    never: Set<FieldCode>
  ) {
    let usable = catalog.filter { !never.contains($0.code) }
    func held(_ code: FieldCode) -> (address: CellAddress, value: Verbatim)? {
      let address = CellAddress(code)
      guard usable.contains(where: { $0.code == code && !$0.isDerived }),
        let value = contents[address]?.value, !value.isEmpty
      else { return nil }
      return (address, value)
    }
    guard let text = Self.texts.lazy.compactMap(held).first else { return nil }
    self.text = text
    phone = Self.phones.lazy.compactMap(held).first { Meaning.mobile($0.value) != nil }
    let codes = [text.address.field] + (phone.map { [$0.address.field] } ?? [])
    let groups = Set(usable.filter { codes.contains($0.code) }.map(\.group))
    // Derived fields may change by themselves.
    let touched = usable.filter { groups.contains($0.group) && !$0.isDerived }
    fields = Set(touched.map(\.code))
    let group = usable.first { $0.code == text.address.field }?.group
    siblingFields = Set(touched.filter { $0.group == group }.map(\.code))
      .subtracting([text.address.field])
    let kept = fields
    before = contents.filter { kept.contains($0.key.field) }
  }

  /// The other cells of the text's group that had a value.
  package var siblings: [CellAddress] {
    before.filter { siblingFields.contains($0.key.field) && $0.value.value?.isEmpty == false }
      .keys.sorted()
  }

  /// The phone as a person would type it: eleven digits.
  package var digits: Verbatim? {
    phone.flatMap { Meaning.mobile($0.value) }.map { Verbatim(String(decoding: $0, as: UTF8.self)) }
  }

  /// The cells that are changed, and put back.
  var touched: [CellAddress] { [text.address] + (phone.map { [$0.address] } ?? []) }

  /// The cells that differ from before.
  package func moved(_ now: [CellAddress: Content]) -> [CellAddress] {
    let all = Set(before.keys).union(now.keys.filter { fields.contains($0.field) })
    return all.filter { (before[$0] ?? .gone).held != (now[$0] ?? .gone).held }.sorted()
  }

  /// The edit that puts a cell back.
  package func restoring(_ address: CellAddress) -> CellEdit {
    guard case .item(let part, _)? = before[address], let value = part.shown, !value.isEmpty else {
      return CellEdit(address, .clear)
    }
    return CellEdit(address, .set(part))
  }
}

extension Content {
  /// The value; nil for every kind of empty content: an absent value can only become empty.
  fileprivate var held: Verbatim? { value.flatMap { $0.isEmpty ? nil : $0 } }
}
