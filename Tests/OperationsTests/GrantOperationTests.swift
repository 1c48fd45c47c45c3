import Ledger
import LedgerHistory
import LedgerStorage
import Operations
import RollbookTestSupport
import Roster
import Testing

/// The operations that record tokens and settings.
@Suite struct GrantOperationTests {
  private let folder: TemporaryFolder
  private let clock = ManualTimekeeper()
  private let ledger: Ledger
  private let author = Author(actor: "it@host", reason: "service", program: "test")

  init() throws {
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("book.sqlite"), now: clock.now())
  }

  private func configure(_ byte: UInt8) async throws -> EntryID? {
    let digest = [UInt8](repeating: byte, count: 32)
    return try await runConfigure(digest, author: author, ledger: ledger, timekeeper: clock)
  }

  @Test func `settings are recorded only when they change`() async throws {
    #expect(try await configure(1) == 2)
    #expect(try await configure(1) == nil)
    #expect(try await configure(2) == 5)
    #expect(try await configure(1) == 8)
    let operations = try ledger.operations()
    #expect(operations.map(\.kind) == [.configure, .configure, .configure])
    #expect(operations.allSatisfy { $0.status == .finished && $0.reason == "service" })
  }

  @Test func `a token is created and revoked beside an operation that writes`() async throws {
    let push = try await ledger.begin(
      OperationRequest(
        kind: .push,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    let token = NewToken(hash: [UInt8](repeating: 7, count: 32), role: "client", until: nil)
    let number = try await runGrant(token, author: author, ledger: ledger, timekeeper: clock)
    func revoke() async throws {
      _ = try await runRevocation(of: number, author: author, ledger: ledger, timekeeper: clock)
    }
    try await revoke()
    await #expect(throws: LedgerError.grant(.alreadyRevoked(number))) { try await revoke() }
    try push.close(.finished, now: clock.now())
    #expect(try ledger.grants().map(\.revokedAt) == [clock.now()])
    #expect(try ledger.operations().map(\.kind) == [.push, .token, .token])
  }
}
