package import Roster

extension FieldDescription {
  /// Whether `v2/list` is known to accept the code.
  ///
  /// A code with a Chinese word is a write code of `v2/update`. It is not known whether `v2/list`
  /// accepts it too, and under which code it returns the field.
  package var isReadCodeKnown: Bool { code.text.utf8.allSatisfy { $0 < 0x80 } }
}

extension [FieldDescription] {
  /// Adds the missing read or write codes of fields, whose catalog has one code each.
  ///
  /// A read code is kept, and in `sys00` the Chinese name is the write code, as DingTalk documents
  /// for `v2/update`. A Chinese word is the write code; the read code is the standard one of the
  /// word or of the field's name. If there is none, or another field of the catalog has it, both
  /// codes are the word.
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
  /// The same fields with the read codes that a response shows.
  ///
  /// A field without a known read code gets the code that the response has with its name, or its
  /// word, in its group.
  ///
  /// - Parameter answered: The fields of a response.
  /// - Returns: The fields; one with two possible codes is unchanged.
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

  /// The same fields with the read codes that were found earlier.
  ///
  /// - Parameter known: The last recorded descriptions.
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
