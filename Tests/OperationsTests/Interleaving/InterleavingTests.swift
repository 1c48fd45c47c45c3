import Foundation
import Ledger
import LedgerHistory
import LedgerVerification
@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// Random fetches, pushes, rollbacks, erasures, edits of others and deaths of the process, in an
/// order that a seed decides; judged by a model that knows no projection.
///
/// `ROLLBOOK_MODEL` is the number of cases, `ROLLBOOK_MODEL_SEED` the seed of the first one. Without that,
/// the first cases have seeds under which all happens that can, and the others have new ones.
@Suite struct InterleavingTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cases = environment["ROLLBOOK_MODEL"].flatMap { Int($0) } ?? 20
  private static let firstSeed = environment["ROLLBOOK_MODEL_SEED"].flatMap { UInt64($0) }
  private static let newSeed = UInt64.random(in: 0...UInt64.max)

  /// The seed of a case.
  private static func seed(_ number: Int) -> UInt64 {
    if let firstSeed { return firstSeed &+ UInt64(number) }
    return (number < 10 ? 1_000 : newSeed) &+ UInt64(number)
  }

  @Test func `any interleaving is equal to a serial order, and no base that moved is overwritten`()
    async throws
  {
    var done: [String: Int] = [:]
    for number in 0..<Self.cases {
      let story = try await Story(seed: Self.seed(number))
      try await story.play()
      try story.judge()
      done.merge(story.notebook.done) { $0 + $1 }
    }
    if Self.cases >= 20 {
      for name in ["late refused", "late intended", "accepted", "uncertain", "died", "erased"] {
        #expect(done[name, default: 0] > 0, "\(name) never happened")
      }
    }
    if Self.environment["ROLLBOOK_MODEL"] != nil { print(done.sorted { $0.key < $1.key }) }
  }

  @Test(arguments: [UInt64(1)]) func `a seed plays the same interleaving again`(
    seed: UInt64
  ) async throws {
    var played: [[String]] = []
    for _ in 0..<2 {
      let story = try await Story(seed: seed)
      try await story.play()
      played.append(try story.order())
    }
    #expect(played[0] == played[1])
  }
}
