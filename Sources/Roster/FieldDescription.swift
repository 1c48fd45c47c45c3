/// A field as its system described it at one time.
package struct FieldDescription: Hashable, Sendable {
  /// The code under which the field is read, and the one address of its cells (`sys00-mobile`).
  package let code: FieldCode
  /// The code under which the field is written (`手机号`); in most groups it is `code`.
  package let writeCode: Verbatim
  /// The name that people see (`最高学历`).
  package let name: Verbatim
  /// The code of the field's group (`sys03`).
  package let group: Verbatim
  /// The group's name (`学历信息`).
  package let groupName: Verbatim
  /// Whether the group is a detail group (明细分组), whose fields have several items.
  package let isDetail: Bool
  /// The system's name of the field's type (`DDSelectField`); nil if it gave none.
  package let type: Verbatim?
  /// Whether the system computes the field's value (司龄, 年龄).
  package let isDerived: Bool
  /// The choices of a select field, in the system's order; nil if it gave none.
  package let options: [FieldOption]?

  /// The write code is the code, unless another one is given.
  package init(
    code: FieldCode,
    writeCode: Verbatim? = nil,
    name: Verbatim,
    group: Verbatim,
    groupName: Verbatim,
    isDetail: Bool,
    type: Verbatim?,
    isDerived: Bool,
    options: [FieldOption]?
  ) {
    self.code = code
    self.writeCode = writeCode ?? code
    self.name = name
    self.group = group
    self.groupName = groupName
    self.isDetail = isDetail
    self.type = type
    self.isDerived = isDerived
    self.options = options
  }

  /// The option of a value of this field.
  ///
  /// - Parameter value: An option's key or its label; the newer read of DingTalk may return the
  ///   label.
  /// - Returns: The option with this key, or the only one with this label; nil if there is none.
  package func option(shownAs value: Verbatim) -> FieldOption? {
    let options = options ?? []
    if let keyed = options.first(where: { $0.value == value }) { return keyed }
    let labelled = options.filter { $0.label == value }
    return labelled.count == 1 ? labelled[0] : nil
  }

  /// Whether the field no longer has an option for a value.
  ///
  /// - Parameter value: A value of the field, not empty.
  /// - Returns: False for a field without options.
  package func hasLost(_ value: Verbatim) -> Bool {
    !(options ?? []).isEmpty && option(shownAs: value) == nil
  }

  /// The same field under other codes.
  ///
  /// - Parameters:
  ///   - code: The code under which it is read.
  ///   - writeCode: The code under which it is written.
  /// - Returns: The description with these codes.
  package func coded(_ code: FieldCode, writeCode: Verbatim) -> FieldDescription {
    FieldDescription(
      code: code,
      writeCode: writeCode,
      name: name,
      group: group,
      groupName: groupName,
      isDetail: isDetail,
      type: type,
      isDerived: isDerived,
      options: options
    )
  }
}

/// One choice of a select field.
package struct FieldOption: Hashable, Sendable {
  /// The key that is stored and written.
  package let value: Verbatim
  /// The text that people see.
  package let label: Verbatim

  package init(value: Verbatim, label: Verbatim) {
    self.value = value
    self.label = label
  }
}

extension [FieldDescription] {
  /// The fields that a person may mean by a word.
  ///
  /// - Parameter word: A read code, a write code or a name.
  /// - Returns: The field with this read code; without one, all fields with this write code or
  ///   name.
  package func meant(by word: Verbatim) -> [FieldDescription] {
    let read = filter { $0.code == word }
    return read.isEmpty ? filter { $0.writeCode == word || $0.name == word } : read
  }

  /// The read codes of all fields that some words may mean.
  ///
  /// - Parameter words: Read codes, write codes or names.
  /// - Returns: The codes. A word that matches no field is included unchanged.
  package func codes(named words: Set<Verbatim>) -> Set<FieldCode> {
    guard !words.isEmpty else { return [] }
    let meant = filter {
      words.contains($0.code) || words.contains($0.writeCode) || words.contains($0.name)
    }
    return words.union(meant.map(\.code))
  }
}

/// The fields of a roster, as one response described them.
package struct CatalogResponse: Hashable, Sendable {
  /// The system that described its fields.
  package let system: System
  /// Its fields, in its order; each code once.
  package let fields: [FieldDescription]
  /// The descriptions that could not be read; a field named here is not considered gone.
  package let setAside: [SetAside]
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
  /// The system's request id; nil if it sent none.
  package let requestID: String?

  package init(
    system: System,
    fields: [FieldDescription],
    setAside: [SetAside] = [],
    askedAt: Instant,
    receivedAt: Instant,
    requestID: String?
  ) {
    self.system = system
    self.fields = fields
    self.setAside = setAside
    self.askedAt = askedAt
    self.receivedAt = receivedAt
    self.requestID = requestID
  }
}

extension CatalogResponse {
  /// The same response with other fields.
  ///
  /// - Parameter fields: The fields.
  /// - Returns: The response with these fields.
  package func describing(_ fields: [FieldDescription]) -> CatalogResponse {
    CatalogResponse(
      system: system,
      fields: fields,
      setAside: setAside,
      askedAt: askedAt,
      receivedAt: receivedAt,
      requestID: requestID
    )
  }
}
