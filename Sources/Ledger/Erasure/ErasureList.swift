import Foundation
import GRDB
import Roster
import TransparencyLog

/// The file that lists erasures, away from the ledger: a copy of the ledger from before one of them
/// forgets again by it.
///
/// One JSON object a line, the ledger's id in the first. It holds no names: a user is a keyed hash,
/// whose key is in the ledger.
struct ErasureList: Sendable {
  /// An erasure, or that one was lifted.
  struct Line: Codable, Equatable {
    /// What the erasure is called; of a lifted one, which.
    var erased: String?
    var readmitted: String?
    /// The keyed hash of the user's key, and the user's system.
    var lookup: String?
    var system: String?
    /// The fields whose values went; absent where the user did.
    var fields: [String]?
  }

  private struct Head: Codable {
    var ledger: String
    var rollbook: String
  }

  private static let version = "erasures/v1"

  let path: String

  /// The lines; none where there is no file yet.
  func lines(in database: Database) throws(ErasureError) -> [Line] {
    guard let data = FileManager.default.contents(atPath: path) else {
      if FileManager.default.fileExists(atPath: path) { throw unusable("it cannot be read") }
      return []
    }
    // What stands behind the last line feed was cut off while it was written.
    var parts = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    parts.removeLast()
    guard let first = parts.first else { return [] }
    let decoder = JSONDecoder()
    guard let head = try? decoder.decode(Head.self, from: first), head.rollbook == Self.version
    else { throw unusable("it is no list of erasures") }
    guard (try? Self.ledger(database)) == head.ledger else { throw .listOfOther(path: path) }
    var lines: [Line] = []
    for (index, part) in parts.enumerated().dropFirst() {
      guard let line = try? decoder.decode(Line.self, from: part), line.isWhole else {
        throw unusable("line \(index + 1) is damaged")
      }
      lines.append(line)
    }
    return lines
  }

  /// Adds a line, onto the disk.
  func add(_ line: Line, in database: Database) throws { try add([line], in: database) }

  /// Adds every erasure and readmission that the book has and the list has not.
  func addMissing(in database: Database) throws {
    let known = try lines(in: database)
    let erased = Set(known.compactMap(\.erased))
    let readmitted = Set(known.compactMap(\.readmitted))
    var new: [Line] = []
    for line in try Self.erasures(in: database) where !erased.contains(line.erased ?? "") {
      new.append(line)
    }
    let lifted = try RawStatement(
      database,
      """
      SELECT e.identifier FROM readmission r JOIN erasure e ON e.entry = r.erasure
      ORDER BY r.entry
      """
    )
    try lifted.forEachRow { row in
      let identifier = Hexadecimal.text(row.array(0))
      if !readmitted.contains(identifier) { new.append(Line(readmitted: identifier)) }
    }
    try add(new, in: database)
  }

  /// The erasures of the list that the book has not.
  func unknown(in database: Database) throws -> [Line] {
    let known = Set(try Self.erasures(in: database).compactMap(\.erased))
    return try lines(in: database).filter { line in
      line.erased.map { !known.contains($0) } ?? false
    }
  }

  private static func erasures(in database: Database) throws -> [Line] {
    let statement = try RawStatement(
      database,
      """
      SELECT e.identifier, e.lookup, o.system, e.scope FROM erasure e
      JOIN entry n ON n.id = e.entry
      JOIN append a ON a.id = n.append
      JOIN operation o ON o.id = a.operation ORDER BY e.entry
      """
    )
    var lines: [Line] = []
    var sets = FieldSets()
    try statement.forEachRow { row in
      var line = Line(
        erased: Hexadecimal.text(row.array(0)),
        lookup: Hexadecimal.text(row.array(1)),
        system: row.text(2)?.text
      )
      if let scope = row.optionalInteger(3) {
        line.fields = try sets.fields(ofScope: scope, in: database)
          .map { try sets.code($0, in: database) }.sorted().map(\.text)
      }
      lines.append(line)
    }
    return lines
  }

  private static func ledger(_ database: Database) throws -> String {
    Hexadecimal.text(
      try RawStatement(database, "SELECT ledger FROM book").first { $0.array(0) } ?? []
    )
  }

  private func add(_ new: [Line], in database: Database) throws {
    guard !new.isEmpty else { return }
    _ = try lines(in: database)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for line in new { bytes += try encoder.encode(line) + [0x0A] }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unusable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    let end = lengthOfWholeLines()
    if end == 0 {
      let head = Head(ledger: try Self.ledger(database), rollbook: Self.version)
      bytes = try encoder.encode(head) + [0x0A] + bytes
    }
    guard ftruncate(descriptor, off_t(end)) == 0,
      pwrite(descriptor, bytes, bytes.count, off_t(end)) == bytes.count, fsync(descriptor) == 0
    else { throw unusable(String(cString: strerror(errno))) }
    syncFolder()
  }

  private func lengthOfWholeLines() -> Int {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return data.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  }

  /// So that a file that is new is there after a crash of the machine.
  private func syncFolder() {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private func unusable(_ reason: String) -> ErasureError {
    .listUnusable(path: path, reason: reason)
  }
}

extension ErasureList.Line {
  /// The line of an erasure that is about to be appended.
  init(_ erasure: Appending.Erasure, system: System, fields: Set<FieldCode>?) {
    self.init(
      erased: Hexadecimal.text(erasure.identifier),
      lookup: Hexadecimal.text(erasure.lookup),
      system: system.rawValue,
      fields: fields.map { $0.sorted().map(\.text) }
    )
  }

  /// Whether all is there that the line needs.
  fileprivate var isWhole: Bool {
    if let readmitted { return Hexadecimal.decode(readmitted.utf8)?.count == 16 && erased == nil }
    return erased.flatMap { Hexadecimal.decode($0.utf8) }?.count == 16
      && lookup.flatMap { Hexadecimal.decode($0.utf8) }?.count == 16
      && system.flatMap(System.init) != nil
  }
}
