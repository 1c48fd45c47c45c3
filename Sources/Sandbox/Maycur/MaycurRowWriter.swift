import Roster
import VerbatimJSON

/// Writes one row of a batch into an employee's record, according to Maycur's description.
struct MaycurRowWriter {
  private(set) var record: MaycurRecord
  private let quirks: Quirks

  private static let texts: [(key: String, limit: Int)] = [
    ("email", 50), ("phoneNo", 50), ("employeeNickName", 50), ("hireDate", 50),
    ("defaultLegalEntityBizCode", 50), ("classPositionBizCode", 50), ("gender", 10),
  ]
  private static let idTypes: Set = [
    "ID_CARD", "GATResidencePermit", "WGRResidenceIdCard", "GATMainlandPass",
    "TAIWAN_TravellingPass", "Protection",
  ]

  init(_ record: MaycurRecord, quirks: Quirks) {
    self.record = record
    self.quirks = quirks
  }

  /// Writes a row; after a refusal the record must be discarded.
  mutating func write(_ row: JSON) throws(RowRefusal) {
    for (key, limit) in Self.texts {
      guard let value = try stated(key, in: row) else { continue }
      record.set(key, try text(value, key, limit: limit).map { .string($0) })
    }
    try list("roleNames", in: row) { $0.text?.isEmpty == false }
    try list("residences", in: row) { $0["placeCode"]?.text?.isEmpty == false }
    try list("idInfo", in: row) { document in
      guard let type = document["idType"]?.text, let number = document["idNumber"]?.text else {
        return false
      }
      return Self.idTypes.contains(type) && !number.isEmpty
    }
    if let places = record["residences"]?.elements, places.count > 1 { throw .oneResidence }
    try customObject(in: row)
    try englishName(in: row)
    try checkContact(in: row)
  }

  /// The stated value of a field in a row; nil if none counts.
  private func stated(_ key: String, in row: JSON) throws(RowRefusal) -> JSON? {
    guard let value = row[key] else { return nil }
    guard value.isNull, key != "email", key != "phoneNo" else { return value }
    switch quirks.maycurNull {
    case .keeps: return nil
    case .clears: return value
    case .rejected: throw .bad(key)
    }
  }

  private func text(_ value: JSON, _ key: String, limit: Int) throws(RowRefusal) -> String? {
    if value.isNull { return nil }
    guard let text = value.text, text.unicodeScalars.count <= limit else { throw .bad(key) }
    if text.isEmpty { return nil }
    if key == "hireDate", CivilDate(Verbatim(text)) == nil { throw .bad(key) }
    if key == "gender", text != "MAN", text != "WOMAN" { throw .bad(key) }
    return text
  }

  private mutating func list(
    _ key: String,
    in row: JSON,
    isGood: (JSON) -> Bool
  ) throws(RowRefusal) {
    guard let value = try stated(key, in: row) else { return }
    if value.isNull { return record.set(key, nil) }
    guard let elements = value.elements, elements.allSatisfy(isGood) else { throw .bad(key) }
    record.set(key, elements.isEmpty ? nil : value)
  }

  private mutating func customObject(in row: JSON) throws(RowRefusal) {
    let key = "customObject"
    guard let value = try stated(key, in: row) else { return }
    if value.isNull { return record.set(key, nil) }
    guard let members = value.members else { throw .bad(key) }
    let keeps = quirks.maycurCustomObject == .merged && !members.isEmpty
    let merged = members.merged(into: keeps ? record[key]?.members : nil)
    record.set(key, merged.isEmpty ? nil : .object(merged))
  }

  private mutating func englishName(in row: JSON) throws(RowRefusal) {
    let key = "enName"
    guard let value = try stated(key, in: row) else { return }
    guard let members = value.members, value["firstName"]?.text?.isEmpty == false else {
      throw .bad(key)
    }
    let keeps = quirks.maycurEnglishName == .merged
    record.set(key, .object(members.merged(into: keeps ? record[key]?.members : nil)))
  }

  private func checkContact(in row: JSON) throws(RowRefusal) {
    func isThere(_ key: String) -> Bool {
      quirks.maycurContactRule == .result
        ? record[key] != nil : row[key]?.text?.isEmpty == false
    }
    if !isThere("email"), !isThere("phoneNo") { throw .noContact }
  }
}

extension [JSON.Member] {
  /// The members merged into older ones, which they replace in place.
  fileprivate func merged(into older: [JSON.Member]?) -> [JSON.Member] {
    let keys = Set(map { Verbatim($0.key) })
    return (older ?? []).filter { !keys.contains(Verbatim($0.key)) } + self
  }
}
