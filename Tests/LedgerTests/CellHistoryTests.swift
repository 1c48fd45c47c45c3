import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// A person with a select field and a detail group, whose options may be renamed.
private struct School {
  let bench: Bench
  static let fields: Set<FieldCode> = ["degree", "school", "status", "age"]

  init() throws { bench = try Bench() }

  private static func field(
    _ code: FieldCode,
    group: Verbatim,
    isDetail: Bool = false,
    isDerived: Bool = false,
    options: [FieldOption]? = nil
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: Verbatim("name of \(code)"),
      group: group,
      groupName: Verbatim("group \(group)"),
      isDetail: isDetail,
      type: nil,
      isDerived: isDerived,
      options: options
    )
  }

  /// Fetches: the catalog with these labels of statuses, and what people hold.
  func fetch(
    labels: [Verbatim: Verbatim] = ["1": "试用", "3": "正式"],
    _ people: (Verbatim, status: Verbatim, rows: [(Verbatim, Verbatim)])...,
    age: Verbatim = "30"
  ) async throws {
    let writer = try await bench.fetch()
    bench.clock.advance(by: .seconds(1))
    let options = labels.sorted { $0.key < $1.key }
      .map { FieldOption(value: $0.key, label: $0.value) }
    _ = try writer.append(
      CatalogResponse(
        system: .dingtalk,
        fields: [
          Self.field("age", group: "a", isDerived: true),
          Self.field("status", group: "a", options: options),
          Self.field("degree", group: "edu", isDetail: true),
          Self.field("school", group: "edu", isDetail: true),
        ],
        askedAt: bench.clock.now(),
        receivedAt: bench.clock.now(),
        requestID: nil
      ),
      now: bench.clock.now()
    )
    let asked = bench.clock.now()
    bench.clock.advance(by: .seconds(1))
    _ = try writer.append(
      RosterResponse(
        system: .dingtalk,
        company: "ding1",
        asked: Self.fields,
        users: people.map { user, status, rows in
          let label = labels[status] ?? status
          var cells = [
            Cell(CellAddress("status"), .item(value: .text(status), label: .text(label))),
            Cell(CellAddress("age"), .text(age)),
          ]
          for (index, row) in rows.enumerated() {
            cells.append(Cell(CellAddress("degree", index), .text(row.0)))
            cells.append(Cell(CellAddress("school", index), .text(row.1)))
          }
          return UserResponse(user: user, cells: cells)
        },
        absent: [],
        askedAt: asked,
        receivedAt: bench.clock.now(),
        requestID: nil
      ),
      now: bench.clock.now()
    )
    try writer.close(.finished, now: bench.clock.now())
  }

  /// Writes one cell as a batch, which the system accepts.
  @discardableResult
  func push(
    _ user: Verbatim,
    _ address: CellAddress,
    _ text: Verbatim,
    _ verdict: RowVerdict = .accepted
  ) async throws -> OperationNumber {
    bench.clock.advance(by: .seconds(60))
    let writer = try await bench.ledger.begin(
      OperationRequest(
        kind: .push,
        system: .dingtalk,
        actor: "hr@host",
        reason: "promotion",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: bench.clock
    )
    let row = IntendedRow(
      user: user,
      cells: [
        IntendedCell(
          cell: Cell(address, .text(text)),
          action: .set,
          base: try bench.ledger.base(of: UserKey(.dingtalk, user), address),
          reversibility: .exact
        )
      ]
    )
    let intended = try writer.intend([row], now: bench.clock.now())
    let sent = try writer.send(intended, now: bench.clock.now())
    bench.clock.advance(by: .seconds(2))
    let call = CallFacts(
      askedAt: bench.clock.now(),
      receivedAt: bench.clock.now(),
      requestID: nil
    )
    let verdicts = intended.map { (intended: $0, verdict: verdict) }
    try writer.record(verdicts, of: sent, call: call, now: bench.clock.now())
    try writer.close(.finished, now: bench.clock.now())
    return writer.operation
  }

  func cellHistory(_ field: FieldCode) throws -> [String] {
    try bench.ledger.cellHistory(HistoryFilter(user: UserKey(.dingtalk, "u1"), fields: [field])).map
    {
      let value = $0.content.value?.text ?? $0.content.presence.rawValue
      let stages = $0.stages.map { $0.isAsWritten.map { " seen:\($0)" } ?? " unseen" } ?? ""
      return "\($0.item) \(value) \($0.provenance.origin.words)\(stages)"
    }
  }

  func rows() throws -> [String] {
    try bench.ledger.itemHistory(HistoryFilter(user: UserKey(.dingtalk, "u1"))).map { line in
      let changes = line.changes.map {
        "\($0.field):\($0.from?.value?.text ?? "")>\($0.to?.value?.text ?? "")"
      }
      return "\(line.row)@\(line.item) \(line.kind) \(changes.joined(separator: " "))"
        + "\(line.isAmbiguous ? " ?" : "") \(line.provenance.origin.words)"
    }
  }

  func drift(derived: Bool = false) throws -> [String] {
    var lines: [String] = []
    try bench.ledger.drift(DriftFilter(includesDerived: derived)) { row in
      let (old, new) = (row.change.from, row.change.to)
      let from = old?.label?.text ?? old?.value?.text ?? ""
      let to = new?.label?.text ?? new?.value?.text ?? ""
      lines.append("\(row.kind) \(row.user ?? "-") \(row.field) \(from)>\(to)")
    }
    return lines
  }

  func diff(_ from: AsOf, _ to: AsOf = .now, byItem: Bool = false) throws -> [String] {
    let ledger = bench.ledger
    let difference = try ledger.diff(
      from: ledger.position(at: from),
      to: ledger.position(at: to),
      DiffFilter(followsItems: byItem)
    )
    return difference.catalog.map { "option \($0.field) \($0.from)>\($0.to)" }
      + difference.rows.map {
        "\($0.user) \($0.field)[\($0.item)] \($0.change.from?.value?.text ?? "")>"
          + "\($0.change.to?.value?.text ?? "") \($0.origin.words)"
      }
  }
}

@Suite struct CellHistoryTests {
  private let bachelor: (Verbatim, Verbatim) = ("本科", "北京大学")
  private let master: (Verbatim, Verbatim) = ("硕士", "清华大学")
  private let doctor: (Verbatim, Verbatim) = ("博士", "复旦大学")

  @Test func `an item removed from the middle of a group is one item that went`() async throws {
    let school = try School()
    try await school.fetch(("u1", "3", [bachelor, master, doctor]))
    try await school.fetch(("u1", "3", [bachelor, doctor]))
    // By place, every cell from there on changed.
    #expect(
      try school.cellHistory("degree") == [
        "0 本科 outside", "1 硕士 outside", "1 博士 outside", "2 博士 outside", "2 gone outside",
      ]
    )
    #expect(
      try school.rows() == [
        "1@0 appeared degree:>本科 school:>北京大学 outside",
        "2@1 appeared degree:>硕士 school:>清华大学 outside",
        "2@1 removed degree:硕士> school:清华大学> outside",
        "3@2 appeared degree:>博士 school:>复旦大学 outside",
      ]
    )
    #expect(
      try school.diff(.after(operation: 1), byItem: true) == [
        "u1 degree[1] 硕士> outside", "u1 school[1] 清华大学> outside",
      ]
    )
    let blame = try school.bench.ledger.blame(UserKey(.dingtalk, "u1"), byItem: true)
    let moved = blame.filter { $0.item == 1 }
    #expect(moved.map(\.row) == [3, 3])
    #expect(moved.allSatisfy { $0.previousValues == 0 && $0.operation?.operation == 1 })
    let byPlace = try school.bench.ledger.blame(UserKey(.dingtalk, "u1"))
    #expect(byPlace.filter { $0.item == 1 }.allSatisfy { $0.previousValues == 1 })
  }

  @Test func `an item that moved and was edited keeps its history`() async throws {
    let school = try School()
    try await school.fetch(("u1", "3", [bachelor, master]))
    try await school.fetch(("u1", "3", [doctor, bachelor, ("硕士", "南京大学")]))
    #expect(
      try school.rows() == [
        "1@0 appeared degree:>本科 school:>北京大学 outside",
        "2@1 appeared degree:>硕士 school:>清华大学 outside",
        "2@2 changed school:清华大学>南京大学 outside",
        "3@0 appeared degree:>博士 school:>复旦大学 outside",
      ]
    )
  }

  @Test func `which of two equal items was removed cannot be known, and that is reported`()
    async throws
  {
    let school = try School()
    try await school.fetch(("u1", "3", [bachelor, bachelor]))
    try await school.fetch(("u1", "3", [bachelor]))
    #expect(try school.rows().last == "2@1 removed degree:本科> school:北京大学> ? outside")
  }

  @Test func `an option that is renamed is one change of the catalog, and no person's`()
    async throws
  {
    let school = try School()
    try await school.fetch(("u1", "3", []), ("u2", "3", []), ("u3", "1", []))
    let renamed: [Verbatim: Verbatim] = ["1": "试用", "3": "在职"]
    try await school.fetch(labels: renamed, ("u1", "3", []), ("u2", "3", []), ("u3", "3", []))
    #expect(try school.cellHistory("status") == ["0 3 outside", "0 3 catalog"])
    #expect(
      try school.diff(.after(operation: 1)) == [
        "option status 正式>在职", "u3 status[0] 1>3 outside",
      ]
    )
    #expect(
      try school.drift() == ["optionRenamed - status 正式>在职", "changed u3 status 试用>在职"]
    )
    let blame = try school.bench.ledger.blame(UserKey(.dingtalk, "u1"))
    let status = try #require(blame.first { $0.field == "status" })
    #expect(status.previousValues == 0 && status.operation?.operation == 1)
    #expect(status.label == "在职")
  }

  @Test func `a moment has the labels of its own catalog`() async throws {
    let school = try School()
    try await school.fetch(("u1", "3", []))
    // Only u2 is fetched after the renaming; of u1, only the catalog shows it.
    try await school.fetch(labels: ["3": "在职"], ("u2", "3", []))
    let ledger = school.bench.ledger
    func label(_ moment: AsOf) throws -> Verbatim? {
      let position = try ledger.position(at: moment)
      var label: Verbatim?
      try ledger.roster(RosterFilter(users: ["u1"], fields: ["status"], position: position)) {
        label = $0.label
      }
      return label
    }
    #expect(try label(.after(operation: 1)) == "正式")
    #expect(try label(.now) == "在职")
  }

  @Test func `the stages of a write are one line, and it is the batch's`() async throws {
    let school = try School()
    try await school.fetch(("u1", "1", [bachelor]))
    let sentAfter = school.bench.clock.now()
    let batch = try await school.push("u1", CellAddress("degree"), "硕士")
    #expect(try school.cellHistory("degree") == ["0 本科 outside", "0 硕士 batch \(batch) unseen"])
    #expect(try school.drift() == ["neverObserved u1 degree 本科>硕士"])
    try await school.fetch(("u1", "1", [("硕士", "北京大学")]))
    #expect(try school.cellHistory("degree") == ["0 本科 outside", "0 硕士 batch \(batch) seen:true"])
    #expect(try school.drift().isEmpty)
    #expect(try school.rows().last == "1@0 changed degree:本科>硕士 batch \(batch)")
    let filter = HistoryFilter(user: UserKey(.dingtalk, "u1"), fields: ["degree"])
    let historyEntry = try #require(try school.bench.ledger.cellHistory(filter).last)
    #expect(historyEntry.provenance.possibleFrom == sentAfter + .seconds(60))
    #expect(historyEntry.provenance.certainFrom == sentAfter + .seconds(62))
    #expect(try school.diff(.before(operation: batch)) == ["u1 degree[0] 本科>硕士 batch \(batch)"])
  }

  @Test func `a write that was observed otherwise drifted, and so did what others changed`()
    async throws
  {
    let school = try School()
    try await school.fetch(("u1", "1", [bachelor]))
    let batch = try await school.push("u1", CellAddress("degree"), "硕士")
    try await school.fetch(("u1", "3", [bachelor]), age: "31")
    #expect(
      try school.cellHistory("degree") == [
        "0 本科 outside", "0 硕士 batch \(batch) seen:false", "0 本科 outside",
      ]
    )
    #expect(
      try school.drift() == ["observedOtherwise u1 degree 硕士>本科", "changed u1 status 试用>正式"]
    )
    #expect(try school.drift(derived: true).first == "changed u1 age 30>31")
  }

  @Test
  func `a refused write is no part of the history, an uncertain one is when observed`()
    async throws
  {
    let school = try School()
    try await school.fetch(("u1", "1", [bachelor]))
    try await school.push("u1", CellAddress("degree"), "硕士", .rejected(code: "1", message: nil))
    try await school.fetch(("u1", "1", [bachelor]))
    #expect(try school.cellHistory("degree") == ["0 本科 outside"])
    let lost = try await school.push(
      "u1",
      CellAddress("degree"),
      "博士",
      .uncertain(code: nil, message: "lost")
    )
    try await school.fetch(("u1", "1", [("博士", "北京大学")]))
    #expect(try school.cellHistory("degree") == ["0 本科 outside", "0 博士 batch \(lost)"])
    #expect(try school.drift().isEmpty)
  }

  @Test func `an accepted write is still expected after a later one was refused`() async throws {
    let school = try School()
    try await school.fetch(("u1", "1", [bachelor]))
    try await school.push("u1", CellAddress("degree"), "硕士")
    try await school.push("u1", CellAddress("degree"), "博士", .rejected(code: "1", message: nil))
    let held = try school.bench.ledger.held(UserKey(.dingtalk, "u1"))
    #expect(held[CellAddress("degree")]?.content == .text("硕士"))
    #expect(held[CellAddress("degree")]?.source == .written)
  }
}
