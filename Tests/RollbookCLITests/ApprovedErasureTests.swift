import Foundation
import Ledger
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// Erasures, and releases of holds, that other people must approve.
@Suite struct ApprovedErasureTests {
  private static let settings = """
    proof: { lastHead: heads/last }
    people:
      - { name: 张三, accounts: [hr] }
      - { name: 李娜, accounts: [lina], approves: [auditor] }
      - { name: 欧阳娜娜, accounts: [ouyang], users: [manager4220], approves: [auditor, emergency] }
      - { name: 赵强, accounts: [zhao], approves: [auditor, emergency] }
    approval:
      rules:
        - { for: [erase, release], needs: [auditor] }

    """
  private var stage: Stage

  init() async throws {
    stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    try FileManager.default.createDirectory(
      atPath: stage.folder.path("heads"),
      withIntermediateDirectories: true
    )
    try stage.write(Self.settings, to: "rollbook.yaml")
  }

  private func run(_ line: String, as account: String = "hr") async -> Stage.Run {
    var stage = stage
    stage.actor = Verbatim(account.contains(" ") ? account : account + "@host")
    return await stage.run(line.split(separator: " ").map(String.init))
  }

  private func json(_ line: String, as account: String = "hr") async throws -> JSON {
    let run = await run(line + " --format json", as: account)
    return try #require(try? JSON(parsing: Array(run.result.utf8)), "\(line): \(run.transcript)")
  }

  /// Proposes an erasure, and returns its number and its digest.
  private func propose(_ line: String = "erase manager4220 --reason 本人要求 --yes") async throws
    -> (number: Int64, digest: String)
  {
    let proposal = try await json(line)
    #expect(proposal["state"] == "awaiting" && proposal["needs"] == "auditor")
    let number = try #require(proposal["proposal"]?.integer)
    return (number, try #require(proposal["digest"]?.text))
  }

  private func isErased() async -> Bool {
    await run("show manager4220").notes.contains("[userErased]")
  }

  /// Whether any file of the ledger has a text.
  private func isInFiles(_ text: String) throws -> Bool {
    let names = try FileManager.default.contentsOfDirectory(atPath: stage.folder.url.path)
    return try names.filter { $0.hasPrefix("rollbook.sqlite") }.contains { name in
      let url = stage.folder.url.appendingPathComponent(name)
      return try Data(contentsOf: url).range(of: Data(text.utf8)) != nil
    }
  }

  @Test func `an erasure is done once another person has approved it`() async throws {
    let proposed = await run("erase manager4220 --reason 本人要求 --yes")
    #expect(proposed.status == .awaitsApproval, "\(proposed.transcript)")
    let shown = try await json("proposal 3")
    let digest = try #require(shown["digest"]?.text)
    let affected = try #require(shown["affected"]?.elements?.first)
    #expect(affected["user"] == "manager4220" && affected["person"] == "欧阳娜娜")
    #expect(affected["values"]?.integer ?? 0 > 5 && shown["plan"] == .null)
    let decide = "approve 3 --reason checked --digest \(digest)"
    for (account, name) in [
      ("hr", "ownProposal"), ("ouyang", "inTheRows"), ("token 9 (payroll)", "tokenCannotDecide"),
      ("stranger", "personUnknown"),
    ] {
      #expect(await run(decide, as: account).notes.contains("[\(name)]"), "\(account)")
    }
    #expect(await run("apply 3 --yes").notes.contains("[approvalMissing]"))
    let hurried = await run("apply 3 --emergency --yes --reason now", as: "zhao")
    #expect(hurried.notes.contains("[notInEmergency]"), "\(hurried.transcript)")
    #expect(await !isErased())
    // What the approver writes about the person goes with the person.
    let approve = "approve 3 --reason asked-欧阳娜娜-himself --digest \(digest)"
    #expect(await run(approve, as: "lina").status == .done)
    let applied = try await json("apply 3 --yes")
    #expect(applied.elements?.first?["values"] == affected["values"])
    #expect(await isErased())
    for text in ["manager4220", "欧阳娜娜", "13900000009"] {
      #expect(try !isInFiles(text), "\(text)")
    }
    let twice = await run("apply 3 --yes")
    #expect(twice.notes.contains("[proposalNotOpen]"))
    let after = try await json("proposal 3")
    #expect(after["state"] == "applied" && after["affected"] == [])
    #expect(after["decisions"]?.elements?.first?["reason"] == .null)
    #expect(try await json("verify --full")["findings"] == [])
    #expect(await run("rebuild --check").status == .done)
  }

  @Test func `a release is done once another person has approved it`() async throws {
    #expect(await run("hold manager4220 --reason 诉讼").status == .done)
    let held = await run("erase manager4220 --reason 本人要求 --yes")
    #expect(held.notes.contains("[underHold]"))
    #expect(await run("log").result.contains("erasureRefused"))
    let (number, digest) = try await propose("release manager4220 --reason 结案")
    let affected = try await json("proposal \(number)")["affected"]?.elements?.first
    #expect(affected?["reason"] == "诉讼")
    #expect(await run("apply \(number) --yes").notes.contains("[approvalMissing]"))
    let approve = "approve \(number) --reason ok --digest \(digest)"
    #expect(await run(approve, as: "ouyang").notes.contains("[inTheRows]"))
    #expect(await run(approve, as: "zhao").status == .done)
    #expect(await run("holds").result.contains("manager4220"))
    #expect(await run("apply \(number) --yes").status == .done)
    #expect(await !run("holds").result.contains("manager4220"))
    #expect(await run("apply \(number) --yes").notes.contains("[proposalNotOpen]"))
    #expect(await run("release manager4220 --reason 再次").notes.contains("[notUnderHold]"))
    #expect(try await json("verify --full")["findings"] == [])
  }

  @Test func `a hold that came after the approval forbids the erasure, and uses nothing up`()
    async throws
  {
    let (number, digest) = try await propose()
    #expect(
      await run("approve \(number) --reason ok --digest \(digest)", as: "lina").status == .done
    )
    #expect(await run("hold manager4220 --reason 诉讼").status == .done)
    let refused = await run("apply \(number) --yes")
    #expect(refused.notes.contains("[underHold]"), "\(refused.transcript)")
    #expect(try await json("proposal \(number)")["state"] == "approved")
    let (release, second) = try await propose("release manager4220 --reason 结案")
    _ = await run("approve \(release) --reason ok --digest \(second)", as: "lina")
    #expect(await run("apply \(release) --yes").status == .done)
    #expect(await run("apply \(number) --yes").status == .done)
    #expect(await isErased())
  }

  @Test func `what too few could approve, or what names the person, is not proposed`() async throws
  {
    let named = await run("erase manager4220 --reason 欧阳娜娜要求 --yes")
    #expect(named.notes.contains("[reasonNamesPerson]"), "\(named.transcript)")
    try stage.write(
      "people: [{ name: 张三, accounts: [hr], approves: [approver] }]\n",
      to: "rollbook.yaml"
    )
    let alone = await run("propose erase manager4220 --reason x --yes")
    #expect(alone.notes.contains("[approversMissing]"), "\(alone.transcript)")
    #expect(try await json("proposals") == [])
  }

  @Test func `without a terminal or a yes nothing is proposed, and a rule of fields counts`()
    async throws
  {
    let rule = "{ for: [erase], fields: [sys00-mobile], needs: [auditor] }"
    let settings = Self.settings.replacing(
      "{ for: [erase, release], needs: [auditor] }",
      with: rule
    )
    try stage.write(settings, to: "rollbook.yaml")
    #expect(await run("erase manager4220 --reason x").notes.contains("[nobodyToAsk]"))
    var asked = stage
    asked.answer = "n"
    asked.actor = "hr@host"
    let declined = await asked.run("erase", "manager4220", "--reason", "x")
    #expect(declined.notes.contains("[eraseDeclined]"), "\(declined.transcript)")
    #expect(try await json("proposals") == [])
    // A whole person has all fields; one without the field of the rule is erased at once.
    #expect(await run("erase 0456 --reason x --yes").status == .awaitsApproval)
    #expect(await run("erase 0457 --fields 毕业院校 --reason x --yes").status == .done)
    #expect(await run("erase 0457 --fields 手机号 --reason x --yes").status == .awaitsApproval)
  }

  @Test func `a copy from before the erasure forgets, and the proposal there can be closed`()
    async throws
  {
    let (number, digest) = try await propose()
    _ = await run("approve \(number) --reason ok --digest \(digest)", as: "lina")
    #expect(await run("backup older.sqlite").status == .done)
    #expect(await run("apply \(number) --yes").status == .done)
    // As after a crash between the list of erasures and the commit: the list is applied first.
    let copy = " --ledger older.sqlite"
    #expect(await run("show manager4220" + copy).notes.contains("[userErased]"))
    #expect(try await json("proposal \(number)" + copy)["state"] == "approved")
    let applied = await run("apply \(number) --yes" + copy)
    #expect(applied.status == .done, "\(applied.transcript)")
    #expect(try await json("proposal \(number)" + copy)["state"] == "applied")
    #expect(try await json("erasures" + copy).elements?.count == 1)
  }

  @Test func `wherever the application of an erasure is killed, it is done once`() async throws {
    // The program that is killed has the clock of the machine.
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    stage.timekeeper.set(to: Instant(milliseconds: now))
    let (number, digest) = try await propose()
    let approve = "approve \(number) --reason ok --digest \(digest)"
    #expect(await run(approve, as: "lina").status == .done)
    let before = try Data(contentsOf: stage.folder.url.appendingPathComponent("rollbook.sqlite"))
    // Opened, erased with its decision, written anew, closed.
    for commits in 1...3 {
      try stage.restore(before)
      let ending = try await ChildProcess.run(
        ChildProcess.besideTests("rollbook"),
        ["apply", "\(number)", "--yes"],
        environment: ProcessInfo.processInfo.environment.merging(
          ["ROLLBOOK_TEST_KILL_AFTER_COMMITS": "\(commits)"]
        ) { $1 },
        in: stage.folder.url
      )
      #expect(ending.signal == SIGKILL, "\(commits): \(ending.text)")
      let last = try await json("operations").elements?.last
      #expect(last?["kind"] == "erase" && last?["status"] == "interrupted", "\(commits)")
      let isDone = commits > 1
      #expect(await isErased() == isDone, "\(commits)")
      #expect(
        try await json("proposal \(number)")["state"]?.text == (isDone ? "applied" : "approved")
      )
      let again = await run("apply \(number) --yes")
      #expect(again.status == (isDone ? .refused : .done), "\(commits): \(again.transcript)")
      #expect(try await json("erasures").elements?.count == 1)
      // The next writer writes the file anew.
      #expect(await run("hold 0457 --reason next").status == .done)
      #expect(try !isInFiles("manager4220"), "\(commits)")
      #expect(try await json("verify --full")["findings"] == [], "\(commits)")
    }
  }
}

extension Stage {
  /// Puts the ledger back as it was, without what is beside it.
  fileprivate func restore(_ ledger: Data) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    where name.hasPrefix("rollbook.sqlite-") {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    try? FileManager.default.removeItem(atPath: folder.path("heads"))
    try FileManager.default.createDirectory(
      atPath: folder.path("heads"),
      withIntermediateDirectories: true
    )
    try ledger.write(to: folder.url.appendingPathComponent("rollbook.sqlite"))
  }
}
