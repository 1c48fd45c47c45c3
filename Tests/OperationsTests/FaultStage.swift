import LedgerVerification
import LedgerHistory
import Foundation
import Ledger
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// A company, and a ledger of it, that is set up again before each run of the program.
final class FaultStage {
  /// What is done while files fail.
  enum Deed: String, CaseIterable, Sendable {
    case `init`, fetch, push, rollback, erase, backup
  }

  /// What goes wrong.
  enum Fault {
    case none
    case call(Int, error: String, always: Bool)
    case space(Int)

    var variables: [String: String] {
      switch self {
      case .none: [:]
      case .call(let number, let error, let always):
        ["FAULTY_AT": "\(number)", "FAULTY_ERROR": error, "FAULTY_ALWAYS": always ? "1" : "0"]
      case .space(let bytes): ["FAULTY_FREE": "\(bytes)"]
      }
    }
  }

  private static let people = 40
  private static let timekeeper = SystemTimekeeper()

  private let server: SandboxServer
  private let folder: TemporaryFolder
  private let start: Simulation
  private let users: [Verbatim]
  private let files = FileManager.default
  private var ledgerPath: String { place + "/book" }
  private var place: String { folder.path("place") }
  private var kept: String { folder.path("kept") }

  private init(_ server: SandboxServer) async throws {
    self.server = server
    folder = try TemporaryFolder()
    try files.createDirectory(atPath: folder.path("place"), withIntermediateDirectories: true)
    let limits = "limits: { maxUsers: 1000, maxEmptied: 100, maxRejected: 100 }\n"
    try Data(limits.utf8).write(to: folder.url.appendingPathComponent("rollbook.yaml"))
    let users = await server.withCompany { $0.userids }
    self.users = users
    let first = users.map { "\($0),alt-\($0)-" }
    try Data((["userid,备注"] + first).joined(separator: "\n").utf8)
      .write(to: folder.url.appendingPathComponent("first.csv"))
    let rows = users.enumerated().map { number, user in
      number.isMultiple(of: 4) ? "\(user),,neu-\(number)-" : "\(user),neu-\(number)-,"
    }
    try Data((["userid,备注,紧急联系人姓名[+]"] + rows).joined(separator: "\n").utf8)
      .write(to: folder.url.appendingPathComponent("wanted.csv"))
    start = await server.withSimulation { $0 }
  }

  /// Sets the stage, plays, and clears it away.
  static func play(_ body: (FaultStage) async throws -> Void) async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 11, people: people),
      limits: .unhurried,
      timekeeper: timekeeper
    )
    do {
      let stage = try await FaultStage(server)
      try await stage.prepare()
      try await body(stage)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  /// A ledger with a fetch, and a batch that is rolled back; kept, to begin from.
  private func prepare() async throws {
    for line in ["init", "fetch", "push first.csv --to dingtalk --reason a --yes --read-after 0s"] {
      let ending = try await start(line, [:])
      try #require(ending.status == 0, "\(line): \(ending.text)")
    }
    try files.copyItem(atPath: place, toPath: kept)
    pushed = await server.withSimulation { $0 }
  }

  private var pushed: Simulation?

  private func line(_ deed: Deed) -> String {
    switch deed {
    case .`init`: "init"
    case .fetch: "fetch"
    case .push: "push wanted.csv --to dingtalk --reason b --yes --read-after 0s"
    case .rollback: "rollback 2 --reason b --yes --read-after 0s"
    case .erase: "erase \(users[3]) --reason gdpr --yes"
    case .backup: "backup place/copy"
    }
  }

  private func start(
    _ line: String,
    _ variables: [String: String]
  ) async throws -> ChildProcess.Ending {
    let library = ChildProcess.besideTests("libFaultyFiles.so").path
    try #require(files.fileExists(atPath: library), "there is no \(library)")
    var environment = [
      "ROLLBOOK_LEDGER": ledgerPath,
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
    ]
    if !variables.isEmpty {
      environment["LD_PRELOAD"] = library
      environment["FAULTY_FOLDER"] = place
      environment.merge(variables) { $1 }
    }
    return try await RollbookProcess.run(
      line.split(separator: " ").map(String.init),
      environment: environment,
      in: folder.url
    )
  }

  /// Puts everything back to before the deed.
  private func setUp(_ deed: Deed) async throws {
    try files.removeItem(atPath: place)
    if deed == .`init` {
      try files.createDirectory(atPath: place, withIntermediateDirectories: false)
    } else {
      try files.copyItem(atPath: kept, toPath: place)
    }
    let then = pushed ?? start
    await server.withSimulation { $0 = then }
  }

  /// How many calls on files a deed makes that may fail so.
  func count(_ deed: Deed, error: String) async throws -> Int {
    try await measure(deed, ["FAULTY_ERROR": error]).calls
  }

  /// How many bytes of free space a deed needs.
  func space(_ deed: Deed) async throws -> Int {
    let free = 1 << 40
    return free - (try await measure(deed, ["FAULTY_FREE": "\(free)"]).lowestFree)
  }

  private func measure(
    _ deed: Deed,
    _ variables: [String: String]
  ) async throws -> (calls: Int, lowestFree: Int) {
    try await setUp(deed)
    let count = folder.path("count")
    let ending = try await start(line(deed), variables.merging(["FAULTY_COUNT": count]) { $1 })
    #expect(ending.status == 0, "\(deed): \(ending.text)")
    let numbers = try String(contentsOfFile: count, encoding: .utf8).split { !$0.isNumber }
      .compactMap { Int($0) }
    try #require(numbers.count == 2)
    return (numbers[0], numbers[1])
  }

  /// Does it with a fault, and checks what is left.
  ///
  /// - Returns: How it ended.
  @discardableResult
  func run(_ deed: Deed, with fault: Fault, _ seed: String) async throws -> String {
    try await setUp(deed)
    let before = server.journal(.update).count
    let ending = try await start(line(deed), fault.variables)
    let comment: Comment = "\(deed) \(fault) \(seed): \(ending.status ?? -1) \(ending.text)"
    // 70 is a fault of the program.
    let documented: Set<Int32> = [0, 1, 2, 64, 65, 66, 69, 73, 74, 75, 77, 78]
    #expect(ending.signal == nil, comment)
    #expect(ending.status.map { documented.contains($0) } == true, comment)
    switch deed {
    case .`init`:
      let again = try await start("init", [:])
      #expect(again.status == (ending.status == 0 ? 73 : 0), "\(comment), then \(again.text)")
    case .backup:
      #expect(files.fileExists(atPath: place + "/copy") == (ending.status == 0), comment)
    default: break
    }
    let ledger = try Ledger.open(at: ledgerPath)
    #expect(ledger.writer() == nil, comment)
    #expect(try ledger.verify().findings == [], comment)
    #expect(try ledger.checkProjections().allSatisfy { $0.differences == 0 }, comment)
    try checkWrites(ledger, Array(server.journal(.update).dropFirst(before)), comment)
    return ending.status.map { "exit \($0)" } ?? "signal \(ending.signal ?? 0)"
  }

  /// Erases a person, then another one while the list of erasures cannot be opened, and then again.
  func eraseWithoutList(_ error: String) async throws {
    try await setUp(.erase)
    let list = URL(fileURLWithPath: ledgerPath + ".key.head.erasures")
    let first = try await start("erase \(users[2]) --reason gdpr --yes", [:])
    #expect(first.status == 0, "\(first.text)")
    let before = try Data(contentsOf: list)
    for line in [line(.erase), "show \(users[4])"] {
      let ending = try await start(line, ["FAULTY_OPEN": list.path, "FAULTY_ERROR": error])
      #expect(ending.status == 78, "\(error): \(ending.text)")
      #expect(ending.text.contains("[erasureListUnusable]"), "\(ending.text)")
      #expect(try Data(contentsOf: list) == before)
    }
    #expect(try Ledger.open(at: ledgerPath).verify().findings == [])
    // Nothing of them went meanwhile.
    let second = try await start(line(.erase), [:])
    #expect(second.status == 0, "\(second.text)")
    let after = try Data(contentsOf: list)
    #expect(after.starts(with: before) && after.count > before.count)
  }

  /// Nothing arrived twice, and what is on record of each row is what arrived.
  private func checkWrites(
    _ ledger: Ledger,
    _ arrived: [JournalEntry],
    _ comment: Comment
  ) throws {
    #expect(Set(arrived.map(\.text)).count == arrived.count, comment)
    guard let batch = try ledger.batches().last(where: { $0.operation.operation > 2 }) else {
      return #expect(arrived.isEmpty, comment)
    }
    let lines = try ledger.batch(batch.operation.operation)?.1 ?? []
    for line in lines {
      let applied = arrived.filter { $0.isApplied && $0.text.contains(line.user.text) }
      switch line.status {
      case .accepted: #expect(applied.count == 1, comment)
      case .notSent, .skipped: #expect(applied.isEmpty, comment)
      case .uncertain, .rejected: #expect(applied.count <= 1, comment)
      }
    }
  }
}
