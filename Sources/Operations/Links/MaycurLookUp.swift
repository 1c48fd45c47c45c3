package import Maycur
package import Roster

/// Maycur's own look-up, by DingTalk's userid.
package struct MaycurLookUp: PersonLookUp {
  private let client: MaycurClient

  package let maximum = MaycurClient.maximumIDsPerCall

  package init(client: MaycurClient) { self.client = client }

  package func find(_ users: [Verbatim]) async throws -> [UserPair] {
    try await client.findUsers(users, by: .dingtalkUserID).pairs.map {
      UserPair(dingtalk: $0.userID, maycur: $0.employeeID)
    }
  }
}
