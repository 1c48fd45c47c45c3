/// The class of each field: what the settings say, otherwise the built-in table, otherwise private.
package struct FieldClasses: Hashable, Sendable {
  /// A pattern of the settings, and the class of its fields.
  package struct Rule: Hashable, Sendable {
    package let pattern: FieldPattern
    package let of: FieldClass

    package init(_ pattern: FieldPattern, _ of: FieldClass) {
      self.pattern = pattern
      self.of = of
    }
  }

  /// The class of a field that neither the settings nor the built-in table name.
  package static let usual = FieldClass.private

  /// The code under which the settings name what DingTalk says of a person who has left.
  package static let dismissal: FieldCode = "dismissal"

  /// The rules of the settings, then those of the table; within each, the longest first.
  private let rules: [Rule]

  /// - Parameter rules: The rules of the settings; of those that fit a field, the longest counts.
  package init(_ rules: [Rule] = []) {
    self.rules = Self.sorted(rules) + Self.table
  }

  /// The class of a field.
  package func of(_ field: FieldCode) -> FieldClass {
    rules.first { $0.pattern.fits(field) }?.of ?? Self.usual
  }

  /// All rules in their order, one a line: two that are equal give every field the same class.
  package var text: String {
    rules.map { "\($0.pattern.text) \($0.of.rawValue)" }.joined(separator: "\n")
  }

  /// A code is longer than every pattern that fits it, and comes before one that is as long.
  private static func sorted(_ rules: [Rule]) -> [Rule] {
    rules.sorted {
      let (left, right) = ($0.pattern.text.utf8.count, $1.pattern.text.utf8.count)
      if left != right { return left > right }
      if $0.pattern.isOpen != $1.pattern.isOpen { return $1.pattern.isOpen }
      return $0.pattern.text.utf8.lexicographicallyPrecedes($1.pattern.text.utf8)
    }
  }

  /// The standard fields of DingTalk and Maycur.
  private static let table = sorted(
    [
      .open: [
        "sys00-*", "sys01-*", "email", "employeeNickName", "hireDate", "defaultLegalEntityBizCode",
        "classPositionBizCode", "roleNames", "enName.*",
      ],
      .private: ["sys00-mobile", "sys00-remark"],
      .sensitive: [
        "sys02-certNo", "sys02-certAddress", "sys02-address", "sys04-bankAccountNo",
        "sys06-urgentContactsPhone", "sys07-familyMemberPhone", "sys08-*", "sys09-*", "idInfo*",
      ],
    ].flatMap { (of: FieldClass, patterns: [String]) in
      patterns.map { Rule(FieldPattern($0), of) }
    }
  )
}
