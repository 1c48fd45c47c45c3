@testable import LedgerHistory
import Ledger
@testable import Operations
import Roster
import Testing

/// What is written again, as a table: what was observed, what is expected in the target, and the
/// result.
@Suite struct ReplayDeciderTests {
  private static let links = [
    LinkSummary(dingtalk: "d1", maycur: "M1", source: .maycur),
    LinkSummary(dingtalk: "d2", maycur: "M2", source: .maycur, problem: .changed),
    LinkSummary(dingtalk: "d3", maycur: "M3", source: .maycur, problem: .duplicate),
    LinkSummary(dingtalk: "d4", maycur: nil, problem: .unlinked, candidate: "M4"),
    LinkSummary(dingtalk: "d5", maycur: "M5", source: .jobNumber, problem: .duplicate),
    LinkSummary(dingtalk: "d6", maycur: "M6", source: .administrator),
  ]

  private func decide(
    _ cells: [(Verbatim, FieldCode, Verbatim)],
    to target: System = .maycur,
    clears: Bool = false,
    held: [FieldCode: Verbatim] = [:]
  ) -> [String] {
    let decider = ReplayDecider(
      to: target,
      crossing: CrossSystemLinks(Self.links),
      catalog: [Self.described("sys00-entryAge", isDerived: true), Self.described("sys00-dept")],
      propagatesClears: clears
    )
    let decision = decider.decide(
      cells.map { user, field, value in
        ObservedCell(
          user: user,
          address: CellAddress(field),
          content: value.isEmpty ? .gone : .item(value: .text(value), label: .text(value)),
          entry: 1,
          recordedAt: Stage.start
        )
      },
      held: { _ in Self.cells(held) },
      overtaken: { _, _, _, _ in nil }
    )
    return decision.changes.map { change in
      let edits = change.edits.map { edit in
        if case .set(.text(let value)) = edit.edit { return "\(edit.address.field)=\(value)" }
        return "\(edit.address.field) cleared"
      }
      return "\(change.user): \(edits.joined(separator: " "))"
    } + decision.problems.map { "problem \($0.user ?? "-") \($0.field ?? "-")" }
      + (decision.alreadyThere > 0 ? ["\(decision.alreadyThere) unchanged"] : [])
      + decision.leftAlone.map { "left \($0.user ?? "-") \($0.field ?? "-"): \($0.reason)" }
      + decision.impossible.map { "impossible \($0.user ?? "-") \($0.field ?? "-")" }
      + (decision.unmapped > 0 ? ["\(decision.unmapped) unmapped"] : [])
  }

  private static func cells(_ held: [FieldCode: Verbatim]) -> [CellAddress: CurrentCell] {
    Dictionary(
      uniqueKeysWithValues: held.map { field, value in
        let content = Content.item(value: .text(value), label: .missing)
        return (
          CellAddress(field),
          CurrentCell(event: 1, entry: 1, content: content, source: .observed)
        )
      }
    )
  }

  private static func described(_ code: FieldCode, isDerived: Bool = false) -> FieldDescription {
    FieldDescription(
      code: code,
      name: code,
      group: "sys00",
      groupName: "基本信息",
      isDetail: false,
      type: nil,
      isDerived: isDerived,
      options: nil
    )
  }

  @Test func `the latest value crosses through link and mapping`() {
    #expect(
      decide([("d1", "sys00-email", "a@x"), ("d6", "sys00-mobile", "+86-13800000001")])
        == ["M1: email=a@x", "M6: phoneNo=13800000001"]
    )
  }

  @Test func `what Maycur is expected to have is not written again`() {
    #expect(
      decide(
        [("d1", "sys00-email", "a@x"), ("d1", "sys00-mobile", "+86-13800000001")],
        held: ["email": "a@x", "phoneNo": "+86-13800000001"]
      ) == ["2 unchanged"]
    )
    #expect(decide([("d1", "sys00-email", "a@x")], held: ["email": "A@x"]) == ["M1: email=a@x"])
  }

  @Test(arguments: ["d2", "d3", "d4", "d5", "stranger"] as [Verbatim])
  func `nothing crosses for a person with a problem`(user: Verbatim) {
    let refused = ["problem \(user) -", "impossible \(user) sys00-email"]
    #expect(decide([(user, "sys00-email", "a@x")]) == refused)
    #expect(decide([(user, "sys00-email", "")], clears: true) == refused)
  }

  @Test func `a person whose changed fields are none of Maycur's is no problem`() {
    #expect(decide([("d4", "sys00-remark", "x")]) == ["1 unmapped"])
  }

  @Test func `one value that cannot cross keeps the person's row back, and no one else's`() {
    #expect(
      decide([
        ("d1", "sys00-email", "a@x"), ("d1", "sys00-mobile", "+852-91234567"),
        ("d6", "sys00-email", "b@x"),
      ]) == [
        "M6: email=b@x", "problem d1 sys00-mobile", "left d1 sys00-email: partOfRow",
        "impossible d1 sys00-mobile",
      ]
    )
  }

  @Test func `what became empty is emptied only when that is asked for`() {
    #expect(decide([("d1", "sys00-email", "")]) == ["left d1 sys00-email: clearNotAsked"])
    #expect(decide([("d1", "sys00-email", "")], clears: true) == ["M1: email cleared"])
    #expect(
      decide([("d1", "sys00-email", "")], clears: true, held: ["email": ""]) == ["1 unchanged"]
    )
  }

  @Test func `to DingTalk itself, links and mapping play no part, and what it computes none`() {
    #expect(
      decide(
        [
          ("d4", "sys00-remark", "x"), ("d4", "sys00-entryAge", "3"),
          ("d1", "sys00-mobile", "+1-2"),
        ],
        to: .dingtalk
      ) == ["d1: sys00-mobile=+1-2", "d4: sys00-remark=x", "1 unmapped"]
    )
    #expect(
      decide(
        [("d4", "sys00-mobile", "13800000001")],
        to: .dingtalk,
        held: ["sys00-mobile": "+86-13800000001"]
      ) == ["1 unchanged"]
    )
  }

  @Test func `a field that DingTalk does not take is a problem before anything is planned`() {
    #expect(
      decide([("d1", "sys00-dept", "x"), ("d6", "sys00-mobile", "+1-2")], to: .dingtalk) == [
        "d6: sys00-mobile=+1-2", "problem d1 sys00-dept", "impossible d1 sys00-dept",
      ]
    )
  }
}
