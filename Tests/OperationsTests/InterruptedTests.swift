import Foundation
import Ledger
import LedgerHistory
import RemoteAPI
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Commands that are stopped while they make something: what they leave names no person.
///
/// A few in every run of the tests; `ROLLBOOK_STOPS=200` takes as many.
@Suite struct InterruptedTests {
  private static let stops =
    ProcessInfo.processInfo.environment["ROLLBOOK_STOPS"].flatMap { Int($0) } ?? 6

  /// What is run, and what it makes by intent.
  ///
  /// `USER` is a user.
  private static let commands: [(line: String, made: String)] = [
    ("backup copy", "copy"), ("prove --user USER --out proof", "proof"),
    ("plan wanted.csv --to dingtalk --out plan.json", "plan.json"),
    ("report person-file --param user=USER --output rows.csv --format csv", "rows.csv"),
    ("rehearse 2", ""), ("export --tiles tiles", "tiles"), ("erase USER --reason gdpr --yes", ""),
  ]

  private let folder: TemporaryFolder
  private let files = FileManager.default
  private var place: String { folder.path("place") }
  private var temporary: String { folder.path("tmp") }

  init() throws {
    folder = try TemporaryFolder()
    try files.createDirectory(atPath: folder.path("kept"), withIntermediateDirectories: false)
  }

  private func environment(_ server: SandboxServer) -> [String: String] {
    [
      "TMPDIR": temporary,
      "ROLLBOOK_DINGTALK_URL": server.baseURL,
      "ROLLBOOK_DINGTALK_APP_KEY": server.credentials.appKey,
      "ROLLBOOK_DINGTALK_APP_SECRET": server.credentials.appSecret,
      "ROLLBOOK_DINGTALK_AGENT_ID": "\(server.credentials.agentID)",
    ]
  }

  private func run(_ line: String, in folder: String, _ server: SandboxServer) async throws
    -> ChildProcess.Ending
  {
    try await RollbookProcess.run(
      line.split(separator: " ").map(String.init),
      environment: environment(server),
      in: URL(fileURLWithPath: folder)
    )
  }

  /// Runs a command, and stops it after a time.
  private func stop(
    _ line: String,
    by signal: String,
    after milliseconds: Int,
    _ server: SandboxServer
  ) async throws -> ChildProcess.Ending {
    let program = ChildProcess.besideTests("rollbook").path
    let inherited = ProcessInfo.processInfo.environment.filter {
      ["PATH", "HOME", "LD_LIBRARY_PATH"].contains($0.key)
    }
    return try await ChildProcess.run(
      URL(fileURLWithPath: "/usr/bin/timeout"),
      ["-s", signal, "\(Double(milliseconds) / 1000)s", program]
        + line.split(separator: " ").map(String.init),
      environment: inherited.merging(environment(server)) { $1 },
      in: URL(fileURLWithPath: place)
    )
  }

  /// The files that have one of the texts in them, the ledger itself and what is made by intent aside.
  private func shows(_ needles: [Data], but made: String) -> [String] {
    [place, temporary].flatMap { root in
      (files.enumerator(atPath: root)?.allObjects as? [String] ?? []).filter { name in
        let isMeant =
          root == place
          && (name.hasPrefix("rollbook.sqlite")
            || (!made.isEmpty && (name == made || name.hasPrefix(made + "/"))))
        guard !isMeant, let bytes = files.contents(atPath: root + "/" + name) else { return false }
        return needles.contains { bytes.offset(of: $0) != nil }
      }
    }
  }

  private func setUp() throws {
    for path in [place, temporary] { try? files.removeItem(atPath: path) }
    try files.copyItem(atPath: folder.path("kept"), toPath: place)
    try files.createDirectory(atPath: temporary, withIntermediateDirectories: false)
  }

  @Test(.timeLimit(.minutes(30)))
  func `a command that is stopped leaves no person's values behind`() async throws {
    let server = try await SandboxServer.start(
      company: Company(seed: 5, people: 30),
      limits: .unhurried,
      timekeeper: SystemTimekeeper()
    )
    let users = await server.withCompany { $0.userids }
    let table = ["userid,备注"] + users.prefix(5).map { "\($0),alt" }
    try Data(table.joined(separator: "\n").utf8)
      .write(to: URL(fileURLWithPath: folder.path("kept/wanted.csv")))
    let push = "push wanted.csv --to dingtalk --reason r --yes --read-after 0s"
    for line in ["init", "fetch", push] {
      let ending = try await run(line, in: folder.path("kept"), server)
      try #require(ending.status == 0, "\(line): \(ending.text)")
    }
    var needles: [Data] = []
    let ledger = try Ledger.open(at: folder.path("kept/rollbook.sqlite"))
    try ledger.roster(RosterFilter()) { row in
      guard ["sys00-name", "sys00-mobile"].contains(row.field) else { return }
      if let value = row.content.value { needles.append(Data(value.text.utf8)) }
    }
    try #require(needles.count > 40)
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = Seeded(seed)
    for number in 0..<Self.stops {
      let (line, made) = Self.commands[number % Self.commands.count]
      let words = line.replacing("USER", with: users[7].text)
      let signal = ["INT", "TERM", "HUP", "KILL"].randomElement(using: &random) ?? "INT"
      let after = Int.random(in: 50...900, using: &random)
      try setUp()
      let ending = try await stop(words, by: signal, after: after, server)
      let comment: Comment = "\(words), \(signal) after \(after) ms, seed \(seed): \(ending.text)"
      let left = shows(needles, but: made)
      if signal != "KILL" {
        #expect(left == [], comment)
      } else if !left.isEmpty {
        let doctor = try await run("doctor", in: place, server)
        #expect(doctor.text.contains("leftovers"), comment)
        _ = try await run(words, in: place, server)
        #expect(shows(needles, but: made) == [], comment)
      }
    }
    await server.stop()
  }
}
