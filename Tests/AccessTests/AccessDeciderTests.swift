import Access
import Roster
import Testing

/// Who may do what.
@Suite struct AccessDeciderTests {
  private let now = Instant(milliseconds: 1_000_000)

  private func token(
    _ role: String,
    until: Instant? = nil,
    revokedAt: Instant? = nil
  ) -> Requester {
    .token(
      TokenGrant(
        number: 7,
        role: role,
        until: until,
        createdAt: Instant(milliseconds: 0),
        actor: "it@host",
        revokedAt: revokedAt
      )
    )
  }

  private func refusal(_ requester: Requester, _ permission: Permission) -> AccessRefusal? {
    do throws(AccessRefusal) {
      try AccessDecider.check(requester, for: permission, now: now)
      return nil
    } catch { return error }
  }

  @Test func `the table of roles is the one that was reviewed`() {
    let table = Permission.allCases.map { permission in
      "\(permission): " + permission.roles.map(\.rawValue).joined(separator: " ")
    }
    #expect(
      table == [
        "readPeople: analyst auditor administrator",
        "readOwn: analyst auditor administrator keeper approver subject",
        "reveal: auditor administrator",
        "readChanges: analyst auditor administrator",
        "readReports: analyst auditor administrator", "readLog: auditor administrator",
        "readProposals: auditor administrator approver",
        "readHealth: analyst auditor administrator keeper approver", "prove: auditor",
        "verify: auditor",
        "feed: auditor administrator client", "fetch: administrator", "plan: administrator",
        "push: administrator", "approve: auditor administrator approver", "settle: administrator",
        "hold: administrator", "erase: administrator",
        "backUp: keeper", "manageTokens: keeper", "manageWebhooks: keeper",
      ]
    )
  }

  @Test func `a token may do what its role may, and nothing else`() {
    for role in Role.allCases {
      for permission in Permission.allCases {
        let refusal = refusal(token(role.rawValue), permission)
        guard !role.permissions.contains(permission) else {
          #expect(refusal == nil, "\(role) \(permission)")
          continue
        }
        #expect(
          refusal == .roleMissing(7, role: role.rawValue, needed: permission.roles),
          "\(role) \(permission)"
        )
        for other in permission.roles {
          #expect(refusal?.message.contains(other.rawValue) == true, "\(role) \(permission)")
        }
      }
    }
  }

  @Test func `a role of a later version permits nothing`() {
    for role in ["approver", "Auditor", "", "auditor\u{301}"] {
      #expect(refusal(token(role), .readPeople)?.name == "roleMissing", "\(role)")
    }
  }

  @Test func `a token is valid up to its end, and not at it`() {
    #expect(refusal(token("auditor", until: now + .milliseconds(1)), .verify) == nil)
    #expect(refusal(token("auditor", until: now), .verify) == .tokenExpired(7, at: now))
    // What is not permitted any more says so, whatever is asked for.
    #expect(refusal(token("client", until: now), .verify)?.name == "tokenExpired")
  }

  @Test func `a revoked token does nothing, whenever it was revoked`() {
    for time in [now, now + .seconds(60)] {
      let revoked = token("auditor", until: now, revokedAt: time)
      #expect(refusal(revoked, .verify) == .tokenRevoked(7))
    }
  }

  @Test func `the account of the service may do everything, another one nothing`() {
    for permission in Permission.allCases {
      #expect(refusal(.unknown, permission) == .signInNeeded)
      #expect(refusal(.peer(account: 1001, service: 1000), permission) == .signInNeeded)
      #expect(refusal(.peer(account: 1000, service: 1000), permission) == nil)
      #expect(refusal(.peer(account: 0, service: 1000), permission) == nil)
    }
  }
}
