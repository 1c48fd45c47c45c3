package import LedgerHistory
import Ledger
package import Roster

/// Turns wanted changes into a plan, cell by cell, by comparing them with the expected values.
///
/// Pure: the caller makes the fresh read that it plans against. Its properties are what it knows
/// besides the changes that are wanted.
package struct Planner: Sendable {
  /// The system that is written to.
  package var system: System
  /// Its current fields; none for Maycur.
  package var catalog: [FieldCode: FieldDescription]
  /// The expected contents of each user's cells.
  package var held: [Verbatim: [CellAddress: CurrentCell]]
  /// The fields of each user that no response covered, so that it is not known whether they have a
  /// value.
  package var unobserved: [Verbatim: Set<FieldCode>]
  /// The names of users, as far as the ledger has them.
  package var names: [Verbatim: Verbatim]
  /// Users who cannot be written: absent from the fresh read, or left.
  package var absent: Set<Verbatim>
  /// The behaviours of this tenant that probes found.
  package var behaviours: [String: String]
  /// How many users have a value in each field, if the limits need it.
  package var holders: [FieldCode: Int]
  /// The fields of each user with an uncertain write and no observation since: their expected
  /// content must not prevent a write.
  package var doubtful: [Verbatim: Set<FieldCode>]

  /// Makes a planner.
  package init(
    system: System,
    catalog: [FieldDescription] = [],
    held: [Verbatim: [CellAddress: CurrentCell]] = [:],
    unobserved: [Verbatim: Set<FieldCode>] = [:],
    names: [Verbatim: Verbatim] = [:],
    absent: Set<Verbatim> = [],
    behaviours: [String: String] = [:],
    holders: [FieldCode: Int] = [:],
    doubtful: [Verbatim: Set<FieldCode>] = [:]
  ) {
    self.system = system
    self.catalog = Dictionary(
      catalog.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    self.held = held
    self.unobserved = unobserved
    self.names = names
    self.absent = absent
    self.behaviours = behaviours
    self.holders = holders
    self.doubtful = doubtful
  }

  /// Plans changes.
  ///
  /// - Parameters:
  ///   - changes: The changes, each user once.
  ///   - limits: What a batch may do.
  /// - Returns: The plan; a row that cannot be written is refused and left out.
  package func plan(_ changes: [UserChange], limits: PlanLimits) -> Plan {
    var rows: [PlannedRow] = []
    var refused: [WriteRefusal] = []
    for change in changes {
      let problems = refusals(of: change, limits)
      guard problems.isEmpty else {
        refused += problems
        continue
      }
      let cells = cells(of: change)
      rows.append(
        PlannedRow(
          user: change.user,
          name: names[change.user],
          change: change,
          cells: cells,
          unmentioned: unmentioned(by: cells, user: change.user)
        )
      )
    }
    let plan = Plan(system: system, rows: rows, refused: refused)
    return Plan(
      system: system,
      rows: rows,
      refused: refused + limits.refusals(of: plan, holders: holders)
    )
  }

  private func refusals(of change: UserChange, _ limits: PlanLimits) -> [WriteRefusal] {
    if absent.contains(change.user) {
      return [
        WriteRefusal(
          user: change.user,
          reason: .leaver,
          why: "\(change.user) is not there to be written to; take the row out of the file."
        )
      ]
    }
    let refused = change.edits.compactMap { refusal(of: $0, user: change.user) }
    guard !limits.allowsUnobserved else { return refused }
    let open = unobserved[change.user] ?? []
    let added = change.additions.flatMap(\.fields).map(\.field)
    let edited = change.edits.map(\.address).filter { address in
      !refused.contains { $0.field == address.field && $0.item == address.item }
        && held[change.user]?[address] == nil
    }
    return refused
      + edited.filter { open.contains($0.field) }.map {
        refusalOfUnobserved(
          $0.field,
          $0.item,
          of: change.user,
          "what is overwritten could not be put back"
        )
      }
      + added.filter(open.contains).map {
        refusalOfUnobserved(
          $0,
          nil,
          of: change.user,
          "what is added could not be found again to blank it"
        )
      }
  }

  /// Refuses cells with an unknown content, which cannot be put back.
  private func refusalOfUnobserved(
    _ field: FieldCode,
    _ item: Int?,
    of user: Verbatim,
    _ consequence: String
  ) -> WriteRefusal {
    let called = catalog[field].map { "\($0.name) (\(field))" }
    return WriteRefusal(
      user: user,
      field: field,
      item: item,
      reason: .neverObserved,
      why: "No response has ever shown \(called ?? field.text) of \(user), so \(consequence); "
        + "look it up in DingTalk, and allow the write with --allow-unobserved."
    )
  }

  private func refusal(of edit: CellEdit, user: Verbatim) -> WriteRefusal? {
    let address = edit.address
    if let field = catalog[address.field], field.isDetail {
      let count = items(ofGroup: field.group, user: user)
      if address.item >= count {
        return WriteRefusal(
          user: user,
          field: address.field,
          item: address.item,
          reason: .itemMissing,
          why: "\(user) has \(count.counted("item")) in \(field.groupName), so there is no item "
            + "\(address.item) to edit; read the roster again, or add an item with "
            + "'\(address.field)[+]'."
        )
      }
    }
    let barrier = FieldPolicy.clearBarrier(
      to: address.field,
      of: system,
      refusesEmpty: behaviours.refusesEmpty
    )
    if edit.edit == .clear, barrier == .refusedByTenant {
      return WriteRefusal(
        user: user,
        field: address.field,
        item: address.item,
        reason: .impossible,
        why: "This tenant refuses an empty value (probed), so \(address.field) cannot be cleared "
          + "through the API; clear it in DingTalk itself."
      )
    }
    return nil
  }

  private func named(_ address: CellAddress) -> CellRef {
    CellRef(address, named: catalog[address.field]?.name)
  }

  private func cells(of change: UserChange) -> [PlannedCell] {
    var cells = change.edits.map { planned($0, user: change.user) }
    cells += impliedClears(of: change)
    var added: [Verbatim: Int] = [:]
    for addition in change.additions {
      let item =
        items(ofGroup: addition.group, user: change.user) + (added[addition.group] ?? 0)
      added[addition.group, default: 0] += 1
      for field in addition.fields {
        cells.append(planned(field, item: item, user: change.user))
      }
    }
    return cells
  }

  /// The clears of a list or an object that is stated as a whole: its known parts that the change
  /// does not state.
  private func impliedClears(of change: UserChange) -> [PlannedCell] {
    guard !change.wholes.isEmpty else { return [] }
    let mentioned = Set(change.edits.lazy.map(\.address))
    let held = held[change.user] ?? [:]
    let dropped = held.filter { address, cell in
      cell.content.isItem && !mentioned.contains(address)
        && system.whole(of: address.field).map(change.wholes.contains) ?? false
    }
    return dropped.sorted { $0.key < $1.key }.map { address, cell in
      PlannedCell(
        cell: named(address),
        action: .clear,
        from: cell.content,
        base: cell.event,
        to: .gone,
        reversibility: .exact,
        isImplied: true
      )
    }
  }

  /// The names of detail groups of which only some items are written.
  private func unmentioned(by cells: [PlannedCell], user: Verbatim) -> [Verbatim] {
    guard system == .dingtalk else { return [] }
    var mentioned: [Verbatim: (name: Verbatim, items: Set<Int>)] = [:]
    for cell in cells where cell.action != nil {
      guard let field = catalog[cell.address.field], field.isDetail else { continue }
      var group = mentioned[field.group] ?? (field.groupName, [])
      if cell.action != .append { group.items.insert(cell.address.item) }
      mentioned[field.group] = group
    }
    let partly = mentioned.filter { group, mentioned in
      (held[user] ?? [:]).contains { address, cell in
        catalog[address.field]?.group == group
          && !mentioned.items.contains(address.item) && !(cell.content.value?.isEmpty ?? true)
      }
    }
    return partly.values.map(\.name).sorted()
  }

  /// The number of a user's items in a detail group.
  private func items(ofGroup group: Verbatim, user: Verbatim) -> Int {
    let held = held[user] ?? [:]
    let last = held.lazy
      .filter { address, cell in
        catalog[address.field]?.group == group && cell.content.isItem
      }
      .map(\.key.item).max()
    return last.map { $0 + 1 } ?? 0
  }

  private func planned(_ edit: CellEdit, user: Verbatim) -> PlannedCell {
    let held = held[user]?[edit.address]
    let to = content(of: edit.edit, field: edit.address.field)
    let isDoubtful = doubtful[user]?.contains(edit.address.field) == true
    let action = action(of: edit.edit, to: to, held: isDoubtful ? nil : held?.content)
    let judged =
      action == nil
      ? (nil, nil)
      : reversibility(of: edit.address, of: user, from: held?.content)
    return PlannedCell(
      cell: named(edit.address),
      action: action,
      from: held?.content,
      base: held?.event,
      to: to,
      reversibility: judged.0,
      reason: judged.1
    )
  }

  private func planned(_ field: FieldEdit, item: Int, user: Verbatim) -> PlannedCell {
    let isUnseen = unobserved[user]?.contains(field.field) == true
    return PlannedCell(
      cell: named(CellAddress(field.field, item)),
      action: .append,
      to: content(of: field.edit, field: field.field),
      reversibility: isUnseen ? .irreversible : .residual,
      reason: isUnseen
        ? "no response has ever shown this field, so it could not be found again"
        : "an added item can be blanked, not removed"
    )
  }

  private func action(of edit: Edit, to: Content, held: Content?) -> WriteAction? {
    switch edit {
    case .clear:
      guard let held else { return .clear }
      return held.value?.isEmpty ?? true ? nil : .clear
    case .set:
      guard let held else { return .set }
      return held.value == to.value || Meaning.agrees(written: to, observed: held)
        ? nil : .set
    }
  }

  private func content(of edit: Edit, field: FieldCode) -> Content {
    switch edit {
    case .clear: .item(value: .text(""), label: .missing)
    case .set(let part): .item(value: part, label: label(of: part, field: field))
    }
  }

  /// The label of an option; it is not sent, but people read it.
  private func label(of part: Part, field: FieldCode) -> Part {
    let option = catalog[field]?.options?.first { .text($0.value) == part }
    return option.map { .text($0.label) } ?? .missing
  }
}

extension Content {
  /// Whether the cell has an item, with or without a value.
  fileprivate var isItem: Bool { if case .item = self { true } else { false } }
}
