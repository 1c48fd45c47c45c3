import Roster
import VerbatimJSON

/// What Maycur's description leaves open, and a row's effect depends on.
package enum MaycurAmbiguity: String, CaseIterable, Hashable, Sendable {
  /// Whether the request or the resulting record must have an email or phone number.
  case contactRule
  /// Whether own fields that a request's object does not have are emptied, or kept.
  case customObjectReplaced
  /// Whether a list that is sent replaces the existing one; everything suggests it.
  case listReplaced
  /// Whether parts of a name that a request does not state are kept.
  case englishNameParts

  /// The open question, for people.
  package var sentence: String {
    switch self {
    case .contactRule:
      "Maycur may demand an email or a phone number in the request itself, not only in the record."
    case .customObjectReplaced:
      "Maycur may keep those of the company's own fields that the request leaves out."
    case .listReplaced:
      "Maycur does not say in so many words that a list that is sent replaces the one there."
    case .englishNameParts:
      "Maycur may keep or empty the parts of the name that the request leaves out."
    }
  }
}

extension EmployeeRow {
  /// The open questions of Maycur's description that the row's effect depends on.
  ///
  /// - Parameter known: What is known of the employee's record.
  /// - Returns: The questions, in their order.
  package func quirks(known: KnownRecord) -> [MaycurAmbiguity] {
    MaycurAmbiguity.allCases.filter { doubt in
      switch doubt {
      case .contactRule: email.value == nil && phoneNo.value == nil
      case .customObjectReplaced: dependsOnReplacement(known)
      case .listReplaced:
        roleNames.value != nil || residences.value != nil || idInfo.value != nil
      case .englishNameParts:
        enName.map { $0.middleName == nil || $0.lastName == nil } ?? false
      }
    }
  }

  private func dependsOnReplacement(_ known: KnownRecord) -> Bool {
    guard let members = customObject.value else { return false }
    guard known.wholes.contains(.customObject) else { return true }
    let stated = Set(members.map { MaycurField.custom(key: Verbatim($0.key)).code })
    return known.addresses(of: .customObject).contains { !stated.contains($0.field) }
  }
}
