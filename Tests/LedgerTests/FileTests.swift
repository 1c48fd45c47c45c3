import LedgerVerification
import LedgerHistory
import Foundation
import Ledger
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing

/// The ledger as a file among others: names, copies, logs and media.
@Suite struct FileTests {
  private let bench: Bench
  private let files = FileManager.default

  init() throws { bench = try Bench() }

  private func record(_ value: String) async throws {
    try await bench.record(response(asked: ["a"], ("u1", [("a", 0, .text(Verbatim(value)))])))
  }

  private func begin(_ path: String) async throws -> LedgerWriter {
    try await Ledger.open(at: path).begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
  }

  private func name(_ body: () async throws -> some Any) async -> String {
    do {
      _ = try await body()
      return "nothing"
    } catch { return (error as? LedgerError)?.name ?? "\(error)" }
  }

  @Test func `no other name, and no removal of the lock's text, lets a second writer in`()
    async throws
  {
    let path = bench.ledger.path
    let link = bench.folder.path("link")
    try files.createSymbolicLink(atPath: link, withDestinationPath: path)
    let writer = try await bench.fetch()
    #expect(await name { try await begin(link) } == "ledgerBusy")
    try files.removeItem(atPath: path + ".lock")
    for other in [path, link] {
      #expect(await name { try await begin(other) } == "ledgerBusy")
      #expect(try Ledger.open(at: other).writer() != nil)
    }
    let second = bench.folder.path("second")
    try files.linkItem(atPath: path, toPath: second)
    // Within one process SQLite itself may refuse a second name first.
    #expect(await name { try await begin(second) } != "nothing")
    try writer.close(.finished, now: bench.clock.now())
    // Each of two names would have a log of its own.
    for other in [path, second] {
      #expect(await name { try await begin(other) } == "ledgerHasSeveralNames")
    }
    try files.removeItem(atPath: second)
    try await begin(link).close(.finished, now: bench.clock.now())
    #expect(
      try files.contentsOfDirectory(atPath: bench.folder.url.path).contains("book.sqlite.lock")
    )
    #expect(!files.fileExists(atPath: link + ".lock"))
    #expect(try bench.ledger.verify().findings == [])
  }

  @Test func `the text of the lock is not written through a link`() async throws {
    let victim = bench.folder.path("victim")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: victim))
    try files.createSymbolicLink(atPath: bench.ledger.path + ".lock", withDestinationPath: victim)
    #expect(await name { try await bench.fetch() } == "ledgerCannotOpen")
    #expect(try Data(contentsOf: URL(fileURLWithPath: victim)) == Data("mine".utf8))
  }

  /// Leaves a ledger as a crash leaves it, its log beside it, with backups from before and within.
  private func crash() async throws -> (left: String, backups: [String]) {
    let left = bench.folder.path("left")
    try await record("1")
    let before = bench.folder.path("before")
    try bench.ledger.backUp(to: before)
    try await record("2")
    let writer = try await bench.fetch()
    let atBeginning = bench.folder.path("beginning")
    try bench.ledger.backUp(to: atBeginning)
    let reported = response(asked: ["a"], ("u1", [("a", 0, .text("3"))]))
    _ = try writer.append(reported, now: bench.clock.now())
    for ending in ["", "-wal"] {
      try files.copyItem(atPath: bench.ledger.path + ending, toPath: left + ending)
    }
    try writer.close(.finished, now: bench.clock.now())
    let after = bench.folder.path("after")
    try await record("4")
    try bench.ledger.backUp(to: after)
    return (left, [before, after])
  }

  @Test
  func `a backup copied over a ledger with its write-ahead log is noticed, and mended by hand`()
    async throws
  {
    let (left, backups) = try await crash()
    // Left as the crash left it, the log is its own.
    #expect(try Ledger.open(at: left).verify().findings == [])
    for backup in backups {
      let copy = try Data(contentsOf: URL(fileURLWithPath: backup))
      let place = bench.folder.path("restored")
      for ending in ["", "-wal", "-shm"] { try? files.removeItem(atPath: place + ending) }
      try copy.write(to: URL(fileURLWithPath: place))
      try files.copyItem(atPath: left + "-wal", toPath: place + "-wal")
      #expect(await name { try Ledger.open(at: place) } == "ledgerLogOfOther")
      #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == copy)
      for ending in ["-wal", "-shm"] where files.fileExists(atPath: place + ending) {
        try files.moveItem(atPath: place + ending, toPath: place + ending + ".aside")
        try files.removeItem(atPath: place + ending + ".aside")
      }
      #expect(try Ledger.open(at: place).verify().findings == [])
      try await begin(place).close(.finished, now: bench.clock.now())
    }
  }

  @Test func `another ledger's log is noticed`() async throws {
    let (left, _) = try await crash()
    let other = try Bench()
    try await other.record(response(asked: ["a"], ("u1", [("a", 0, .text("1"))])))
    try files.copyItem(atPath: left + "-wal", toPath: other.ledger.path + "-wal2")
    let place = other.folder.path("copy")
    try other.ledger.backUp(to: place)
    try files.moveItem(atPath: other.ledger.path + "-wal2", toPath: place + "-wal")
    #expect(await name { try Ledger.open(at: place) } == "ledgerLogOfOther")
  }

  @Test func `what a killed init or backup left blocks no one`() async throws {
    try await record("1")
    let rubbish = Data(repeating: 0xAB, count: 20_000)
    for (name, make) in [
      ("new", { (path: String) in _ = try Ledger.create(at: path, now: bench.clock.now()) }),
      ("copy", { (path: String) in try bench.ledger.backUp(to: path) }),
    ] {
      let path = bench.folder.path(name)
      for ending in ["", "-wal", "-journal"] {
        try rubbish.write(to: URL(fileURLWithPath: path + Unfinished.ending + ending))
      }
      try make(path)
      #expect(try Ledger.open(at: path).verify().findings == [])
      let left = try files.contentsOfDirectory(atPath: bench.folder.url.path)
      #expect(!left.contains { $0.contains("partial") }, "\(left)")
    }
  }

  @Test func `what a killed backup left is found and removed, and what one fills now is not`()
    async throws
  {
    try await record("1")
    let path = bench.folder.path("copy")
    let folder = bench.folder.url.path
    func unfinished(_ names: String...) -> [String] {
      names.map { folder + "/" + $0 + Unfinished.ending }
    }
    func kill(_ name: String) throws {
      try files.copyItem(atPath: bench.ledger.path, toPath: unfinished(name)[0])
    }
    try kill("copy")
    try kill("other")
    #expect(Unfinished.left(in: folder) == unfinished("copy", "other"))
    try bench.ledger.backUp(to: path)
    #expect(Unfinished.left(in: folder) == [])
    // The file was given its name meanwhile.
    try kill("copy")
    try Data("x".utf8).write(to: URL(fileURLWithPath: unfinished("copy")[0] + "-wal"))
    #expect(await name { try bench.ledger.backUp(to: path) } == "ledgerExists")
    let left = try files.contentsOfDirectory(atPath: folder)
    #expect(!left.contains { $0.contains("partial") }, "\(left)")
    // Another process fills it now.
    try kill("third")
    let third = unfinished("third")[0]
    let filling = open(third, O_RDWR | O_CLOEXEC)
    defer { close(filling) }
    #expect(flock(filling, LOCK_EX | LOCK_NB) == 0)
    let refused = await name { try bench.ledger.backUp(to: bench.folder.path("third")) }
    #expect(refused == "ledgerCannotOpen")
    #expect(files.fileExists(atPath: third) && Unfinished.left(in: folder) == [])
  }

  @Test func `a copy where nothing can be written is read and verified, and not written`()
    async throws
  {
    try await record("1")
    let folder = bench.folder.url.appendingPathComponent("a medium?")
    try files.createDirectory(at: folder, withIntermediateDirectories: false)
    let path = folder.appendingPathComponent("copy 100%#1").path
    try bench.ledger.backUp(to: path)
    let left = try files.contentsOfDirectory(atPath: folder.path)
    #expect(left == ["copy 100%#1"])
    try files.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
    defer {
      try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
    // The administrator may write anywhere but on a medium that is mounted so; see
    // ReadOnlyMediumTests.
    guard !files.isWritableFile(atPath: folder.path) else { return }
    let copy = try Ledger.open(at: path)
    #expect(try copy.verify().findings == [])
    #expect(await name { try await begin(path) } == "ledgerReadOnly")
  }
}
