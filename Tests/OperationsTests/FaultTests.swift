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

  /// The deeds, each for a stage of its own if all cases are run.
  private static func stages(_ deeds: [FaultStage.Deed]) -> [[FaultStage.Deed]] {
    Sweep.takesAll ? deeds.map { [$0] } : [deeds]
  }

  @Test(
    .timeLimit(.minutes(Sweep.takesAll ? 600 : 10)),
    arguments: stages(FaultStage.Deed.allCases)
  )
  func `a call on a file that fails, once or for ever, ends whatever is done`(
    _ deeds: [FaultStage.Deed]
  ) async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    try await FaultStage.play { stage in
      for deed in deeds { try await Self.failCalls(of: deed, on: stage, &random, "seed \(seed)") }
    }
  }

  private static func failCalls(
    of deed: FaultStage.Deed,
    on stage: FaultStage,
    _ random: inout Seeded,
    _ seed: String
  ) async throws {
    let errors = ["ENOSPC", "EIO"]
    for error in Sweep.takesAll ? errors : [errors.randomElement(using: &random) ?? errors[0]] {
      let calls = try await stage.count(deed, error: error)
      #expect(calls > 10)
      for always in Sweep.takesAll ? [false, true] : [Bool.random(using: &random)] {
        for place in places(Array(1...calls), few: 1, &random) {
          let fault = FaultStage.Fault.call(place, error: error, always: always)
          try await stage.run(deed, with: fault, seed)
        }
      }
      if Sweep.takesAll { print("calls that fail, \(deed), \(error):", calls) }
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
    .timeLimit(.minutes(Sweep.takesAll ? 240 : 10)),
    arguments: stages([.fetch, .push, .rollback, .erase])
  )
  func `a disk that fills up ends whatever is done`(_ deeds: [FaultStage.Deed]) async throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    try await FaultStage.play { stage in
      for deed in deeds {
        let need = try await stage.space(deed)
        var ends: [String: Int] = [:]
        for part in Self.places(Array(1..<100), few: 1, &random) {
          let end = try await stage.run(deed, with: .space(need * part / 100), "seed \(seed)")
          ends[end, default: 0] += 1
        }
        // How many steps share a commit varies, and with it the size of the write-ahead log.
        let enough = need + need / 4
        #expect(try await stage.run(deed, with: .space(enough), "seed \(seed)") == "exit 0")
        if Sweep.takesAll { print("free space, \(deed):", need, ends.sorted { $0.key < $1.key }) }
      }
    }
  }
}
