import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing
import VerbatimJSON

/// In Maycur, which cannot be read, an undo rests on what the ledger knows: the same property, on what
/// is known and on an assumption that holds, since no one else writes.
@Suite struct UndoWayMaycurTests {
  private static let texts: [FieldCode] = ["employeeNickName", "email"]

  @Test(arguments: [Quirks.lenient, .strict], Sweep.seeds(4, all: 60))
  func `the advice leads to the end, whatever was done before`(
    _ quirks: Quirks,
    seed: UInt64
  ) async throws {
    try await PushScene.playMaycur(people: 6, quirks: quirks) { scene, tools, _ in
      var random = Seeded(seed)
      // Without a mail of their own, what was there before may be refused: then there is no contact.
      let records = await scene.server.withSimulation { $0.maycur.records }
      let people = records.filter { $0["email"] != nil }.map(\.employeeID)
      try #require(people.count > 1)
      var cellHistory = Story(scene, tools, Array(people.prefix(2)), seed)
      try await cellHistory.export()
      for _ in 0..<10 { try await cellHistory.step(&random) }
      for _ in 0..<3 { try await cellHistory.undoSome(&random) }
      #expect(!cellHistory.pushes.isEmpty)
      try scene.checkBook()
    }
  }

  /// Pushes and rollbacks of the same few cells and lists, with exports in between.
  private struct Story {
    let scene: PushScene
    let tools: PushTools
    let people: [Verbatim]
    let comment: Comment
    private(set) var pushes: [OperationNumber] = []

    init(_ scene: PushScene, _ tools: PushTools, _ people: [Verbatim], _ seed: UInt64) {
      self.scene = scene
      self.tools = tools
      self.people = people
      comment = Comment(rawValue: "seed \(seed)")
    }

    private var way: UndoWay {
      UndoWay(ledger: scene.ledger, comment: comment) { [self] batch in
        try await rollBack(batch, assumes: true)
      } settle: { [self] batch in
        try await runSettle(SettleRequest(batch: batch, author: PushScene.author), tools: tools)
      }
    }

    private func rollBack(_ batch: OperationNumber, assumes: Bool) async throws -> PushOutcome {
      scene.clock.advance(by: .seconds(60))
      return try await tools.rollBack(batch, assumes: assumes)
    }

    /// Imports nicknames and mails as Maycur holds them.
    func export() async throws {
      scene.clock.advance(by: .seconds(60))
      var rows: [String] = []
      for user in people {
        var row = [user.text]
        for field in UndoWayMaycurTests.texts { row.append(await value(user, field) ?? "") }
        rows.append(row.joined(separator: ","))
      }
      try await scene.export(rows)
    }

    mutating func step(_ random: inout Seeded) async throws {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<6: try await push(&random)
      case 6..<8:
        guard let batch = try scene.ledger.batches().randomElement(using: &random) else { return }
        let assumes = Bool.random(using: &random)
        _ = try await rollBack(batch.operation.operation, assumes: assumes)
      case 8:
        guard let batch = try scene.ledger.batches().randomElement(using: &random) else { return }
        let request = RetryRequest(
          batch: batch.operation.operation,
          rules: PushScene.sparing,
          author: PushScene.author
        )
        _ = try await runRetry(request, tools: tools) { _ in true }
      default: try await export()
      }
    }

    private mutating func push(_ random: inout Seeded) async throws {
      var changes: [UserChange] = []
      for user in people where Int.random(in: 0..<4, using: &random) > 0 {
        var edits: [CellEdit] = []
        for field in UndoWayMaycurTests.texts where Bool.random(using: &random) {
          let number = Int.random(in: 0..<4, using: &random)
          let isCleared = number == 0 && field != "email"
          edits.append(
            CellEdit(
              CellAddress(field),
              isCleared ? .clear : .set(.text(Verbatim("v\(number)@x.com")))
            )
          )
        }
        let hasRoles = Bool.random(using: &random)
        if hasRoles {
          for place in 0...Int.random(in: 0..<3, using: &random) {
            let role = Verbatim("r\(Int.random(in: 0..<4, using: &random))")
            edits.append(CellEdit(CellAddress("roleNames", place), .set(.text(role))))
          }
        }
        guard !edits.isEmpty else { continue }
        changes.append(UserChange(user: user, edits: edits, wholes: hasRoles ? ["roleNames"] : []))
      }
      guard !changes.isEmpty else { return }
      scene.clock.advance(by: .seconds(60))
      let request = PushRequest(
        changes: changes,
        rules: PushScene.sparing,
        author: PushScene.author
      )
      let number = try await runPush(request, tools: tools) { _ in true }.result.operation
      if number > 0 { pushes.append(number) }
    }

    /// Rolls one of the pushes back, and before it whatever the advice names.
    func undoSome(_ random: inout Seeded) async throws {
      guard let batch = pushes.randomElement(using: &random) else { return }
      let outcome = try await way.undo(batch)
      let lines = try scene.lines(batch)
      for left in outcome.review.leftAlone {
        let (user, address) = (try #require(left.user), try #require(left.address))
        switch left.reason {
        case .rewrittenByBatch, .partOfWhole:
          // An undo of an earlier batch went over it, or over another part of the same list.
          let written = lines[user]?.changes.first { $0.address == address }
          let isThere = await value(user, address.field, address.item)
          let isGoneOver = left.reason == .partOfWhole || written?.to.value?.text != isThere
          #expect(isGoneOver, "\(comment) batch \(batch): \(left)")
        default:
          // A row that was refused has nothing to undo.
          #expect(lines[user]?.isApplied == false, "\(comment) batch \(batch): \(left)")
        }
      }
      for cell in outcome.review.impossible
      where cell.field.map(UndoWayMaycurTests.texts.contains) ?? false {
        // All of them are known since the first export.
        #expect(Bool(false), "\(comment) batch \(batch): \(cell)")
      }
      try await checkUndone(batch, lines, outcome)
    }

    /// What the batch wrote is as it was before, unless another change is named for it.
    private func checkUndone(
      _ batch: OperationNumber,
      _ lines: [Verbatim: BatchLine],
      _ outcome: PushOutcome
    ) async throws {
      let undo = try scene.lines(outcome.result.operation)
      let reported =
        outcome.review.notWritten.map { ($0.user, $0.address) }
      // A row of the undo that Maycur refused says so itself.
      for (user, line) in lines where line.isApplied && undo[user]?.status != .rejected {
        for change in line.changes {
          let address = CellAddress(change.field, change.item)
          guard !reported.contains(where: { $0 == (user, address) }) else { continue }
          let now = await value(user, change.field, change.item)
          let before = change.from?.value?.text
          #expect((now ?? "") == (before ?? ""), "\(comment) batch \(batch), \(user) \(change)")
        }
      }
    }

    /// What Maycur holds in a cell.
    private func value(_ user: Verbatim, _ field: FieldCode, _ item: Int = 0) async -> String? {
      let held = await scene.server.withSimulation { $0.maycur[user]?[field.text] }
      guard let elements = held?.elements else { return held?.text }
      return elements.indices.contains(item) ? elements[item].text : nil
    }
  }
}
