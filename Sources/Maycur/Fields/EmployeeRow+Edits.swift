package import Roster
import VerbatimJSON

extension EmployeeRow {
  /// The changes of the row, cell by cell.
  ///
  /// A list, or the object of the company's own fields, is replaced: first come the cells that it
  /// will have, in the row's order, then every known cell that it will not have is cleared. If it
  /// is emptied, its own name is cleared before these. Parts of a name in Latin letters that the
  /// row does not state are not mentioned: their result is not known.
  ///
  /// - Parameter known: What is known of the employee's record; only lists and the company's own
  ///   fields matter.
  /// - Returns: The edits; none for what is kept.
  /// - Throws: The members of the row for which there are no cells.
  package func edits(known: KnownRecord = .nothing) throws(RowRefused) -> [CellEdit] {
    let strangers = strangers
    if !strangers.isEmpty { throw RowRefused(strangers) }
    var edits: [CellEdit] = []
    for scalar in EmployeeScalar.allCases {
      let address = CellAddress(MaycurField.scalar(scalar).code)
      switch wish(of: scalar) {
      case .keep: break
      case .clear: edits.append(CellEdit(address, .clear))
      case .value(let text): edits.append(CellEdit(address, .set(.text(text))))
      }
    }
    edits += roleNames.edits(.roleNames, known) { roles in
      roles.enumerated().map { (CellAddress(MaycurField.roleName.code, $0), .text($1)) }
    }
    edits += residences.edits(.residences, known) { places in
      places.enumerated().map { (CellAddress(MaycurField.placeCode.code, $0), .text($1.placeCode)) }
    }
    edits += customObject.edits(.customObject, known) { members in
      members.map {
        (CellAddress(MaycurField.custom(key: Verbatim($0.key)).code), Part(json: $0.value))
      }
    }
    edits += idInfo.edits(.idInfo, known) { documents in
      documents.map { (CellAddress(MaycurField.idNumber($0.type).code), .text($0.number)) }
    }
    for part in EnglishName.Part.allCases {
      guard let text = enName?[part] else { continue }
      let address = CellAddress(MaycurField.englishName(part).code)
      edits.append(CellEdit(address, .set(.text(text))))
    }
    return edits
  }

  /// The lists and objects that the row states as a whole, by their own names.
  package var wholes: Set<Verbatim> {
    var wholes: Set<CompositeField> = []
    if !roleNames.isKeep { wholes.insert(.roleNames) }
    if !residences.isKeep { wholes.insert(.residences) }
    if !idInfo.isKeep { wholes.insert(.idInfo) }
    if !customObject.isKeep { wholes.insert(.customObject) }
    return Set(wholes.map(\.code)).union(enName == nil ? [] : [EnglishName.code])
  }

  /// The row as a change of its employee.
  ///
  /// - Parameters:
  ///   - known: What is known of the employee's record.
  ///   - positions: The positions in the file that ask for it.
  /// - Returns: The change, from which `init(change:known:)` makes the same row again.
  /// - Throws: The members of the row for which there are no cells.
  package func change(
    known: KnownRecord = .nothing,
    positions: [FilePosition] = []
  ) throws(RowRefused) -> UserChange {
    UserChange(
      user: employeeID,
      edits: try edits(known: known),
      wholes: wholes,
      positions: positions
    )
  }

  /// The members for which there are no cells.
  private var strangers: [EmployeeRowProblem] {
    func named(_ members: [JSON.Member], _ prefix: String = "") -> [EmployeeRowProblem] {
      members.map {
        EmployeeRowProblem(
          prefix + $0.key.excerpt(40),
          "is no key of an employee that Rollbook knows; check its spelling, or leave it out"
        )
      }
    }
    return named(others)
      + (residences.value ?? []).enumerated()
      .flatMap { named($1.others, "residences[\($0)].") }
      + (idInfo.value ?? []).enumerated().flatMap { named($1.others, "idInfo[\($0)].") }
      + named(enName?.others ?? [], "enName.")
  }
}

extension Patch {
  /// The edits that replace a whole.
  fileprivate func edits(
    _ whole: CompositeField,
    _ known: KnownRecord,
    cells: (Value) -> [(CellAddress, Part)]
  ) -> [CellEdit] {
    if isKeep { return [] }
    let wanted = (value.map(cells) ?? []).map { CellEdit($0.0, .set($0.1)) }
    let first = wanted.isEmpty ? [CellEdit(CellAddress(whole.code), .clear)] : wanted
    let stated = Set(first.map(\.address))
    return first
      + known.addresses(of: whole).filter { !stated.contains($0) }.map { CellEdit($0, .clear) }
  }
}

extension Part {
  /// The part with a JSON value: a string as its text, anything else as it is written.
  init(json value: JSON) {
    self = value.text.map { .text(Verbatim($0)) } ?? .json(Verbatim(value.compact))
  }
}
