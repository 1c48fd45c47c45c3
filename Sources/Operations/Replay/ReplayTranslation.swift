import Ledger
import LedgerHistory
import Maycur
import Roster

/// Decides where a value of one system goes in the same or the other one, and converts it.
struct ReplayTranslation: Sendable {
  private let source: System
  private let target: System
  private let mapping: FieldMappings
  private let catalog: [FieldCode: FieldDescription]

  /// The result for a value.
  enum Written {
    case same(CellAddress, Edit, Content)
    case problem(String)
  }

  init(
    _ source: System,
    _ target: System,
    _ mapping: FieldMappings,
    _ catalog: [FieldDescription]
  ) {
    self.source = source
    self.target = target
    self.mapping = mapping
    self.catalog = Dictionary(
      catalog.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The name of a field of the source.
  func name(of field: FieldCode) -> Verbatim? {
    switch source {
    case .dingtalk: catalog[field]?.name
    case .maycur: MaycurField.descriptions.first { $0.code == field }?.name
    }
  }

  /// Whether the target has the field of a cell of the source, and accepts it.
  func isWritable(_ address: CellAddress) -> Bool {
    switch (source, target) {
    case (.dingtalk, .dingtalk): barrier(to: address.field) != .derived
    case (.maycur, .maycur): true
    case (.dingtalk, .maycur): address.item == 0 && mapping.row(of: address.field) != nil
    case (.maycur, .dingtalk):
      address.item == 0
        && mapping.row(ofMaycur: address.field).map { barrier(to: $0.dingtalk) != .derived }
          ?? false
    }
  }

  private func barrier(to field: FieldCode) -> WriteBarrier? {
    catalog[field].flatMap { FieldPolicy.barrier(to: $0) }
  }

  /// The problem of a cell whose field in DingTalk cannot be written.
  private func problem(of field: FieldCode) -> Written? {
    barrier(to: field).map { .problem("\(field) cannot be written: \($0.sentence.dropLast())") }
  }

  /// The converted value of a cell of the source.
  func value(of cell: ObservedCell) -> Written {
    let field = cell.address.field
    guard cell.content != .erased else {
      return .problem("The value of \(field) was erased from the ledger")
    }
    switch (source, target) {
    case (.dingtalk, .maycur):
      guard let row = mapping.row(of: field) else {
        return .problem("\(field) is no field of Maycur")
      }
      return written(row.value(of: cell.content), row.maycur)
    case (.maycur, .dingtalk):
      guard let row = mapping.row(ofMaycur: field) else {
        return .problem("\(field) is no field of DingTalk")
      }
      if let problem = problem(of: row.dingtalk) { return problem }
      let value = row.original(of: cell.content, field: catalog[row.dingtalk])
      return written(value, row.dingtalk)
    default:
      if target == .dingtalk, let problem = problem(of: field) { return problem }
      guard case .item(let part, _) = cell.content, part.shown?.isEmpty == false else {
        return .same(cell.address, .clear, .gone)
      }
      return .same(cell.address, .set(part), cell.content)
    }
  }

  private func written(_ value: MappedValue, _ field: FieldCode) -> Written {
    let address = CellAddress(field)
    return switch value {
    case .value(let text):
      .same(address, .set(.text(text)), .item(value: .text(text), label: .missing))
    case .nothing: .same(address, .clear, .gone)
    case .problem(let why): .problem(why)
    }
  }
}
