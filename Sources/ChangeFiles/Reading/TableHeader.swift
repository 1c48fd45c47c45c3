import Roster

/// What the first row of a table states about its columns, which count from 0 here.
enum TableHeader: Equatable {
  /// One cell a row.
  case long(user: Int, naming: UserNaming, field: Int, item: Int?, value: Int)
  /// One user a row; after the user's column, one field a column, nil for a column without a
  /// header.
  case wide(naming: UserNaming, fields: [Column?])

  /// A column of a wide table.
  struct Column: Equatable {
    /// The field, as written.
    let field: Verbatim
    /// The item of it.
    let item: RequestedItem
  }

  private enum Role: Hashable {
    case user(UserNaming)
    case field
    case item
    case value

    var isUser: Bool { if case .user = self { true } else { false } }
  }

  /// Interprets a header.
  init(_ record: CSVRecord, system: System) throws(ChangeFileError) {
    let names = record.cells.map { CellReader.word($0.text) }
    guard names.count > 1 else { throw .oneColumn(header: names.first ?? "") }
    let roles = names.map { Self.role($0, system) }
    if roles.contains(.field), roles.contains(.value) {
      self = try Self.long(roles, names, record)
    } else if case .user(let naming) = roles[0] {
      let fields = names.dropFirst().map { name -> Column? in
        let (field, item) = ItemNotation.split(name)
        return name.isEmpty ? nil : Column(field: Verbatim(field), item: item)
      }
      guard fields.contains(where: { $0 != nil }) else { throw .unknownHeader(columns: names) }
      try Self.refuseDuplicates(fields, names, record)
      self = .wide(naming: naming, fields: fields)
    } else {
      throw .unknownHeader(columns: names)
    }
  }

  private static func long(
    _ roles: [Role?],
    _ names: [String],
    _ record: CSVRecord
  ) throws(ChangeFileError) -> TableHeader {
    for (index, role) in roles.enumerated() {
      guard let role else { throw .unknownHeader(columns: names) }
      let same: (Role?) -> Bool = { $0 == role || role.isUser && $0?.isUser == true }
      if let first = roles[..<index].firstIndex(where: same) {
        throw .duplicateHeader(
          names[index],
          record.position(of: index),
          first: record.position(of: first)
        )
      }
    }
    guard let user = roles.firstIndex(where: { $0?.isUser == true }),
      case .user(let naming) = roles[user], let field = roles.firstIndex(of: .field),
      let value = roles.firstIndex(of: .value)
    else { throw .unknownHeader(columns: names) }
    return .long(
      user: user,
      naming: naming,
      field: field,
      item: roles.firstIndex(of: .item),
      value: value
    )
  }

  private static func refuseDuplicates(
    _ fields: [Column?],
    _ names: [String],
    _ record: CSVRecord
  ) throws(ChangeFileError) {
    for (index, column) in fields.enumerated() where column != nil {
      if let first = fields[..<index].firstIndex(of: column) {
        throw .duplicateHeader(
          names[index + 1],
          record.position(of: index + 1),
          first: record.position(of: first + 1)
        )
      }
    }
  }

  /// The role of a header in lower case: a column of the long form, or the user's column.
  private static func role(_ name: String, _ system: System) -> Role? {
    let jobNumber: UserNaming = system == .maycur ? .key : .jobNumber
    return switch CellReader.code(Verbatim(name)).text.text.lowercased() {
    case "user", "用户", "员工", "人员": .user(.anything)
    case "userid", "user_id", "staffid", "用户号", "用户id", "员工id": .user(.key)
    case "employeeid", "employee_id", "jobnumber", "job_number", "工号", "员工工号":
      .user(jobNumber)
    case "name", "姓名", "员工姓名": .user(.name)
    case "field", "field_code", "字段", "字段名", "字段名称", "字段编码": .field
    case "item", "index", "序号", "明细序号": .item
    case "value", "值", "新值", "字段值": .value
    default: nil
    }
  }
}
