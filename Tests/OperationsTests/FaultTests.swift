import Foundation
import Ledger
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// The program while its files fail.
///
/// A call of the system fails once, or from one on, or the disk has no more than so much space. Each
/// command ends with an exit code of the contract, the ledger is sound, and nothing was written twice.
///
/// A few places in every run of the tests; `make faults` takes all.
@Suite struct FaultTests {
  /// The places of a sweep: all, or a few by chance.
  private static func places(_ all: [Int], few: Int, _ random: inout Seeded) -> [Int] {
    if Sweep.takesAll { return all }
    return (0..<few).compactMap { _ in all.randomElement(using: &random) }.sorted()
  }

  @Test(.timeLimit(.minutes(Sweep.takesAll ? 600 : 10)), arguments: FaultStage.Deed.allCases)
  func `a call on a file that fails, once or for ever, ends whatever is done`(
    _ deed: FaultStage.Deed
  ) async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    try await FaultStage.play { stage in
      let errors = ["ENOSPC", "EIO"]
      for error in Sweep.takesAll ? errors : [errors.randomElement(using: &random) ?? errors[0]] {
        let calls = try await stage.count(deed, error: error)
        #expect(calls > 10)
        for always in Sweep.takesAll ? [false, true] : [Bool.random(using: &random)] {
          for place in Self.places(Array(1...calls), few: 1, &random) {
            let fault = FaultStage.Fault.call(place, error: error, always: always)
            try await stage.run(deed, with: fault, "seed \(seed)")
          }
        }
      }
    }
  }

  @Test
  func `a list of erasures that cannot be opened loses nothing, and nothing is shown meanwhile`()
    async throws
  {
    try await FaultStage.play { stage in
      for error in ["EMFILE", "EACCES", "EIO"] { try await stage.eraseWithoutList(error) }
    }
  }

  @Test(
    .timeLimit(.minutes(Sweep.takesAll ? 60 : 10)),
    arguments: [FaultStage.Deed.fetch, .push, .rollback, .erase]
  )
  func `a disk that fills up ends whatever is done`(_ deed: FaultStage.Deed) async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    try await FaultStage.play { stage in
      let need = try await stage.space(deed)
      var ends: [String: Int] = [:]
      for part in Self.places(Array(1..<100), few: 1, &random) {
        let end = try await stage.run(deed, with: .space(need * part / 100), "seed \(seed)")
        ends[end, default: 0] += 1
      }
      #expect(try await stage.run(deed, with: .space(need), "seed \(seed)") == "exit 0")
      if Sweep.takesAll { print("free space, \(deed):", need, ends.sorted { $0.key < $1.key }) }
    }
  }
}
