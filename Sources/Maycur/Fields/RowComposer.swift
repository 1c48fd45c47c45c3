package import Roster
import VerbatimJSON

extension EmployeeRow {
  /// The row for a change.
  ///
  /// Lists and the company's own fields are written as a whole, so the whole must be known, or the
  /// change must state it (`wholes`). Parts of a name in Latin letters that a change does not
  /// mention are sent as known, unless the change states the whole name. A cleared item leaves its
  /// list, and those after it move up; the row's `edits` have the result, cell by cell.
  ///
  /// - Parameters:
  ///   - change: The change.
  ///   - known: What is known of the employee's record.
  /// - Throws: All parts of the change that no row can express.
  package init(change: UserChange, known: KnownRecord) throws(RowRefused) {
    var composer = RowComposer(user: change.user, known: known)
    for whole in change.wholes.sorted() { composer.begin(whole) }
    for edit in change.edits { composer.take(edit) }
    for addition in change.additions { composer.take(addition) }
    let row = composer.row()
    if !composer.problems.isEmpty { throw RowRefused(composer.problems) }
    self = row
  }
}

/// Collects the edits of one employee and composes the row.
private struct RowComposer {
  let known: KnownRecord
  var problems: [EmployeeRowProblem] = []

  private var result: EmployeeRow
  private var stated: Set<CellAddress> = []
  private var begun: Set<CompositeField> = []
  private var items: [CompositeField: [(item: Int, text: Verbatim?)]] = [:]
  private var added: [CompositeField: [Verbatim]] = [:]
  private var documents: [(IdentityType, Verbatim?)] = []
  private var customs: [(Verbatim, JSON?)] = []
  private var parts: [EnglishName.Part: Verbatim] = [:]
  private var statesName = false

  init(user: Verbatim, known: KnownRecord) {
    self.known = known
    result = EmployeeRow(employeeID: user)
  }

  mutating func begin(_ name: Verbatim) {
    if name == EnglishName.code { return statesName = true }
    guard let whole = CompositeField(rawValue: name.text) else {
      return refuse(name.text, "is nothing that Maycur replaces as a whole")
    }
    begun.insert(whole)
  }

  mutating func take(_ edit: CellEdit) {
    let path = MaycurField.shown(edit.address)
    guard let field = MaycurField(code: edit.address.field) else {
      return refuse(path, "is no field of a Maycur employee; check its code")
    }
    guard edit.address.item == 0 || field.isList, edit.address.item >= 0 else {
      return refuse(path, "has one value only, so it has no item \(edit.address.item)")
    }
    guard stated.insert(edit.address).inserted else {
      return refuse(path, "is stated twice; state it once")
    }
    switch field {
    case .scalar(let scalar): take(edit.edit, of: scalar)
    case .roleName: take(edit, of: .roleNames)
    case .placeCode: take(edit, of: .residences)
    case .idNumber(let type): text(edit.edit, path).map { documents.append((type, $0.value)) }
    case .englishName(let part): take(edit.edit, of: part)
    case .custom(let key): take(edit.edit, key: key, path)
    case .whole(let whole):
      guard case .clear = edit.edit else {
        return refuse(path, "means the whole and can only be cleared")
      }
      begun.insert(whole)
    }
  }

  mutating func take(_ addition: ItemAddition) {
    let path = addition.group.text
    let field: MaycurField? =
      switch addition.group {
      case "roleNames": .roleName
      case "residences": .placeCode
      default: nil
      }
    guard let field, let whole = field.whole else {
      return refuse(path, "is no list of Maycur to which an item can be added")
    }
    guard addition.fields.count == 1, addition.fields[0].field == field.code,
      case .set(.text(let text)) = addition.fields[0].edit, !text.isEmpty
    else { return refuse(path, "takes items of one text each, by the code \(field.code)") }
    added[whole, default: []].append(text)
  }

  private mutating func refuse(_ path: String, _ phrase: String) {
    problems.append(EmployeeRowProblem(path, phrase))
  }

  /// The change of a cell with a text; nil if it is no text, which is refused.
  private mutating func text(_ edit: Edit, _ path: String) -> Patch<Verbatim>? {
    switch edit {
    case .clear: return .clear
    case .set(.text(let text)): return text.isEmpty ? .clear : .value(text)
    case .set(.json(let json)):
      refuse(path, "takes a text, not \(json.excerpt); put it between quotation marks")
    case .set(.null), .set(.missing):
      refuse(path, "is set to nothing; say that it is to be cleared, or do not mention it")
    }
    return nil
  }

  private mutating func take(_ edit: Edit, of scalar: EmployeeScalar) {
    guard let wish = text(edit, scalar.rawValue) else { return }
    do throws(EmployeeRowProblem) {
      try result.want(wish, of: scalar)
    } catch {
      problems.append(error)
    }
  }

  private mutating func take(_ edit: CellEdit, of whole: CompositeField) {
    guard let wish = text(edit.edit, MaycurField.shown(edit.address)) else { return }
    items[whole, default: []].append((edit.address.item, wish.value))
  }

  private mutating func take(_ edit: Edit, of part: EnglishName.Part) {
    let path = MaycurField.englishName(part).shown()
    guard let wish = text(edit, path) else { return }
    guard let text = wish.value else { return refuse(path, EmployeeRowProblem.englishNameStays) }
    parts[part] = text
  }

  private mutating func take(_ edit: Edit, key: Verbatim, _ path: String) {
    switch edit {
    case .clear: customs.append((key, nil))
    case .set(.text(let text)): customs.append((key, .string(text.text)))
    case .set(.json(let raw)):
      do throws(JSONSyntaxError) {
        let value = try JSON(parsing: raw.text)
        if value.isNull { return refuse(path, EmployeeRowProblem.unclearNull) }
        customs.append((key, value))
      } catch {
        refuse(path, "is not JSON: \(error.description)")
      }
    case .set(.null), .set(.missing): refuse(path, EmployeeRowProblem.unclearNull)
    }
  }

  mutating func row() -> EmployeeRow {
    result.roleNames = list(.roleNames)
    result.residences = list(.residences).map { $0.map { Residence(placeCode: $0) } }
    result.customObject = object()
    result.idInfo = identities()
    result.enName = name()
    return result
  }

  /// The known content from which a change of a part of a whole begins; nil if that is not known.
  private mutating func base<Base>(
    _ whole: CompositeField,
    isTouched: Bool,
    known base: Base?,
    empty: Base
  ) -> Base? {
    if begun.contains(whole) { return empty }
    guard isTouched else { return nil }
    if let base { return base }
    refuse(
      whole.rawValue,
      "is written as a whole, and what else is in it is not known; state all of it, or import "
        + "what Maycur holds first"
    )
    return nil
  }

  private mutating func list(_ whole: CompositeField) -> Patch<[Verbatim]> {
    let edits = (items[whole] ?? []).sorted { $0.item < $1.item }
    let added = added[whole] ?? []
    let isTouched = !edits.isEmpty || !added.isEmpty
    guard
      let base = base(whole, isTouched: isTouched, known: known.texts(of: whole), empty: [])
    else { return .keep }
    var texts: [Verbatim?] = base
    for edit in edits {
      if edit.item < texts.count {
        texts[edit.item] = edit.text
      } else if let text = edit.text {
        guard edit.item == texts.count else {
          refuse(
            "\(whole.rawValue)[\(edit.item)]",
            "would leave a gap, since the list has \(texts.count.counted("item"))"
          )
          return .keep
        }
        texts.append(text)
      }
    }
    let result = texts.compactMap { $0 } + added
    return result.isEmpty ? .clear : .value(result)
  }

  private mutating func identities() -> Patch<[IdentityDocument]> {
    let held = IdentityType.allCases.compactMap { type in
      known.text(CellAddress(MaycurField.idNumber(type).code))
        .map { IdentityDocument(type: type, number: $0) }
    }
    let isWhole = known.wholes.contains(.idInfo)
    guard
      var all = base(
        .idInfo,
        isTouched: !documents.isEmpty,
        known: isWhole ? held : nil,
        empty: []
      )
    else { return .keep }
    for (type, number) in documents {
      let index = all.firstIndex { $0.type == type }
      switch (index, number) {
      case (let index?, let number?): all[index].number = number
      case (let index?, nil): all.remove(at: index)
      case (nil, let number?): all.append(IdentityDocument(type: type, number: number))
      case (nil, nil): break
      }
    }
    return all.isEmpty ? .clear : .value(all)
  }

  private mutating func object() -> Patch<[JSON.Member]> {
    guard
      var members = base(
        .customObject,
        isTouched: !customs.isEmpty,
        known: known.wholes.contains(.customObject) ? heldObject() : nil,
        empty: []
      )
    else { return .keep }
    for (key, value) in customs {
      let index = members.firstIndex { Verbatim($0.key) == key }
      let member = value.map { JSON.Member(key: key.text, value: $0) }
      switch (index, member) {
      case (let index?, let member?): members[index] = member
      case (let index?, nil): members.remove(at: index)
      case (nil, let member?): members.append(member)
      case (nil, nil): break
      }
    }
    return members.isEmpty ? .clear : .value(members)
  }

  private mutating func heldObject() -> [JSON.Member] {
    known.addresses(of: .customObject).compactMap { address in
      guard case .custom(let key)? = MaycurField(code: address.field) else { return nil }
      switch known.part(address) {
      case .text(let text)?: return JSON.Member(key: key.text, value: .string(text.text))
      case .json(let raw)?:
        if let value = try? JSON(parsing: raw.text) {
          return JSON.Member(key: key.text, value: value)
        }
        refuse(address.field.text, "is known as something that is not JSON")
        return nil
      default: return nil
      }
    }
  }

  private mutating func name() -> EnglishName? {
    if parts.isEmpty { return nil }
    func part(_ part: EnglishName.Part) -> Verbatim? {
      let address = CellAddress(MaycurField.englishName(part).code)
      return parts[part] ?? (statesName ? nil : known.text(address))
    }
    guard let first = part(.firstName) else {
      refuse(
        "enName.firstName",
        "is not known, and Maycur demands it with every part of the name; state it too"
      )
      return nil
    }
    return EnglishName(
      firstName: first,
      middleName: part(.middleName),
      lastName: part(.lastName)
    )
  }
}
