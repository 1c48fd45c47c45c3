import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Whatever was pushed and rolled back, in whatever order: following the advice undoes a batch, or the
/// reason why not is true.
@Suite struct UndoWayTests {
  private static let texts: [FieldCode] = ["sys00-remark", "sys02-address"]

  @Test func `batch A, batch B, rollback B, rollback A: A is undone`() async throws {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[0]
      try await scene.edit(user, "sys00-remark", to: "a0")
      try await scene.school(user, ["S0/m0", "S1/m1"])
      func push(_ value: String) async throws -> OperationNumber {
        let edits = [
          CellEdit(CellAddress("sys00-remark"), .set(.text(Verbatim(value)))),
          CellEdit(CellAddress("sys03-major", 1), .set(.text(Verbatim(value)))),
        ]
        return try await scene.push([UserChange(user: user, edits: edits)]).result.operation
      }
      let a = try await push("a1")
      let b = try await push("b1")
      let early = try await scene.rollBack(a)
      #expect(early.restored == 0)
      #expect(early.review.leftAlone.allSatisfy { $0.by == .batch(b) })
      #expect(try await scene.rollBack(b).restored == 2)
      #expect(try await scene.rollBack(a).restored == 2)
      #expect(await scene.value(user, "sys00-remark") == "a0")
      #expect(await scene.schools(user) == ["S0/m0", "S1/m1"])
      let again = try await scene.rollBack(a)
      #expect(again.review.leftAlone.isEmpty)
      #expect(again.review.alreadyThere == 2)
      try scene.checkBook()
    }
  }

  @Test func `later batches that cancel out do not prevent a rollback`() async throws {
    try await PushScene.play(people: 3) { scene in
      let user = await scene.people()[0]
      try await scene.edit(user, "sys00-remark", to: "a0")
      let a = try await scene.push([wants(user, [("sys00-remark", "a1")])]).result.operation
      _ = try await scene.push([wants(user, [("sys00-remark", "b1")])])
      _ = try await scene.push([wants(user, [("sys00-remark", "a1")])])
      #expect(try await scene.rollBack(a).restored == 1)
      #expect(await scene.value(user, "sys00-remark") == "a0")
    }
  }

  @Test(arguments: [Quirks.lenient, .strict], Sweep.seeds(4, all: 60))
  func `the advice leads to the end, whatever was done before`(
    _ quirks: Quirks,
    seed: UInt64
  ) async throws {
    try await PushScene.play(people: 5, quirks: quirks) { scene in
      var random = Seeded(seed)
      var cellHistory = try await Story(scene, seed)
      for _ in 0..<9 { try await cellHistory.step(&random) }
      for _ in 0..<3 { try await cellHistory.undoSome(&random) }
      try scene.checkBook()
    }
  }

  /// Pushes and rollbacks of the same few cells, with another person's edits in between.
  private struct Story {
    let scene: PushScene
    let comment: Comment
    let people: [Verbatim]
    private var pushes: [OperationNumber] = []
    /// When another person edited which cells: after which operation.
    private var edits: [(user: Verbatim, field: FieldCode)] = []

    private var way: UndoWay {
      UndoWay(ledger: scene.ledger, comment: comment) { [scene] batch in
        try await scene.rollBack(batch)
      } settle: { [scene] batch in
        try await scene.settle(batch)
      }
    }

    init(_ scene: PushScene, _ seed: UInt64) async throws {
      self.scene = scene
      comment = Comment(rawValue: "seed \(seed)")
      let failing = await scene.server.withSimulation { $0.failingUsers }
      people = Array(await scene.people().filter { !failing.contains($0) }.prefix(2))
      for user in people {
        for field in UndoWayTests.texts { try await scene.edit(user, field, to: "v0") }
        try await scene.school(user, ["S0/v0", "S1/v0"])
      }
    }

    mutating func step(_ random: inout Seeded) async throws {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5: try await push(&random)
      case 5..<8:
        guard let batch = try scene.ledger.batches().randomElement(using: &random) else { return }
        _ = try await scene.rollBack(batch.operation.operation)
      case 8:
        guard let batch = try scene.ledger.batches().randomElement(using: &random) else { return }
        _ = try await scene.retry(batch.operation.operation)
      default:
        guard let user = people.randomElement(using: &random),
          let field = UndoWayTests.texts.randomElement(using: &random)
        else { return }
        try await scene.edit(user, field, to: "theirs")
        edits.append((user, field))
      }
    }

    private mutating func push(_ random: inout Seeded) async throws {
      var changes: [UserChange] = []
      for user in people where Int.random(in: 0..<4, using: &random) > 0 {
        func value() -> Edit {
          .set(.text(Verbatim("v\(Int.random(in: 0..<4, using: &random))")))
        }
        var edits = UndoWayTests.texts.filter { _ in Bool.random(using: &random) }
          .map { CellEdit(CellAddress($0), value()) }
        let items = await scene.schools(user).count
        if items > 0, Bool.random(using: &random) {
          let item = Int.random(in: 0..<items, using: &random)
          edits.append(CellEdit(CellAddress("sys03-major", item), value()))
        }
        let adds = Int.random(in: 0..<4, using: &random) == 0
        let change = UserChange(
          user: user,
          edits: edits,
          additions: adds ? [contact("c\(Int.random(in: 0..<100, using: &random))")] : []
        )
        if !edits.isEmpty || adds { changes.append(change) }
      }
      guard !changes.isEmpty else { return }
      let number = try await scene.push(changes, rules: PushScene.sparing).result.operation
      if number > 0 { pushes.append(number) }
    }

    /// Rolls one of the pushes back, and before it whatever the advice names.
    mutating func undoSome(_ random: inout Seeded) async throws {
      guard let batch = pushes.randomElement(using: &random) else { return }
      for open in try scene.ledger.unsettledBatches(of: .dingtalk) {
        #expect(try await scene.settle(open).error == nil, comment)
      }
      let outcome = try await way.undo(batch)
      let lines = try scene.lines(batch)
      for left in outcome.review.leftAlone {
        let (user, field) = (try #require(left.user), try #require(left.field))
        guard UndoWayTests.texts.contains(field) else { continue }
        switch left.reason {
        case .changedSince, .observedOtherwiseInBetween:
          // Only where another person was there, it is another person who is named.
          let wasThere = edits.contains { $0.user == user && $0.field == field }
          #expect(wasThere, "\(comment) batch \(batch): \(left)")
        case .rewrittenByBatch:
          // An undo of an earlier batch went over it: nothing of this one is there.
          #expect(left.why.contains("undid another one"), "\(comment) batch \(batch): \(left)")
          let written = lines[user]?.changes.first { $0.field == field }
          #expect(written?.to.value != left.now?.value, "\(comment) batch \(batch): \(left)")
        default:
          // A row that was refused has nothing to undo.
          #expect(lines[user]?.isApplied == false, "\(comment) batch \(batch): \(left)")
        }
      }
      try await checkUndone(batch, outcome)
    }

    /// What the batch wrote is as it was before, unless another change is named for it.
    private func checkUndone(_ batch: OperationNumber, _ outcome: PushOutcome) async throws {
      let reported =
        outcome.review.notWritten.map { ($0.user, $0.field) }
      for (user, line) in try scene.lines(batch) where line.isApplied {
        for change in line.changes where UndoWayTests.texts.contains(change.field) {
          guard !reported.contains(where: { $0 == (user, change.field) }) else { continue }
          let now = await scene.value(user, change.field)
          #expect(now == change.from?.value?.text, "\(comment) batch \(batch), \(user) \(change)")
        }
      }
    }
  }
}
