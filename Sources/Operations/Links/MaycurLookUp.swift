public import Maycur
public import Roster

/// Maycur's own look-up, by DingTalk's userid.
public struct MaycurLookUp: PersonLookUp {
  private let client: MaycurClient

  public let maximum = MaycurClient.maximumIDsPerCall

  /// Makes it of a client.
  public init(client: MaycurClient) { self.client = client }

  public func find(_ users: [Verbatim]) async throws -> [UserPair] {
    try await client.findUsers(users, by: .dingtalkUserID).pairs.map {
      UserPair(dingtalk: $0.userID, maycur: $0.employeeID)
    }
  }
}
