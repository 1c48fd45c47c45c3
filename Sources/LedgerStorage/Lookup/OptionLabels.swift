package import GRDB
package import Roster

/// The labels of select fields' options in each version of the catalog.
///
/// A system sends the label with each value. So a renamed option looks as if the value had changed
/// for everyone who has it; in fact it is one change of the catalog.
package struct OptionLabels {
  /// A field's options in one catalog.
  package struct Version {
    package let entry: EntryID
    package let labels: [Verbatim: Verbatim]
  }

  package let database: Database
  private var versions: [FieldNumber: [Version]] = [:]

  package init(_ database: Database) { self.database = database }

  /// The fields whose options are in more than one version of the catalog.
  static func relabelled(in database: Database) throws -> Set<FieldNumber> {
    var fields: Set<FieldNumber> = []
    try database.run(
      "SELECT field FROM description WHERE has_options = 1 GROUP BY field HAVING count(*) > 1"
    ) { fields.insert($0.integer(0)) }
    return fields
  }

  /// The versions of a field's options, the first one first.
  package mutating func versions(ofField field: FieldNumber) throws -> [Version] {
    if let known = versions[field] { return known }
    var read: [(id: Int64, entry: EntryID, labels: [Verbatim: Verbatim])] = []
    try database.run(
      """
      SELECT d.id, d.entry, o.value, o.label FROM description d
      LEFT JOIN option o ON o.description = d.id
      WHERE d.field = ? AND d.has_options = 1 ORDER BY d.id
      """,
      [field]
    ) { row in
      if read.last?.id != row.integer(0) { read.append((row.integer(0), row.integer(1), [:])) }
      guard let value = row.text(2), let label = row.text(3) else { return }
      read[read.count - 1].labels[value] = label
    }
    let found = read.map { Version(entry: $0.entry, labels: $0.labels) }
    versions[field] = found
    return found
  }

  /// The label that the catalog had for an option at an entry; nil if it had none.
  package mutating func label(
    of value: Verbatim,
    inField field: FieldNumber,
    upTo entry: EntryID
  ) throws -> Verbatim? {
    try versions(ofField: field).last { $0.entry <= entry }?.labels[value]
  }

  /// The label of a content at some entry.
  ///
  /// It is the system's label, unless that was the catalog's label of an option that was renamed by
  /// then.
  package mutating func label(
    of content: Content,
    inField field: FieldNumber,
    saidAt entry: EntryID,
    shownAt position: EntryID?
  ) throws -> Verbatim? {
    guard case .item(.text(let value), _) = content, try versions(ofField: field).count > 1,
      let then = try label(of: value, inField: field, upTo: entry), then == content.label,
      let now = try label(of: value, inField: field, upTo: position ?? EntryID.max)
    else { return content.label }
    return now
  }

  /// Whether two contents differ only in the label of a renamed option.
  ///
  /// - Parameters:
  ///   - old: The earlier observation.
  ///   - new: The observation in an entry.
  ///   - field: The field's number.
  ///   - entry: That entry's number.
  /// - Returns: Whether the value is unchanged.
  /// - Throws: Errors of SQLite.
  package mutating func isRenaming(
    from old: Content,
    to new: Content,
    inField field: FieldNumber,
    by entry: EntryID
  ) throws -> Bool {
    guard case .item(.text(let before), .text(let was)) = old,
      case .item(.text(let value), .text(let label)) = new, before == value, was != label
    else { return false }
    let known = try versions(ofField: field).filter { $0.entry <= entry }
    guard known.last?.labels[value] == label else { return false }
    return known.contains { $0.labels[value] == was }
  }
}
