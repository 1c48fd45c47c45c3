package import Maycur
package import Roster

/// Maycur's own look-up, by DingTalk's userid.
extension MaycurClient: PersonLookUp {
  package var maximum: Int { MaycurClient.maximumIDsPerCall }

  package func find(_ users: [Verbatim]) async throws -> [UserPair] {
    try await findUsers(users, by: .dingtalkUserID).pairs.map {
      UserPair(dingtalk: $0.userID, maycur: $0.employeeID)
    }
  }
}
