package import Roster

extension FieldMapping {
  /// Converts a value of Maycur for DingTalk; an uncertain conversion is a problem, never a guess.
  ///
  /// - Parameters:
  ///   - content: The content in Maycur.
  ///   - field: The field in DingTalk's catalog; nil if it is not there.
  /// - Returns: The value to write to DingTalk: of a field with options, the option's key.
  package func original(of content: Content, field: FieldDescription?) -> MappedValue {
    guard let field else {
      return .problem("DingTalk's catalog has no field \(dingtalk)")
    }
    guard let value = content.value, !value.isEmpty else { return .nothing }
    if case .item(.json, _) = content {
      return .problem("\(maycur) is not a text, and cannot be written as \(dingtalk)")
    }
    switch rule {
    case .text: return option(value, of: field)
    case .phone:
      // Maycur has numbers without their country; only a mobile number is certainly Chinese.
      return Meaning.mobile(value) != nil
        ? .value(value) : .problem("the phone in \(maycur) is not a mainland mobile number")
    case .date:
      return CivilDate(value) != nil
        ? .value(value)
        : .problem("\(value) in \(maycur) is no day in the form yyyy-MM-dd")
    case .table(let table): return labelled(value, table, field)
    }
  }

  /// The text, if the field takes any text, or has it as an option.
  private func option(_ value: Verbatim, of field: FieldDescription) -> MappedValue {
    guard let options = field.options, !options.contains(where: { $0.value == value }) else {
      return .value(value)
    }
    return .problem("\(value) in \(maycur) is no option of \(dingtalk)")
  }

  /// The label that the table turns into a code, as the catalog has it.
  private func labelled(
    _ code: Verbatim,
    _ table: [Verbatim: Verbatim],
    _ field: FieldDescription
  ) -> MappedValue {
    let labels = table.filter { $0.value == code }.keys.sorted()
    guard let label = labels.first else {
      return .problem(
        "\(code) in \(maycur) has no row in the table of \(maycur); add one to the mapping file"
      )
    }
    guard labels.count == 1 else {
      let all = labels.map(\.text).joined(separator: ", ")
      return .problem("\(code) in \(maycur) may be any of \(all), so it is not written back")
    }
    guard let options = field.options else { return .value(label) }
    let named = options.filter { $0.label == label }
    guard named.count == 1 else {
      return .problem(
        "\(label) is \(named.isEmpty ? "no option" : "several options") of \(dingtalk), as DingTalk "
          + "describes it now"
      )
    }
    return .value(named[0].value)
  }
}
