import Feed
import Foundation
import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster
import Synchronization

/// A ledger whose identifier is known, with a stopped clock, and its feed.
struct FeedBench {
  let folder: TemporaryFolder
  let ledger: Ledger
  let clock = ManualTimekeeper()
  let feed: Feed

  init() throws {
    folder = try TemporaryFolder()
    let count = Mutex<UInt8>(0)
    let random = RandomBytes { size in
      let value = count.withLock { count in
        count &+= 1
        return count
      }
      return [UInt8](repeating: value, count: size)
    }
    ledger = try Ledger.create(at: folder.path("book.sqlite"), now: clock.now(), random: random)
    feed = try Feed(of: ledger, source: "https://rollbook.example.cn")
  }

  /// Runs one operation.
  @discardableResult
  func operation<Result>(
    _ kind: OperationKind,
    _ system: System = .dingtalk,
    _ body: (LedgerWriter, Instant) throws -> Result
  ) async throws -> Result {
    clock.advance(by: .seconds(60))
    let request = OperationRequest(
      kind: kind,
      system: system,
      actor: "hr@host",
      parameters: "{}",
      program: "test"
    )
    let writer = try await ledger.begin(request, wait: .zero, timekeeper: clock)
    let result = try body(writer, clock.now())
    try writer.close(.finished, now: clock.now())
    return result
  }

  /// Fetches the values of users: user, field, value.
  func fetch(
    _ users: [(user: Verbatim, cells: [(FieldCode, Verbatim)])],
    fields: Set<FieldCode> = ["mobile", "name"]
  ) async throws {
    try await operation(.fetch) { writer, now in
      _ = try writer.append(Self.response(users, fields, at: now), now: now)
    }
  }

  /// What a fetch returns of a user: a name.
  static func name(_ user: String, _ name: Int) -> (
    user: Verbatim, cells: [(FieldCode, Verbatim)]
  ) {
    (Verbatim(user), [("name", Verbatim("\(name)"))])
  }

  static func response(
    _ users: [(user: Verbatim, cells: [(FieldCode, Verbatim)])],
    _ fields: Set<FieldCode>,
    setAside: [SetAside] = [],
    at now: Instant
  ) -> RosterResponse {
    RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: fields,
      users: users.map { user, cells in
        UserResponse(
          user: user,
          cells: cells.map {
            Cell(CellAddress($0.0), .item(value: .text($0.1), label: .text($0.1)))
          }
        )
      },
      absent: [],
      setAside: setAside,
      askedAt: now,
      receivedAt: now,
      requestID: "r"
    )
  }

  func list(_ users: [Verbatim]) async throws {
    try await operation(.fetch) { writer, now in
      _ = try writer.append(
        Enumeration(system: .dingtalk, users: users, askedAt: now, receivedAt: now, requestID: nil),
        limit: ShrinkLimit(percent: 100, people: 100),
        now: now
      )
    }
  }

  func erase(_ user: Verbatim, fields: Set<FieldCode>? = nil) async throws {
    try await operation(.erase) { writer, now in
      _ = try writer.erase(user, fields: fields, now: now)
      try writer.scrub()
    }
  }
}
