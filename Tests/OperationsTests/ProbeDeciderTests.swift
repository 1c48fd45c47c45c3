@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// A probe's decisions, on a tenant that a test makes up.
@Suite struct ProbeDeciderTests {
  /// A tenant that responds to a probe's writes.
  private struct Tenant {
    var cells: [CellAddress: Content]
    var clearsSiblings = false
    var rejectsEmpty = false
    var ignoresEmpty = false
    var rewritesPhones = false
    var refusesAfter = Int.max
    var unreadable: Set<Int> = []
    private(set) var writes = 0

    init(_ cells: [CellAddress: Content]) { self.cells = cells }

    mutating func answer(_ edits: [CellEdit]) -> ProbeDecider.Event {
      writes += 1
      let verdict = apply(edits)
      return ProbeDecider.Event(verdict: verdict, now: unreadable.contains(writes) ? nil : cells)
    }

    private mutating func apply(_ edits: [CellEdit]) -> RowVerdict {
      let isEmptying = edits.contains { $0.edit == .clear }
      if writes > refusesAfter || (rejectsEmpty && isEmptying) {
        return .rejected(code: "400002", message: "参数错误")
      }
      if clearsSiblings, edits.contains(where: { $0.address.field.text.hasPrefix("sys02") }) {
        for address in cells.keys where address.field.text.hasPrefix("sys02") {
          cells[address] = ProbeDeciderTests.text("")
        }
      }
      for edit in edits {
        switch edit.edit {
        case .clear: if !ignoresEmpty { cells[edit.address] = ProbeDeciderTests.text("") }
        case .set(.text(let value)):
          let isPhone = edit.address.field == ProbeDeciderTests.phone
          let isBare = !value.text.hasPrefix("+")
          let stored = rewritesPhones && isPhone && isBare ? Verbatim("+86-" + value.text) : value
          cells[edit.address] = ProbeDeciderTests.text(stored)
        case .set: break
        }
      }
      return .accepted
    }
  }

  private static let address: FieldCode = "sys02-address"
  private static let phone: FieldCode = "sys06-urgentContactsPhone"

  private static func text(_ value: Verbatim) -> Content {
    .item(value: .text(value), label: .missing)
  }

  private static func field(
    _ code: FieldCode,
    _ group: Verbatim,
    isDerived: Bool = false
  ) -> FieldDescription {
    FieldDescription(
      code: code,
      name: code,
      group: group,
      groupName: group,
      isDetail: group == "sys06",
      type: "TextField",
      isDerived: isDerived,
      options: nil
    )
  }

  private static let catalog = [
    field(address, "sys02"), field("sys02-sexType", "sys02"),
    field("sys02-age", "sys02", isDerived: true), field(phone, "sys06"),
  ]

  private static let before: [CellAddress: Content] = [
    CellAddress(address): text("西湖区1号"), CellAddress("sys02-sexType"): text("1"),
    CellAddress("sys02-age"): text("30"), CellAddress(phone): text("+86-13900000001"),
  ]

  /// Probes a tenant to the end.
  private func probe(_ tenant: inout Tenant) throws -> ProbeDecider {
    let subject = ProbeSubject(catalog: Self.catalog, contents: tenant.cells, never: [])
    var decider = ProbeDecider(try #require(subject))
    var action = decider.begin()
    while case .write(let edits) = action, tenant.writes < 100 {
      action = decider.receive(tenant.answer(edits))
    }
    #expect(action == .finish)
    return decider
  }

  private func answers(_ decider: ProbeDecider) -> [TenantBehaviour: String] {
    var answers: [TenantBehaviour: String] = [:]
    for answer in decider.answers { answers[answer.behaviour] = answer.answer }
    return answers
  }

  @Test func `a plain tenant clears, keeps, and gives back what was sent`() throws {
    var tenant = Tenant(Self.before)
    let decider = try probe(&tenant)
    #expect(answers(decider) == [.emptyValue: "clears", .siblings: "kept", .phone: "same"])
    #expect(tenant.cells == Self.before && decider.leftovers.isEmpty)
  }

  @Test func `fields that an edit takes with it are put back`() throws {
    var tenant = Tenant(Self.before)
    tenant.clearsSiblings = true
    let decider = try probe(&tenant)
    #expect(answers(decider)[.siblings] == "cleared")
    for address in [CellAddress(Self.address), CellAddress("sys02-sexType")] {
      #expect(tenant.cells[address] == Self.before[address])
    }
    #expect(decider.leftovers.isEmpty)
  }

  @Test func `a refused empty value is a result, an ignored one is none`() throws {
    var refusing = Tenant(Self.before)
    refusing.rejectsEmpty = true
    #expect(answers(try probe(&refusing))[.emptyValue] == "rejected")
    var ignoring = Tenant(Self.before)
    ignoring.ignoresEmpty = true
    let decider = try probe(&ignoring)
    #expect(answers(decider)[.emptyValue] == nil)
    #expect(decider.answers.contains { $0.behaviour == .emptyValue })
    #expect(refusing.cells == Self.before && ignoring.cells == Self.before)
  }

  @Test(arguments: [Verbatim("+86-13900000001"), "13900000001"])
  func `a phone that comes back in another form is rewritten`(held: Verbatim) throws {
    var tenant = Tenant(Self.before)
    tenant.cells[CellAddress(Self.phone)] = Self.text(held)
    tenant.rewritesPhones = true
    let expected = held.text.hasPrefix("+") ? "rewritten" : nil
    #expect(answers(try probe(&tenant))[.phone] == expected)
  }

  @Test func `what cannot be put back is named with what was there and what is`() throws {
    for last in 1...6 {
      var tenant = Tenant(Self.before)
      tenant.refusesAfter = last
      let decider = try probe(&tenant)
      for address in tenant.cells.keys where tenant.cells[address] != Self.before[address] {
        let leftover = decider.leftovers.first { $0.address == address }
        #expect(leftover?.was == Self.before[address], "after \(last) writes")
        #expect(leftover?.now == tenant.cells[address])
      }
      #expect(tenant.writes < 20)
    }
  }

  @Test func `a read that fails is no proof: it is written back all the same`() throws {
    for failing in 1...4 {
      var tenant = Tenant(Self.before)
      tenant.unreadable = [failing]
      let decider = try probe(&tenant)
      #expect(tenant.cells == Self.before && decider.leftovers.isEmpty, "read \(failing)")
    }
    var blind = Tenant(Self.before)
    blind.unreadable = Set(1...100)
    #expect(!(try probe(&blind)).leftovers.isEmpty)
  }

  @Test func `one who is stopped puts back first, and tries nothing more`() throws {
    var tenant = Tenant(Self.before)
    let subject = try #require(
      ProbeSubject(catalog: Self.catalog, contents: Self.before, never: [])
    )
    var decider = ProbeDecider(subject)
    guard case .write(let edits) = decider.begin() else { return }
    decider.stop()
    guard case .write(let back) = decider.receive(tenant.answer(edits)) else {
      Issue.record("nothing was put back")
      return
    }
    #expect(decider.receive(tenant.answer(back)) == .finish)
    #expect(tenant.cells == Self.before)
  }

  @Test func `nothing is tried that could not be put back`() {
    let contents = [CellAddress(Self.address): Self.text("")]
    #expect(ProbeSubject(catalog: Self.catalog, contents: contents, never: []) == nil)
    let never: Set<FieldCode> = [Self.address]
    #expect(ProbeSubject(catalog: Self.catalog, contents: Self.before, never: never) == nil)
  }
}
