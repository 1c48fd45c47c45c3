import Foundation
import Ledger
import RollbookTestSupport
import Roster
import Testing

/// A copy of a ledger on a medium that cannot be written.
@Suite(
  .enabled("The tests run as root, and may not mount: every folder can be written.") {
    try await ReadOnlyMedium.canBeMade()
  }
)
struct ReadOnlyMediumTests {
  private let medium: ReadOnlyMedium
  private let files = FileManager.default
  private var folder: TemporaryFolder { medium.folder }

  init() throws {
    medium = try ReadOnlyMedium()
    try files.createDirectory(atPath: folder.path("keys"), withIntermediateDirectories: false)
  }

  private func rollbook(
    _ line: String,
    isReadOnly: Bool = false
  ) async throws -> ChildProcess.Ending {
    let program = ChildProcess.besideTests("rollbook").path
    return try await medium.start(
      [program] + line.split(separator: " ").map(String.init),
      isReadOnly: isReadOnly
    )
  }

  @Test func `a copy there is read and verified, and not written`() async throws {
    try Data("proof: {key: keys/k, lastHead: keys/head}\n".utf8)
      .write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    try Data("工号,花名\nE1,甲\n".utf8).write(to: folder.url.appendingPathComponent("people.csv"))
    for line in ["init", "import people.csv --captured-at 2020-01-01", "backup medium/copy"] {
      let ending = try await rollbook(line)
      #expect(ending.status == 0, "\(line): \(ending.text)")
    }
    let before = try files.contentsOfDirectory(atPath: folder.path("medium"))
    for line in ["verify --full", "verify", "roster --system maycur", "stats"] {
      let ending = try await rollbook(line + " --ledger medium/copy", isReadOnly: true)
      #expect(ending.status == 0, "\(line): \(ending.text)")
    }
    for line in ["import people.csv --captured-at 2020-01-02", "checkpoint", "rebuild"] {
      let ending = try await rollbook(line + " --ledger medium/copy", isReadOnly: true)
      #expect(ending.status == 73, "\(line): \(ending.text)")
      #expect(ending.text.contains("[ledgerReadOnly]"), "\(line): \(ending.text)")
    }
    #expect(try files.contentsOfDirectory(atPath: folder.path("medium")) == before)
  }

  @Test func `a copy with its log is refused there, and read where it can be written`() async throws
  {
    let path = folder.path("ledger")
    let timekeeper = ManualTimekeeper()
    try await SmallCompany.found(at: path, timekeeper)
    let writer = try await Ledger.open(at: path).begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: timekeeper
    )
    for place in ["medium/copy", "copy"] {
      for ending in ["", "-wal"] {
        try files.copyItem(atPath: path + ending, toPath: folder.path(place + ending))
      }
    }
    try writer.close(.finished, now: timekeeper.now())
    let refused = try await rollbook("stats --ledger medium/copy", isReadOnly: true)
    #expect(refused.status == 73, "\(refused.text)")
    #expect(refused.text.contains("Copy both files"), "\(refused.text)")
    #expect(refused.text.contains("[ledgerLogUnreadable]"), "\(refused.text)")
    let read = try await rollbook("stats --ledger copy")
    #expect(read.status == 0, "\(read.text)")
  }
}
