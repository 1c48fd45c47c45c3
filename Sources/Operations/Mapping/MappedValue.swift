package import Roster

/// A value of DingTalk, converted for Maycur.
package enum MappedValue: Hashable, Sendable {
  /// This text.
  case value(Verbatim)
  /// There is no value.
  case nothing
  /// It cannot be converted; the reason.
  case problem(String)
}

extension FieldMapping {
  /// Converts a value of DingTalk for Maycur; never a guess.
  package func value(of content: Content) -> MappedValue {
    guard let value = content.value, !value.isEmpty else { return .nothing }
    if case .item(.json, _) = content {
      return .problem("\(dingtalk) is not a text, and cannot be written as \(maycur)")
    }
    switch rule {
    case .text: return .value(value)
    case .phone: return phone(value)
    case .date:
      return CivilDate(value) != nil
        ? .value(value)
        : .problem("\(value) in \(dingtalk) is no day in the form yyyy-MM-dd")
    case .table(let table): return coded(content.label ?? value, table)
    }
  }

  private func phone(_ value: Verbatim) -> MappedValue {
    var digits = value.bytes
    for prefix in ["+86-", "+86"] where digits.starts(with: prefix.utf8) {
      digits.removeFirst(prefix.utf8.count)
      break
    }
    let isNational = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNational, !digits.isEmpty else {
      return .problem("the phone in \(dingtalk) is not a mainland number (+86)")
    }
    return .value(Verbatim(String(decoding: digits, as: UTF8.self)))
  }

  private func coded(_ label: Verbatim, _ table: [Verbatim: Verbatim]) -> MappedValue {
    guard let code = table[label] else {
      return .problem(
        "\(label) in \(dingtalk) has no row in the table of \(maycur); add one to the mapping file"
      )
    }
    return .value(code)
  }
}
