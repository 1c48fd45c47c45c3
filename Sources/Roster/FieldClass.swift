/// How much harm it does if the wrong person reads a field.
package enum FieldClass: String, CaseIterable, Hashable, Sendable {
  /// What colleagues know of each other: department, position, job number.
  case open
  /// What HR works with every day: mobile number, education, contract.
  case `private`
  /// What does harm once it is known: identity number, bank account, home address.
  case sensitive
}
