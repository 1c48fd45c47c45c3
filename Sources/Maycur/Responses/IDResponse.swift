package import Roster
import VerbatimJSON

/// Maycur's response to a look-up of ids.
package struct IDResponse: Hashable, Sendable {
  /// The company that the call was for.
  package let company: Verbatim
  /// The people that Maycur knows, in its order.
  package let pairs: [IDPair]
  /// The requested ids that were not returned.
  package let absent: [Verbatim]
  /// When the call left.
  package let askedAt: Instant
  /// When the response had arrived.
  package let receivedAt: Instant
}

/// The kind of the ids in a look-up.
package enum IDKind: String, CaseIterable, Hashable, Sendable {
  /// Maycur's `employeeId` (工号).
  case employeeID = "empId"
  /// DingTalk's `userid`.
  case dingtalkUserID = "userId"
}

/// The two ids of one person in Maycur.
package struct IDPair: Hashable, Sendable {
  /// Maycur's `employeeId`.
  package let employeeID: Verbatim
  /// DingTalk's `userid`.
  package let userID: Verbatim

  /// The id of a kind.
  package subscript(kind: IDKind) -> Verbatim {
    switch kind {
    case .employeeID: employeeID
    case .dingtalkUserID: userID
    }
  }
}

/// A valid look-up of the other ids of some people.
struct IDQuestion: Hashable, Sendable {
  let kind: IDKind
  let ids: [Verbatim]

  /// Checks a look-up.
  ///
  /// - Parameters:
  ///   - kind: The kind of the ids.
  ///   - ids: The ids.
  /// - Throws: Why it is not valid.
  init(_ kind: IDKind, _ ids: [Verbatim]) throws(MaycurError) {
    if ids.isEmpty { throw .invalidQuestion(problem: "it names no user") }
    if ids.count > MaycurClient.maximumIDsPerCall {
      let limit = MaycurClient.maximumIDsPerCall
      throw .invalidQuestion(problem: "it names \(ids.count) people, and one call takes \(limit)")
    }
    if ids.contains(where: \.isEmpty) { throw .invalidQuestion(problem: "it names an empty id") }
    if Set(ids.map(\.caseFolded)).count < ids.count {
      throw .invalidQuestion(problem: "it names an id twice")
    }
    self.kind = kind
    self.ids = ids
  }

  /// The people in a response.
  ///
  /// - Parameter data: The response's data.
  /// - Returns: The pairs, only of requested people.
  /// - Throws: What is wrong with the response, and where.
  func pairs(of data: JSON) throws(MalformedMaycurResponse) -> [IDPair] {
    if data.isNull { return [] }
    guard let elements = data.elements else {
      throw MalformedMaycurResponse("is not an array", path: "data")
    }
    var asked = Set(ids.map(\.caseFolded))
    var pairs: [IDPair] = []
    for (index, element) in elements.enumerated() {
      let path = "data[\(index)]"
      guard let employeeID = element["employeeId"]?.written else {
        throw MalformedMaycurResponse("is not an id", path: path + ".employeeId")
      }
      guard let userID = element["userId"]?.written else {
        throw MalformedMaycurResponse("is not an id", path: path + ".userId")
      }
      let pair = IDPair(employeeID: Verbatim(employeeID), userID: Verbatim(userID))
      guard asked.remove(pair[kind].caseFolded) != nil else {
        throw MalformedMaycurResponse("names a person not asked for, or one twice", path: path)
      }
      pairs.append(pair)
    }
    return pairs
  }

  /// The requested ids that are not among some people.
  func absent(from pairs: [IDPair]) -> [Verbatim] {
    let found = Set(pairs.map { $0[kind].caseFolded })
    return ids.filter { !found.contains($0.caseFolded) }
  }
}
