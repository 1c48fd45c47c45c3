package import Roster

extension FieldDescription {
  /// Whether `code` is a code by which `v2/list` reads.
  ///
  /// A code with a Chinese word in it is one by which `v2/update` writes. Whether `v2/list` takes
  /// it too, and under which code it answers, is not known.
  package var isReadCodeKnown: Bool { code.text.utf8.allSatisfy { $0 < 0x80 } }
}

extension [FieldDescription] {
  /// Gives fields, whose one code is what the catalog has, a read code and a write code.
  ///
  /// A read code stays, and in `sys00` the Chinese name is the write code (K0940). A Chinese word
  /// is the write code; the read code is the standard one of the word, or of the field's name.
  /// If there is none, or another field of the catalog has it, the word stays for both.
  var paired: [FieldDescription] {
    var taken = Set(map(\.code))
    return map { field in
      if field.isReadCodeKnown {
        let isWrittenByName = field.group == "sys00" && !field.name.isEmpty
        return field.coded(field.code, writeCode: isWrittenByName ? field.name : field.code)
      }
      let found = [field.code, field.name].lazy
        .compactMap { StandardCodes.readCode(group: field.group, $0) }.first
      guard let found, taken.insert(found).inserted else { return field }
      return field.coded(found, writeCode: field.code)
    }
  }
}

extension [FieldDescription] {
  /// The same fields; one whose read code is not known has the one that a response shows beside its
  /// name, or its word, in its group.
  ///
  /// - Parameter answered: The fields of a response.
  /// - Returns: The fields; where two codes could be a field's, it stays as it is.
  package func learning(from answered: Set<NamedField>) -> [FieldDescription] {
    var taken = Set(map(\.code))
    return map { field in
      guard !field.isReadCodeKnown else { return field }
      let found = answered.filter { shown in
        !taken.contains(shown.code) && (shown.group ?? field.group) == field.group
          && (shown.name == field.name || shown.name == field.writeCode)
      }
      guard let code = found.first?.code, found.count == 1, !code.isEmpty else { return field }
      taken.insert(code)
      return field.coded(code, writeCode: field.writeCode)
    }
  }

  /// The same fields; one whose read code is not known has the one that was found out before.
  ///
  /// - Parameter known: The fields as they were described last.
  /// - Returns: The fields.
  package func remembering(_ known: [FieldDescription]) -> [FieldDescription] {
    learning(
      from: Set(
        known.lazy.filter { $0.code != $0.writeCode }.map {
          NamedField(code: $0.code, name: $0.writeCode, group: $0.group)
        }
      )
    )
  }
}
