@testable import Operations
import RollbookTestSupport
import Roster
import Sandbox

extension PushScene {
  /// Rules that stop nothing, and leave out what is refused.
  static let sparing: SendingRules = {
    var rules = generous
    rules.skipsRefused = true
    return rules
  }()

  /// Rolls a batch back, agreeing to everything.
  func rollBack(
    _ batch: OperationNumber,
    users: Set<Verbatim>? = nil,
    fields: Set<FieldCode>? = nil,
    rules: SendingRules = PushScene.generous
  ) async throws -> PushOutcome {
    clock.advance(by: .seconds(60))
    let request = RollbackRequest(
      batch: batch,
      users: users,
      fields: fields,
      rules: rules,
      author: PushScene.author
    )
    return try await runRollback(request, tools: tools()) { _ in true }
  }

  /// What a rollback would do.
  func planBack(_ batch: OperationNumber) async throws -> Plan {
    clock.advance(by: .seconds(60))
    let request = RollbackRequest(
      batch: batch,
      rules: PushScene.generous,
      author: PushScene.author
    )
    return try await planRollback(request, tools: tools())
  }

  /// A person edits a cell, a while later.
  func edit(_ user: Verbatim, _ field: FieldCode, _ item: Int = 0, to value: String) async throws {
    clock.advance(by: .seconds(60))
    try await server.withCompany {
      try $0.edit(user, field, item: item, value: Verbatim(value))
    }
  }

  /// Gives a user these items in 学历信息, each `school/major`.
  func school(_ user: Verbatim, _ items: [String]) async throws {
    clock.advance(by: .seconds(60))
    try await server.withCompany { company in
      while company.items(user, group: "sys03") > 0 {
        try company.removeItem(user, group: "sys03", item: 0)
      }
      for (index, item) in items.enumerated() {
        let parts = item.split(separator: "/").map { Verbatim(String($0)) }
        try company.edit(user, "sys03-graduateSchool", item: index, value: parts[0])
        try company.edit(user, "sys03-major", item: index, value: parts[1])
      }
    }
  }

  /// The items of a user in 学历信息.
  func schools(_ user: Verbatim) async -> [String] {
    let count = await server.withCompany { $0.items(user, group: "sys03") }
    var items: [String] = []
    for item in 0..<count {
      let school = await value(user, "sys03-graduateSchool", item) ?? ""
      let major = await value(user, "sys03-major", item) ?? ""
      items.append("\(school)/\(major)")
    }
    return items
  }
}

extension PushTools {
  /// Rolls a batch back at once, agreeing to everything; `assumes` takes cells that cannot be read for
  /// unchanged.
  func rollBack(_ batch: OperationNumber, assumes: Bool) async throws -> PushOutcome {
    let request = RollbackRequest(
      batch: batch,
      assumesUnchanged: assumes,
      rules: PushScene.generous,
      author: PushScene.author
    )
    return try await runRollback(request, tools: self) { _ in true }
  }
}
