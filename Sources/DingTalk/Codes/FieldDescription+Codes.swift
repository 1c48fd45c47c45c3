public import Roster

extension FieldDescription {
  /// Whether `code` is a code by which `v2/list` reads.
  ///
  /// A code with a Chinese word in it is one by which `v2/update` writes. Whether `v2/list` takes it
  /// too, and under which code it answers, is not known.
  public var isReadCodeKnown: Bool { code.text.utf8.allSatisfy { $0 < 0x80 } }
}

extension [FieldDescription] {
  /// Gives fields, whose one code is what the catalogue has, a read code and a write code.
  ///
  /// A read code stays, and in `sys00` the Chinese name is the write code (K0940). A Chinese word is
  /// the write code; the read code is the standard one of the word, or of the field's name. Where there is
  /// none, or another field of the catalogue has it, the word stays for both.
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
