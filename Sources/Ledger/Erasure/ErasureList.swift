package import LedgerStorage
import Foundation
package import GRDB
import Roster
import TransparencyLog

/// The file that lists erasures, outside the ledger.
///
/// An older copy of the ledger applies it to erase again.
///
/// One JSON object a line, the ledger's id in the first. It has no names: a user is a keyed hash,
/// whose key is in the ledger.
package struct ErasureList: Sendable {
  /// An erasure, or the lifting of one.
  package struct Line: Codable, Equatable {
    /// The id of the erasure; in a lifting, of the one that is lifted.
    var erased: String?
    var readmitted: String?
    /// The keyed hash of the user's key, and the user's system.
    var lookup: String?
    var system: String?
    /// The codes of the fields whose values were erased; nil if the whole user was.
    var fields: [String]?
  }

  private struct Head: Codable {
    var ledger: String
    var rollbook: String
  }

  private static let version = "erasures/v1"

  package let path: String

  /// The parsed file, and where the next line is written.
  private struct Content {
    var lines: [Line] = []
    /// The length of the part to keep when a line is added, in bytes.
    var end = 0
    /// Whether the last line of that part has no line feed yet.
    var isOpen = false
  }

  /// The lines; none if the file does not exist yet.
  package func lines(in database: Database) throws(ErasureError) -> [Line] {
    let bytes: [UInt8]
    do throws(PlainFile.Problem) {
      bytes = try PlainFile(path, O_RDONLY | O_NOFOLLOW).bytes()
    } catch {
      // Only a missing file is an empty list.
      if error.code == ENOENT { return [] }
      throw unusable(error.reason)
    }
    return try content(bytes, in: database).lines
  }

  private func content(_ bytes: [UInt8], in database: Database) throws(ErasureError) -> Content {
    var content = Content()
    let decoder = JSONDecoder()
    var parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let rest = parts.popLast() ?? []
    // Text after the last line feed is either a line that an editor saved without one, or a line
    // that was cut off while it was written. In the second case the erasure was not done.
    let isWhole =
      parts.isEmpty
      ? (try? decoder.decode(Head.self, from: Data(rest))) != nil
      : (try? decoder.decode(Line.self, from: Data(rest)))?.isWhole ?? false
    content.end = bytes.count - (isWhole ? 0 : rest.count)
    content.isOpen = isWhole
    if isWhole { parts.append(rest) }
    guard let first = parts.first else { return content }
    guard let head = try? decoder.decode(Head.self, from: Data(first)),
      head.rollbook == Self.version
    else { throw unusable("it is no list of erasures") }
    guard (try? Self.ledger(database)) == head.ledger else { throw .listOfOther(path: path) }
    for (index, part) in parts.enumerated().dropFirst() {
      guard let line = try? decoder.decode(Line.self, from: Data(part)), line.isWhole else {
        throw unusable("line \(index + 1) is damaged")
      }
      content.lines.append(line)
    }
    return content
  }

  /// Adds a line, onto the disk.
  package func add(_ line: Line, in database: Database) throws { try add([line], in: database) }

  /// Adds every erasure and readmission of the log that the list lacks.
  func addMissing(in database: Database) throws {
    let known = try lines(in: database)
    let erased = Set(known.compactMap(\.erased))
    let readmitted = Set(known.compactMap(\.readmitted))
    var new: [Line] = []
    for line in try Self.erasures(in: database) where !erased.contains(line.erased ?? "") {
      new.append(line)
    }
    try database.run(
      """
      SELECT e.identifier FROM readmission r JOIN erasure e ON e.entry = r.erasure
      ORDER BY r.entry
      """
    ) { row in
      let identifier = Hexadecimal.text(row.array(0))
      if !readmitted.contains(identifier) { new.append(Line(readmitted: identifier)) }
    }
    try add(new, in: database)
  }

  /// The erasures of the list that the log lacks.
  func unknown(in database: Database) throws -> [Line] {
    let known = Set(try Self.erasures(in: database).compactMap(\.erased))
    return try lines(in: database).filter { line in
      line.erased.map { !known.contains($0) } ?? false
    }
  }

  private static func erasures(in database: Database) throws -> [Line] {
    var lines: [Line] = []
    var sets = FieldSets()
    try database.run(
      """
      SELECT e.identifier, e.lookup, o.system, e.scope FROM erasure e
      JOIN entry n ON n.id = e.entry
      JOIN append a ON a.id = n.append
      JOIN operation o ON o.id = a.operation ORDER BY e.entry
      """
    ) { row in
      var line = Line(
        erased: Hexadecimal.text(row.array(0)),
        lookup: Hexadecimal.text(row.array(1)),
        system: row.text(2)?.text
      )
      if let scope: ScopeNumber = row.optionalInteger(3) {
        line.fields = try sets.fields(ofScope: scope, in: database)
          .map { try sets.code($0, in: database) }.sorted().map(\.text)
      }
      lines.append(line)
    }
    return lines
  }

  private static func ledger(_ database: Database) throws -> String {
    Hexadecimal.text(
      try database.first("SELECT identifier FROM ledger") { $0.array(0) } ?? []
    )
  }

  private func add(_ new: [Line], in database: Database) throws {
    guard !new.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for line in new { bytes += try encoder.encode(line) + [0x0A] }
    do {
      let file = try PlainFile(path, O_RDWR | O_CREAT | O_NOFOLLOW)
      // Keep what this descriptor reads: a file that cannot be read is not written.
      let content = try content(try file.bytes(), in: database)
      if content.end == 0 {
        let head = Head(ledger: try Self.ledger(database), rollbook: Self.version)
        bytes = try encoder.encode(head) + [0x0A] + bytes
      }
      try file.write((content.isOpen ? [0x0A] : []) + bytes, at: content.end)
    } catch let problem as PlainFile.Problem { throw unusable(problem.reason) }
    PlainFile.syncFolder(of: path)
  }

  private func unusable(_ reason: String) -> ErasureError {
    .listUnusable(path: path, reason: reason)
  }
}

extension ErasureList.Line {
  /// The line of an erasure that will be appended.
  init(_ erasure: AppendTransaction.Erasure, system: System, fields: Set<FieldCode>?) {
    self.init(
      erased: Hexadecimal.text(erasure.identifier),
      lookup: Hexadecimal.text(erasure.lookup),
      system: system.rawValue,
      fields: fields.map { $0.sorted().map(\.text) }
    )
  }

  /// Whether the line has all that its kind needs.
  fileprivate var isWhole: Bool {
    if let readmitted { return Hexadecimal.decode(readmitted.utf8)?.count == 16 && erased == nil }
    return erased.flatMap { Hexadecimal.decode($0.utf8) }?.count == 16
      && lookup.flatMap { Hexadecimal.decode($0.utf8) }?.count == 16
      && system.flatMap(System.init) != nil
  }
}
