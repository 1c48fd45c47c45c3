import Ledger
import LedgerQuery
import Operations
import Roster

extension FieldMappings {
  /// The mapping for reports: `mapping(dingtalk, maycur, rule)`, the rows that are used, and
  /// `mapping_labels(maycur, label, code)`.
  var tables: [QueryTable] {
    let used = rows.filter(\.isOn)
    let labels = used.flatMap { row -> [[QueryValue]] in
      guard case .table(let table) = row.rule else { return [] }
      return table.sorted { $0.key < $1.key }
        .map { [.text(row.maycur), .text($0.key), .text($0.value)] }
    }
    return [
      QueryTable(
        name: "mapping",
        columns: ["dingtalk", "maycur", "rule"],
        rows: used.map { [.text($0.dingtalk), .text($0.maycur), .text($0.rule.word)] }
      ),
      QueryTable(name: "mapping_labels", columns: ["maycur", "label", "code"], rows: labels),
    ]
  }
}

extension MappingRule {
  /// As a mapping file writes it.
  fileprivate var word: Verbatim {
    switch self {
    case .text: "text"
    case .phone: "phone"
    case .date: "date"
    case .table: "table"
    }
  }
}
