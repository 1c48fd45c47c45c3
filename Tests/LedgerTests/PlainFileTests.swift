import Foundation
import RollbookTestSupport
import Roster
import Testing

@testable import Ledger
@testable import LedgerProof
@testable import LedgerStorage

/// That nothing is written through another person's link, and that no pipe is waited for.
@Suite struct PlainFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(name),
      withDestinationPath: folder.path(target)
    )
  }

  private func erase(_ user: Verbatim, in bench: Bench, _ ledger: Ledger) async throws {
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .erase,
        system: .dingtalk,
        actor: "dpo@host",
        reason: "asked for",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    do {
      _ = try writer.erase(user, fields: nil, now: bench.clock.now())
    } catch {
      try writer.close(.failed, now: bench.clock.now())
      throw error
    }
    try writer.close(.finished, now: bench.clock.now())
  }

  @Test func `what a link leads to is left alone when the last head is written`() throws {
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: folder.path("victim")))
    try link("head.new", to: "victim")
    try PlainFile.replace(folder.path("head"), with: Array("ours".utf8), mode: 0o644)
    #expect(try text("victim") == "theirs" && text("head") == "ours")
    #expect(!FileManager.default.fileExists(atPath: folder.path("head.new")))
    try link("list", to: "victim")
    #expect(throws: PlainFile.Problem.self) {
      _ = try PlainFile(folder.path("list"), O_RDWR | O_CREAT | O_NOFOLLOW)
    }
  }

  @Test func `a draft that cannot take its name is removed`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("head/in"),
      withIntermediateDirectories: true
    )
    #expect(throws: PlainFile.Problem.self) {
      try PlainFile.replace(folder.path("head"), with: Array("ours".utf8), mode: 0o600)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["head"])
  }

  @Test func `a key, a last head or a list that is a pipe is refused, and not waited for`() throws {
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let signing = SigningConfiguration(keyPath: pipe, origin: nil, lastHeadPath: pipe)
    #expect(throws: ProofError.keyUnusable(path: pipe, reason: "it is no regular file")) {
      try signing.signingKey(ofLedger: [])
    }
    #expect(throws: ProofError.headUnusable(path: pipe, reason: "it is no regular file")) {
      try ExpectedCheckpoint(path: pipe).read()
    }
    let bench = try Bench()
    #expect(throws: ErasureError.listUnusable(path: pipe, reason: "it is no regular file")) {
      try bench.ledger.reading { try ErasureList(path: pipe).lines(in: $0) }
    }
  }

  @Test func `a list that cannot be read is not written, and loses nothing`() async throws {
    let bench = try Bench(signed: "rollbook.example/list")
    let list = folder.path("elsewhere.erasures")
    let watch = ErasureListKeeper(
      list: list,
      actor: "dpo@host",
      program: "test",
      timekeeper: bench.clock
    )
    let ledger = try Ledger.open(at: bench.ledger.path, watch: watch)
    try await bench.record(
      response(
        asked: ["a"],
        ("u1", [("a", 0, .text("1"))]),
        ("u2", [("a", 0, .text("2"))]),
        ("u3", [("a", 0, .text("3"))])
      )
    )
    try await erase("u1", in: bench, ledger)
    let before = try String(contentsOfFile: list, encoding: .utf8)
    // An editor ended the last line in this way.
    try before.trimmingCharacters(in: .newlines).write(
      toFile: list,
      atomically: true,
      encoding: .utf8
    )
    #expect(try bench.ledger.reading { try ErasureList(path: list).lines(in: $0) }.count == 1)
    try await erase("u2", in: bench, ledger)
    let after = try String(contentsOfFile: list, encoding: .utf8)
    #expect(after.hasPrefix(before) && after.split(separator: "\n").count == 3)
    // A line that was cut off while it was written is none.
    try (after + #"{"erased":"00"#).write(toFile: list, atomically: true, encoding: .utf8)
    #expect(try bench.ledger.reading { try ErasureList(path: list).lines(in: $0) }.count == 2)
    // A link is not followed, and what it hides is still there afterwards.
    try FileManager.default.moveItem(atPath: list, toPath: list + ".away")
    try FileManager.default.createSymbolicLink(
      atPath: list,
      withDestinationPath: list + ".away"
    )
    await #expect(throws: LedgerError.self) { try await erase("u3", in: bench, ledger) }
    let away = try String(contentsOfFile: list + ".away", encoding: .utf8)
    #expect(away.hasPrefix(after))
  }

  @Test(arguments: [
    (0o600, 1000, 1000, true), (0o400, 1000, 0, true), (0o640, 0, 0, false), (0o444, 0, 0, false),
    // What systemd gives to a service.
    (0o440, 0, 0, true), (0o440, 1000, 0, false), (0o440, 0, 1000, false),
  ])
  func `a file is private if no other account may read it`(
    mode: UInt32,
    user: UInt32,
    group: UInt32,
    isPrivate: Bool
  ) {
    var facts = stat()
    (facts.st_mode, facts.st_uid, facts.st_gid) = (mode_t(S_IFREG) | mode, user, group)
    #expect(PlainFile.isPrivate(facts) == isPrivate)
  }
}
