package import Roster
package import VerbatimJSON

/// A place where an employee usually works (PlaceInfo).
package struct Residence: Hashable, Sendable {
  /// The place's code in Maycur's address base (`330101`).
  package var placeCode: Verbatim
  /// Members that the API's description does not name, in order.
  package var others: [JSON.Member] = []
}

/// An identity document (IdInfo).
package struct IdentityDocument: Hashable, Sendable {
  /// Its kind.
  package var type: IdentityType
  /// Its number.
  package var number: Verbatim
  /// Members that the API's description does not name, in order.
  package var others: [JSON.Member] = []
}

/// A name in Latin letters (EnName); Maycur demands its first name.
package struct EnglishName: Hashable, Sendable {
  /// The parts of the name, by their keys.
  package enum Part: String, CaseIterable, Hashable, Sendable {
    /// The first name.
    case firstName
    /// The middle name.
    case middleName
    /// The last name.
    case lastName
  }

  /// Its own name; the `wholes` of a change contain it if the change states all parts.
  package static let code: Verbatim = "enName"

  /// The first name.
  package var firstName: Verbatim
  /// The middle name; nil if it is not stated.
  package var middleName: Verbatim?
  /// The last name; nil if it is not stated.
  package var lastName: Verbatim?
  /// Members that the API's description does not name, in order.
  package var others: [JSON.Member] = []

  /// One part; nil if it is not stated.
  package subscript(part: Part) -> Verbatim? {
    switch part {
    case .firstName: firstName
    case .middleName: middleName
    case .lastName: lastName
    }
  }
}
