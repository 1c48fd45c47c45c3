import Ledger
import LedgerHistory
import LedgerProof
import Roster
import RollbookTestSupport

/// A ledger in a folder of its own, with the clock that its writers go by.
struct Bench {
  let folder: TemporaryFolder
  let ledger: Ledger
  let clock = ManualTimekeeper()

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("book.sqlite"), now: clock.now())
  }

  /// A ledger whose heads are signed, and remembered beside it.
  init(signed origin: String) throws {
    folder = try TemporaryFolder()
    let signing = SigningConfiguration(
      keyPath: folder.path("book.key"),
      origin: origin,
      lastHeadPath: folder.path("last-head")
    )
    ledger = try Ledger.create(
      at: folder.path("book.sqlite"),
      now: clock.now(),
      signing: signing
    )
    _ = try ledger.makeSigningKey()
  }

  /// Begins a fetch.
  func fetch(wait: Duration = .zero) async throws -> LedgerWriter {
    clock.advance(by: .seconds(60))
    return try await ledger.begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr@host",
        reason: "nightly",
        parameters: "{}",
        program: "test"
      ),
      wait: wait,
      timekeeper: clock
    )
  }

  /// Records one response as a fetch of its own.
  @discardableResult
  func record(_ response: RosterResponse) async throws -> ResponseOutcome {
    let writer = try await fetch()
    let outcome = try writer.append(response, now: clock.now())
    try writer.close(.finished, now: clock.now())
    return outcome
  }

  /// Records one list of users as a fetch of its own.
  @discardableResult
  func enumerate(
    _ users: [Verbatim],
    limit: ShrinkLimit = ShrinkLimit()
  ) async throws -> EnumerationOutcome {
    let writer = try await fetch()
    let outcome = try writer.append(
      Enumeration(
        system: .dingtalk,
        users: users,
        askedAt: clock.now(),
        receivedAt: clock.now(),
        requestID: nil
      ),
      limit: limit,
      now: clock.now()
    )
    try writer.close(.finished, now: clock.now())
    return outcome
  }

  /// The roster as `user.field[item]=value`.
  func roster(_ filter: RosterFilter = RosterFilter()) throws -> [String] {
    var lines: [String] = []
    try ledger.roster(filter) { row in
      lines.append(
        "\(row.user).\(row.field)[\(row.item)]=\(row.content.value?.text ?? row.content.presence.rawValue)"
      )
    }
    return lines
  }

  /// Every event as `address user.field[item]=value`, changed ones with a star.
  func events(_ filter: EntryFilter = EntryFilter()) throws -> [String] {
    var lines: [String] = []
    try ledger.events(filter) { row in
      let value = row.content.value?.text ?? row.content.presence.rawValue
      lines.append(
        "\(row.event) \(row.user).\(row.field)[\(row.item)]=\(value)\(row.isChanged ? "*" : "")"
      )
    }
    return lines
  }
}

extension Ledger {
  /// The event that a write of a cell is planned against: the one with its expected content.
  func base(of user: UserKey, _ cell: CellAddress) throws -> EventID? {
    try held(user)[cell]?.event
  }
}

/// A response about users, each with values by `field` or `field[item]`.
func response(
  asked: Set<FieldCode>,
  company: Verbatim? = "ding1",
  absent: [AbsentUser] = [],
  _ users: (Verbatim, [(FieldCode, Int, Content)])...
) -> RosterResponse {
  response(asked: asked, company: company, absent: absent, users: users)
}

/// A response about a list of users.
func response(
  asked: Set<FieldCode>,
  company: Verbatim? = "ding1",
  absent: [AbsentUser] = [],
  users: [(Verbatim, [(FieldCode, Int, Content)])]
) -> RosterResponse {
  RosterResponse(
    system: .dingtalk,
    company: company,
    asked: asked,
    users: users.map { user, cells in
      UserResponse(user: user, cells: cells.map { Cell(CellAddress($0.0, $0.1), $0.2) })
    },
    absent: absent,
    askedAt: Instant(milliseconds: 1),
    receivedAt: Instant(milliseconds: 2),
    requestID: "r"
  )
}

extension Content {
  /// An item whose value and label are one text.
  static func text(_ text: Verbatim) -> Content { .item(value: .text(text), label: .text(text)) }
}
