import Roster
import VerbatimJSON

/// Renders employees for `v2/list`.
///
/// Bytes are written directly, without a document: a response has about a megabyte.
struct RosterRenderer: Sendable {
  /// Fields that come back together with others, unasked.
  static let extras: [(asked: FieldCode, extra: FieldCode)] = [
    ("sys00-dept", "sys00-deptIds"), ("sys00-mainDept", "sys00-mainDeptId"),
  ]

  private struct Rendered: Sendable {
    let revision: Int
    let fields: Set<FieldPlace>
    let bytes: [UInt8]
  }

  private var seed: UInt64?
  private var rendered: [Int: Rendered] = [:]
  private var heads: [FieldPlace: [UInt8]] = [:]

  init(seed: UInt64? = nil) { self.seed = seed }

  /// The elements of an employee's `field_data_list`, separated by commas.
  mutating func fieldData(
    of employee: Employee,
    _ fields: Set<FieldPlace>,
    in company: Company
  ) -> [UInt8] {
    if seed != company.seed { self = RosterRenderer(seed: company.seed) }
    let catalog = company.catalog
    if let known = rendered[employee.number], known.revision == employee.revision,
      known.fields == fields
    {
      return known.bytes
    }
    var output: [UInt8] = []
    output.reserveCapacity(12_000)
    for (group, described) in catalog.groups.enumerated() {
      for field in described.fields.indices {
        let place = FieldPlace(group: group, field: field)
        guard fields.contains(place) else { continue }
        write(place, of: employee, in: catalog, to: &output)
      }
    }
    rendered[employee.number] = Rendered(
      revision: employee.revision,
      fields: fields,
      bytes: output
    )
    return output
  }

  private mutating func write(
    _ place: FieldPlace,
    of employee: Employee,
    in catalog: CompanyCatalog,
    to output: inout [UInt8]
  ) {
    let entries = employee.entries(at: place)
    guard !entries.isEmpty || employee.emptyLists.contains(place) else { return }
    if !output.isEmpty { output.append(0x2C) }
    output.append(contentsOf: head(of: place, in: catalog))
    for (index, (item, entry)) in entries.enumerated() {
      output.append(contentsOf: index == 0 ? Self.firstItem : Self.nextItem)
      output.append(contentsOf: String(item).utf8)
      write(Self.label, entry.label, to: &output)
      write(Self.value, entry.value, to: &output)
      output.append(0x7D)
    }
    output.append(contentsOf: Self.end)
  }

  private mutating func head(of place: FieldPlace, in catalog: CompanyCatalog) -> [UInt8] {
    if let head = heads[place] { return head }
    let field = catalog.field(at: place)
    let named: JSON = [
      "field_name": .string(field.name.text),
      "field_code": .string(field.code.text),
      "group_id": .string(catalog.groups[place.group].id.text),
    ]
    let head = named.bytes.dropLast() + Array(#","field_value_list":["#.utf8)
    heads[place] = Array(head)
    return Array(head)
  }

  private func write(_ key: [UInt8], _ part: Part, to output: inout [UInt8]) {
    switch part {
    case .missing: return
    case .null:
      output.append(contentsOf: key)
      output.append(contentsOf: Self.null)
    case .json(let raw):
      output.append(contentsOf: key)
      output.append(contentsOf: raw.text.utf8)
    case .text(let text):
      output.append(contentsOf: key)
      Self.write(text.text, to: &output)
    }
  }

  /// Writes a quoted string; most need no escape.
  static func write(_ text: String, to output: inout [UInt8]) {
    var text = text
    let isPlain = text.withUTF8 { buffer in
      for byte in buffer where byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
      output.append(0x22)
      output.append(contentsOf: buffer)
      output.append(0x22)
      return true
    }
    if !isPlain { output.append(contentsOf: JSON.string(text).bytes) }
  }

  private static let firstItem = Array(#"{"item_index":"#.utf8)
  private static let nextItem = Array(#",{"item_index":"#.utf8)
  private static let label = Array(#","label":"#.utf8)
  private static let value = Array(#","value":"#.utf8)
  private static let end = Array("]}".utf8)
  private static let null = Array("null".utf8)
}
