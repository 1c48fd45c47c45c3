import RemoteAPI
import RollbookTestSupport
import Roster
import Synchronization
import Testing

struct TokenKeeperTests {
  private struct Refused: Error, Equatable {
    let attempt: Int
  }

  /// A system that gives tokens 1, 2, 3 …, each when it is let.
  private final class Issuer: Sendable {
    let count = Mutex(0)
    let failing = Mutex(false)
    let timekeeper = ManualTimekeeper()
    let life: Duration

    init(life: Duration = .seconds(7200)) { self.life = life }

    func issue() async throws(Refused) -> AccessToken {
      let number = count.withLock { count in
        count += 1
        return count
      }
      let askedAt = timekeeper.now()
      for _ in 0..<20 { await Task.yield() }
      if failing.withLock({ $0 }) { throw Refused(attempt: number) }
      return AccessToken(secret: Secret("token-\(number)"), askedAt: askedAt, life: life)
    }

    func keeper() -> TokenKeeper<Refused> {
      TokenKeeper(timekeeper: timekeeper) { () async throws(Refused) in try await self.issue() }
    }

    var issued: Int { count.withLock { $0 } }
  }

  @Test(arguments: [(7200, 6899, 6900), (60, 53, 54), (10, 8, 9)])
  func `a token is kept and renewed before its end`(life: Int, kept: Int, renewed: Int)
    async throws
  {
    let issuer = Issuer(life: .seconds(life))
    let keeper = issuer.keeper()
    #expect(try await keeper.current().secret.revealed == "token-1")
    issuer.timekeeper.advance(by: .seconds(kept))
    #expect(try await keeper.current().secret.revealed == "token-1")
    issuer.timekeeper.advance(by: .seconds(renewed - kept))
    #expect(try await keeper.current().secret.revealed == "token-2")
  }

  @Test func `many who need a token share one renewal`() async throws {
    let issuer = Issuer()
    let keeper = issuer.keeper()
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 { group.addTask { try await keeper.current().secret.revealed } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tokens == ["token-1"])
    #expect(issuer.issued == 1)
  }

  @Test func `a refused token is renewed once, however many report it`() async throws {
    let issuer = Issuer()
    let keeper = issuer.keeper()
    let stale = try await keeper.current()
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<50 {
        group.addTask {
          await keeper.invalidate(stale)
          return try await keeper.current().secret.revealed
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    await keeper.invalidate(stale)
    #expect(tokens == ["token-2"])
    #expect(try await keeper.current().secret.revealed == "token-2")
    #expect(issuer.issued == 2)
  }

  @Test func `a renewal that fails fails for all and is not remembered`() async throws {
    let issuer = Issuer()
    let keeper = issuer.keeper()
    issuer.failing.withLock { $0 = true }
    let failures = await withTaskGroup(of: Refused?.self) { group in
      for _ in 0..<10 {
        group.addTask {
          do throws(Refused) {
            _ = try await keeper.current()
            return nil
          } catch { return error }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(failures == Array(repeating: Refused(attempt: 1), count: 10))
    issuer.failing.withLock { $0 = false }
    #expect(try await keeper.current().secret.revealed == "token-2")
  }

  @Test func `a renewal that no caller waits for any more is cancelled`() async throws {
    let wasCancelled = Mutex(false)
    let began = AsyncStream<Void>.makeStream()
    let timekeeper = ManualTimekeeper()
    let keeper = TokenKeeper<Refused>(timekeeper: timekeeper) { () async throws(Refused) in
      began.continuation.yield()
      while !Task.isCancelled { await Task.yield() }
      wasCancelled.withLock { $0 = true }
      throw Refused(attempt: 1)
    }
    let callers = (0..<3).map { _ in Task { try await keeper.current() } }
    for await _ in began.stream { break }
    for caller in callers { caller.cancel() }
    for caller in callers { await #expect(throws: Refused.self) { try await caller.value } }
    #expect(wasCancelled.withLock { $0 })
  }
}
