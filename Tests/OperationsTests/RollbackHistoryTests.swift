import LedgerHistory
import Ledger
@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox
import Testing

/// Random histories: a batch, other people's days, and the undo of the batch.
@Suite struct RollbackHistoryTests {
  private static let texts: [FieldCode] = ["sys00-remark", "sys02-address", "sys05-contractType"]

  @Test(arguments: [Quirks.lenient, .strict], Array(UInt64(1)...6))
  func `an undo is the identity on unchanged cells, and touches nothing else`(
    _ quirks: Quirks,
    seed: UInt64
  ) async throws {
    try await PushScene.play(people: 9, quirks: quirks) { scene in
      var random = Seeded(seed)
      let people = await scene.people()
      for user in people {
        let items = (0..<Int.random(in: 1...4, using: &random)).map { "S\($0)/m\($0)" }
        try await scene.school(user, items)
        for field in Self.texts.prefix(2) where Int.random(in: 0..<4, using: &random) > 0 {
          try await scene.edit(user, field, to: "before \(field)")
        }
      }
      let start = await Picture(people, scene)
      let pushed = try await scene.push(
        wanted(people, start, &random),
        rules: PushScene.sparing
      )
      let batch = pushed.result.operation
      let lines = try scene.lines(batch)
      let after = await Picture(people, scene)
      try await disturb(people, after, scene, &random)
      let disturbed = await Picture(people, scene)
      let outcome = try await scene.rollBack(batch)
      let ended = await Picture(people, scene)
      let comment = Comment(rawValue: "seed \(seed)")
      #expect(outcome.error == nil, comment)
      #expect(outcome.restored > 0, comment)
      for user in people {
        for field in Self.texts {
          let address = "\(user) \(field)"
          let now = ended.texts[address]
          let isTouched = disturbed.texts[address] != after.texts[address]
          if isTouched || lines[user]?.isApplied != true {
            #expect(now == disturbed.texts[address], comment)
          } else if isExact(lines[user], field) {
            #expect(now == start.texts[address], comment)
          }
        }
        checkItems(user, start, after, disturbed, ended, comment)
      }
      try await checkBatchAgain(outcome, disturbed, ended, scene, comment)
      try scene.checkBook()
    }
  }

  /// A rollback rolled back is what was there before it, wherever that can be had exactly.
  private func checkBatchAgain(
    _ outcome: PushOutcome,
    _ before: Picture,
    _ ended: Picture,
    _ scene: PushScene,
    _ comment: Comment
  ) async throws {
    let number = outcome.result.operation
    let lines = try scene.lines(number)
    let again = try await scene.rollBack(number)
    #expect(again.error == nil, comment)
    let picture = await Picture(await scene.people(), scene)
    for (user, line) in lines where line.isApplied {
      for field in Self.texts where isExact(line, field) {
        #expect(picture.texts["\(user) \(field)"] == before.texts["\(user) \(field)"], comment)
      }
    }
  }

  private func isExact(_ line: BatchLine?, _ field: FieldCode) -> Bool {
    line?.changes.contains { $0.field == field && $0.reversibility == .exact } ?? false
  }

  /// Each item has its own school, which identifies it; its major is what is written and disturbed.
  private func checkItems(
    _ user: Verbatim,
    _ start: Picture,
    _ after: Picture,
    _ disturbed: Picture,
    _ ended: Picture,
    _ comment: Comment
  ) {
    let (was, pushed) = (majors(start, user), majors(after, user))
    let (left, now) = (majors(disturbed, user), majors(ended, user))
    for (school, major) in now {
      let isUntouched = pushed[school] == left[school]
      if isUntouched, pushed[school] == "BAD" {
        #expect(major == was[school], "\(comment) \(user) \(school)")
      } else {
        #expect(major == left[school], "\(comment) \(user) \(school)")
      }
    }
  }

  private func majors(_ picture: Picture, _ user: Verbatim) -> [String: String] {
    let items = (picture.items[user] ?? []).map { item -> (String, String) in
      let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      return (parts[0], parts[1])
    }
    return Dictionary(items, uniquingKeysWith: { first, _ in first })
  }

  private func wanted(
    _ people: [Verbatim],
    _ picture: Picture,
    _ random: inout Seeded
  ) -> [UserChange] {
    people.map { user in
      var edits = Self.texts.prefix(2).filter { _ in Bool.random(using: &random) }.map {
        CellEdit(CellAddress($0), .set(.text("BAD")))
      }
      let items = picture.items[user]?.count ?? 0
      if items > 0, Bool.random(using: &random) {
        let item = Int.random(in: 0..<items, using: &random)
        edits.append(CellEdit(CellAddress("sys03-major", item), .set(.text("BAD"))))
      }
      return UserChange(user: user, edits: edits)
    }.filter { !$0.edits.isEmpty }
  }

  private func disturb(
    _ people: [Verbatim],
    _ picture: Picture,
    _ scene: PushScene,
    _ random: inout Seeded
  ) async throws {
    for user in people {
      for field in Self.texts where Int.random(in: 0..<3, using: &random) == 0 {
        if field == "sys05-contractType" { continue }
        try await scene.edit(user, field, to: "theirs")
      }
      guard Bool.random(using: &random), var items = picture.items[user] else { continue }
      if Bool.random(using: &random), items.count > 1 {
        items.remove(at: Int.random(in: items.indices, using: &random))
      }
      if Bool.random(using: &random) { items.insert("NEW/new", at: 0) }
      if Bool.random(using: &random) { items.shuffle(using: &random) }
      if Bool.random(using: &random), !items.isEmpty {
        let item = Int.random(in: items.indices, using: &random)
        items[item] = "\(items[item].prefix { $0 != "/" })/theirs"
      }
      try await scene.school(user, items)
    }
  }

  /// What the company holds at some time.
  private struct Picture {
    var texts: [String: String] = [:]
    var items: [Verbatim: [String]] = [:]

    init(_ people: [Verbatim], _ scene: PushScene) async {
      for user in people {
        for field in RollbackHistoryTests.texts {
          texts["\(user) \(field)"] = await scene.value(user, field)
        }
        items[user] = await scene.schools(user)
      }
    }
  }
}
