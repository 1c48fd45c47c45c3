import Ledger
import LedgerHistory
import LedgerStorage
import Roster

/// A short history of a company with an event of every type.
extension FeedBench {
  func live() async throws {
    try await describe()
    try await list(["u1", "u2", "u3"])
    try await fetch([
      ("u1", [("mobile", "1"), ("name", "甲")]), ("u2", [("name", "乙")]), ("u3", [("name", "丁")]),
    ])
    try await push()
    try await fetch([("u1", [("mobile", "2"), ("name", "甲")]), ("u2", [("name", "丙")])])
    try await list(["u1", "u2"])
    try await operation(.fetch) { writer, now in
      let leaver = Leaver(user: "u3", record: #"{"status":3}"#)
      try writer.append(
        LeaverResponse(system: .dingtalk, leavers: [leaver], askedAt: now, receivedAt: now),
        now: now
      )
    }
    try await list(["u1", "u2", "u3"])
    try await operation(.fetch) { writer, now in
      let aside = SetAside(.field, user: "u2", field: "mobile", problem: "no text at byte 7")
      let response = Self.response(
        [("u2", [("name", "丙")])],
        ["mobile", "name"],
        setAside: [aside],
        at: now
      )
      _ = try writer.append(response, now: now)
    }
    try await link()
    try await propose()
    try await protect()
    try await erase("u1")
    try await erase("u2", fields: ["name"])
    try await operation(.readmit) { writer, now in _ = try writer.readmit("u1", now: now) }
  }

  private func describe() async throws {
    let field = FieldDescription(
      code: "name",
      name: "姓名",
      group: "g",
      groupName: "基本信息",
      isDetail: false,
      type: nil,
      isDerived: false,
      options: nil
    )
    for _ in 0..<2 {
      try await operation(.fetch) { writer, now in
        let catalog = CatalogResponse(
          system: .dingtalk,
          fields: [field],
          askedAt: now,
          receivedAt: now,
          requestID: nil
        )
        _ = try writer.append(catalog, now: now)
      }
    }
  }

  /// Four rows: accepted, rejected, skipped, and one that is settled as not applied.
  private func push() async throws {
    let users: [Verbatim] = ["u1", "u2", "u2", "u3"]
    let fields: [FieldCode] = ["mobile", "name", "mobile", "name"]
    let rows = try zip(users, fields).map { user, field in
      IntendedRow(
        user: user,
        cells: [
          IntendedCell(
            cell: Cell(CellAddress(field), .item(value: .text("2"), label: .text("2"))),
            action: .set,
            base: try ledger.held(UserKey(.dingtalk, user))[CellAddress(field)]?.event,
            reversibility: .exact
          )
        ]
      )
    }
    try await operation(.push) { writer, now in
      let intended = try writer.intend(rows, now: now)
      let verdicts: [RowVerdict] = [
        .accepted, .rejected(code: "400", message: "no"),
        .uncertain(code: nil, message: "dropped"),
      ]
      for (row, verdict) in zip([intended[0], intended[1], intended[3]], verdicts) {
        let sent = try writer.send([row], now: now)
        let facts = CallFacts(askedAt: now, receivedAt: now, requestID: nil)
        try writer.record([(row, verdict)], of: sent, call: facts, now: now)
      }
      _ = try writer.take([.skip(intended[2], reason: "moved")], now: now)
      try writer.settle(intended[3], as: .notApplied, how: "read", now: now)
    }
  }

  private func link() async throws {
    try await operation(.link) { writer, now in
      let pair = UserPair(dingtalk: "u2", maycur: "M2")
      _ = try writer.link([pair], source: .jobNumber, now: now)
      _ = try writer.unlink([pair], now: now)
    }
  }

  /// A proposal that is approved, by another person; some of what it needs comes afterwards.
  private func propose() async throws {
    let digest = [UInt8](repeating: 5, count: 32)
    let number = try await operation(.propose) { writer, now in
      try writer.propose(
        NewProposal(
          kind: .push,
          request: "{}",
          rows: [NewProposal.Row(user: "u2", planned: "{}")],
          digest: digest,
          proposer: "张伟",
          needs: ApprovalNeeds(before: ["approver"], after: ["auditor"], within: .seconds(3600)),
          until: now + .seconds(3600)
        ),
        now: now
      )
      return writer.operation
    }
    try await operation(.decide) { writer, now in
      let person = ApprovalDecider.Person(name: "李娜", duties: ["approver"])
      try writer.decide(
        NewDecision(.approved, on: number, digest: digest, by: person, who: []),
        now: now
      )
    }
  }

  private func protect() async throws {
    try await operation(.hold) { writer, now in try writer.hold("u1", now: now) }
    do { try await erase("u1") } catch LedgerError.erasure {}
    try await operation(.release) { writer, now in try writer.release("u1", now: now) }
    try await operation(.token) { writer, now in
      let token = NewToken(
        hash: [UInt8](repeating: 7, count: 32),
        role: "client",
        until: Instant(milliseconds: 1_800_000_000_000)
      )
      _ = try writer.revoke(try writer.grant(token, now: now), now: now)
    }
    try await operation(.configure) { writer, now in
      _ = try writer.configure([UInt8](repeating: 9, count: 32), now: now)
    }
  }
}
