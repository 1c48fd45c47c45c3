@testable import LedgerHistory
import Ledger
@testable import Operations
import Roster
import Testing

/// Cells as rows of a table: the value before, the written one, the observed one, and the result of
/// an undo.
@Suite struct RollbackDeciderTests {
  /// A cell: before, written, first observed after, observed later, and now.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var before: Content? = .text("old")
    var written: Content = .text("new")
    var first: Content? = .text("new")
    var firstReadBy: OperationNumber = 5
    var later: [Content] = []
    var now: Content? = .text("new")
    var status = RowStatus.accepted
    var settled: Settlement?
    var leftAt: Instant?
    var rewrites: [LaterWrite] = []
    var field: FieldCode = "sys00-remark"
    var answeredBefore = true
    var behaviours: [String: String] = [:]
    var links: [Verbatim: String] = [:]
    let expected: String
  }

  static let cases: [Case] = [
    Case(testDescription: "nobody was there", expected: "set old"),
    Case(
      testDescription: "a phone comes back otherwise than it was written",
      before: .text("+86-13900000000"),
      written: .text("13800138000"),
      first: .text("+86-13800138000"),
      now: .text("+86-13800138000"),
      expected: "set +86-13900000000"
    ),
    Case(
      testDescription: "the system trims what is written",
      written: .text("new "),
      expected: "set old"
    ),
    Case(testDescription: "there was an empty text", before: .text(""), expected: "clear"),
    Case(testDescription: "there was nothing", before: .gone, expected: "clear"),
    Case(
      testDescription: "there was no such cell, and the field was told of",
      before: nil,
      expected: "clear"
    ),
    Case(
      testDescription: "it is not known what was there",
      before: nil,
      answeredBefore: false,
      expected: "impossible: What was there before is not known"
    ),
    Case(
      testDescription: "a value was cleared, which reads as gone",
      written: .text(""),
      first: .gone,
      now: .gone,
      expected: "set old"
    ),
    Case(
      testDescription: "it is seen otherwise now",
      now: .text("theirs"),
      expected: "changedSince outside 20…90"
    ),
    Case(
      testDescription: "it was seen otherwise, and is",
      later: [.text("theirs")],
      now: .text("theirs"),
      expected: "changedSince outside 20…30"
    ),
    Case(
      testDescription: "it was seen otherwise, and is as it was written",
      later: [.text("theirs"), .text("new")],
      expected: "observedOtherwiseInBetween outside 20…30"
    ),
    Case(
      testDescription: "only its label is another",
      later: [.item(value: .text("new"), label: .text("Neu"))],
      now: .item(value: .text("new"), label: .text("Neu")),
      expected: "set old"
    ),
    Case(
      testDescription: "somebody put back what was there",
      now: .text("old"),
      expected: "changedSince outside 20…90"
    ),
    Case(testDescription: "the user has left", leftAt: at(50), expected: "leaver …50"),
    Case(testDescription: "the user does not come back", now: nil, expected: "leaver …90"),
    Case(
      testDescription: "it was rejected",
      first: .text("old"),
      now: .text("old"),
      status: .rejected,
      expected: "neverApplied"
    ),
    Case(testDescription: "it was never sent", status: .notSent, expected: "neverApplied"),
    Case(testDescription: "nobody knows", status: .uncertain, expected: "uncertain …10"),
    Case(
      testDescription: "it was settled as applied",
      status: .uncertain,
      settled: .applied,
      expected: "set old"
    ),
    Case(
      testDescription: "it was settled as not applied",
      status: .uncertain,
      settled: .notApplied,
      expected: "neverApplied"
    ),
    Case(
      testDescription: "the system said yes and did nothing",
      first: .text("old"),
      now: .text("old"),
      expected: "impossible: The system took it and still showed"
    ),
    Case(
      testDescription: "it is read for the first time now, as it was written",
      first: nil,
      expected: "set old"
    ),
    Case(
      testDescription: "it is read for the first time now, and is otherwise",
      first: nil,
      now: .text("theirs"),
      expected: "changedSince outside 10…90"
    ),
    Case(
      testDescription: "it was first read by a fetch, days later, and is otherwise",
      first: .text("theirs"),
      firstReadBy: 7,
      now: .text("theirs"),
      expected: "changedSince outside 10…20"
    ),
    Case(
      testDescription: "the option that was there is gone",
      before: .item(value: .text("2"), label: .text("离异")),
      written: .text("1"),
      first: .text("1"),
      now: .text("1"),
      field: "sys02-marriage",
      expected: "vanishedOption"
    ),
    Case(
      testDescription: "the tenant refuses an empty value",
      before: .gone,
      behaviours: ["emptyValue": "rejected"],
      expected: "impossible: There was no value"
    ),
    Case(
      testDescription: "the field is computed by now",
      field: "sys02-age",
      expected: "impossible: 年龄 (sys02-age) is computed"
    ),
    Case(
      testDescription: "the field is described no more",
      field: "sys02-nothing",
      expected: "impossible: The system describes no field"
    ),
    Case(
      testDescription: "the link changed",
      links: ["u": "The link changed."],
      expected: "linkChanged"
    ),
  ]

  static let cell = CellAddress("sys00-remark")

  static func at(_ entry: EntryID) -> Instant { Instant(milliseconds: entry.rawValue) }

  static func moment(_ entry: EntryID, by operation: OperationNumber = 6) -> LogReference {
    LogReference(entry: entry, kind: .fetched, operation: operation, recordedAt: at(entry))
  }

  static func change(_ address: CellAddress, from: Content?, to: Content) -> BatchChange {
    BatchChange(cell: CellRef(address), action: .set, from: from, to: to)
  }

  @Test(arguments: cases + casesOfOurs)
  func `a cell is put back, or left alone with a reason`(_ row: Case) {
    let address = CellAddress(row.field)
    let line = BatchLine(
      intended: 9,
      user: "u",
      status: row.status,
      settled: row.settled,
      changes: [Self.change(address, from: row.before, to: row.written)],
      sent: 10,
      sentAt: Self.at(10)
    )
    var observed: [ObservedValue] = []
    if let first = row.first {
      let moment = Self.moment(20, by: row.firstReadBy)
      observed.append(ObservedValue(address: address, content: first, recorded: moment))
    }
    for (index, content) in row.later.enumerated() {
      let entry = EntryID(30 + 10 * index)
      observed.append(
        ObservedValue(
          address: address,
          content: content,
          recorded: Self.moment(entry),
          lastObservedBefore: Self.at(entry - 10)
        )
      )
    }
    let trace = WriteTrace(
      line: line,
      leftAt: row.leftAt,
      observedBefore: row.before.map { [address: $0] } ?? [:],
      answeredBefore: row.answeredBefore ? [row.field] : [],
      firstAnswers: row.first == nil
        ? [:] : [row.field: Self.moment(20, by: row.firstReadBy)],
      lastAnswers: row.first == nil ? [:] : [row.field: Self.moment(20, by: row.firstReadBy)],
      observedAfter: observed,
      laterWrites: row.rewrites
    )
    let context = RollbackDecider(
      system: .dingtalk,
      batch: 5,
      catalog: Self.catalog,
      now: row.now.map { ["u": [address: $0]] } ?? [:],
      asked: [row.field],
      at: Self.at(90),
      behaviours: row.behaviours,
      changedLinks: row.links
    )
    #expect(reported(context.decide([trace])) == [row.expected])
  }

  @Test func `only the selected fields are read`() {
    let changes = ["a", "b"].map {
      Self.change(CellAddress($0), from: .text("1"), to: .text("2"))
    }
    let line = BatchLine(
      intended: 9,
      user: "u",
      status: .notSent,
      changes: changes
    )
    let context = RollbackDecider(
      system: .dingtalk,
      batch: 5,
      now: ["u": [:]],
      at: Self.at(90),
      fields: ["b"]
    )
    let review = context.decide([WriteTrace(line: line)])
    #expect(review.leftAlone.map(\.field) == ["b"])
  }

  /// Maycur: the current value cannot be read.
  @Test(arguments: [
    (imported: String?.none, assumed: false, expected: "unobservedSince …10"),
    (imported: nil, assumed: true, expected: "set old"),
    (imported: "new", assumed: false, expected: "set old"),
    (imported: "theirs", assumed: false, expected: "changedSince outside 10…20"),
    (imported: "theirs", assumed: true, expected: "changedSince outside 10…20"),
  ])
  func `where nothing can be read, a baseline or an assumption is needed`(
    imported: String?,
    assumed: Bool,
    expected: String
  ) {
    let address = CellAddress("email")
    let line = BatchLine(
      intended: 9,
      user: "u",
      status: .accepted,
      changes: [Self.change(address, from: .text("old"), to: .text("new"))],
      sent: 10,
      sentAt: Self.at(10)
    )
    let responses = imported == nil ? [:] : [FieldCode("email"): Self.moment(20)]
    let trace = WriteTrace(
      line: line,
      firstAnswers: responses,
      lastAnswers: responses,
      observedAfter: imported.map {
        [
          ObservedValue(address: address, content: .text(Verbatim($0)), recorded: Self.moment(20))
        ]
      } ?? []
    )
    let context = RollbackDecider(
      system: .maycur,
      batch: 5,
      at: Self.at(90),
      assumesUnchanged: assumed
    )
    let review = context.decide([trace])
    #expect(reported(review) == [expected])
    if expected == "set old" {
      #expect(review.assumed.map(\.lastKnown) == [Self.at(imported == nil ? 10 : 20)])
      #expect(review.assumed.map(\.isAcknowledgedOnly) == [imported == nil])
    }
  }

  @Test func `a list of Maycur is put back as a whole, or not at all`() {
    func review(_ first: Content?, _ custom: Content?) -> BatchReview {
      let line = BatchLine(
        intended: 9,
        user: "u",
        status: .accepted,
        changes: [
          Self.change(CellAddress("roleNames"), from: first, to: .text("a")),
          Self.change(CellAddress("roleNames", 1), from: nil, to: .text("b")),
          Self.change(CellAddress("customObject.CF1"), from: .text("1"), to: .text("2")),
          Self.change(CellAddress("customObject.CF2"), from: custom, to: .text("2")),
        ],
        sent: 10,
        sentAt: Self.at(10)
      )
      let context = RollbackDecider(
        system: .maycur,
        batch: 5,
        at: Self.at(90),
        assumesUnchanged: true
      )
      return context.decide([WriteTrace(line: line)])
    }
    let known = review(.text("x"), .text("1"))
    #expect(reported(known) == ["set 1", "set 1", "set x", "clear"])
    let unknown = review(nil, nil)
    #expect(unknown.changes.isEmpty)
    #expect(
      unknown.impossible.map(\.field) == ["roleNames", "roleNames", "customObject.CF2"]
    )
    #expect(unknown.leftAlone.map(\.reason) == [.partOfWhole])
  }

  private func reported(_ review: BatchReview) -> [String] {
    let edits = review.changes.flatMap(\.edits).map { edit -> String in
      guard case .set(let part) = edit.edit else { return "clear" }
      return "set \(part.shown?.text ?? "")"
    }
    let left = review.leftAlone.map { cell -> String in
      let by = cell.by.map { " \($0.words)" } ?? ""
      let from = cell.lastAsWritten.map { "\($0.milliseconds)" } ?? ""
      return cell.reason.rawValue + by + (cell.since.map { " \(from)…\($0.milliseconds)" } ?? "")
    }
    let impossible = review.impossible.map { cell -> String in
      let end = cell.why.firstIndex { ",:;".contains($0) } ?? cell.why.endIndex
      return "impossible: " + cell.why[..<end]
    }
    return edits + left
      + impossible.map { reported in
        Self.cases.first { reported.hasPrefix($0.expected) }?.expected ?? reported
      }
  }

  private static let catalog = [
    field("sys00-remark", "备注"),
    field("sys02-marriage", "婚姻状况", options: ["0": "未婚", "1": "已婚"]),
    field("sys02-age", "年龄", isDerived: true),
  ]

  static func field(
    _ code: FieldCode,
    _ name: Verbatim,
    isDetail: Bool = false,
    isDerived: Bool = false,
    options: KeyValuePairs<Verbatim, Verbatim> = [:]
  ) -> FieldDescription {
    let group = Verbatim(String(code.text.prefix(5)))
    return FieldDescription(
      code: code,
      name: name,
      group: group,
      groupName: group,
      isDetail: isDetail,
      type: nil,
      isDerived: isDerived,
      options: options.isEmpty ? nil : options.map { FieldOption(value: $0.key, label: $0.value) }
    )
  }
}

extension Content {
  /// An item whose value and label are one text.
  static func text(_ text: Verbatim) -> Content { .item(value: .text(text), label: .text(text)) }
}
