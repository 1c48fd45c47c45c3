import TransparencyLog

/// The files of an evidence bundle, by their paths (docs/format.md, "The evidence bundle").
package struct EvidenceBundle: Hashable, Sendable {
  /// The bytes of each file; the manifest is one of them.
  package var files: [String: [UInt8]]

  /// Takes files to be verified.
  ///
  /// - Parameter files: The bytes of each file by its path.
  package init(files: [String: [UInt8]]) { self.files = files }

  static let manifest = "MANIFEST"
  static let checkpoint = "checkpoint"
  static let logCheckpoint = "checkpoint.log"
  static let timeStamp = "checkpoint.log.tsr"
  static let policy = "policy"
  static let page = "report.html"
  static let report = "report"
  static let reportNote = "report.note"

  static func leaf(_ entry: Int64) -> String { "events/\(entry).leaf" }
  static func proof(_ entry: Int64) -> String { "events/\(entry).tlog-proof" }
  static func opening(_ entry: Int64) -> String { "openings/\(entry).json" }
  static func consistency(_ size: UInt64) -> String { "consistency/\(size)" }
  static func older(_ size: UInt64) -> String { "consistency/\(size).checkpoint" }

  /// The manifest of the other files: a first line, and the output of `sha256sum` below it.
  package var rebuiltManifest: [UInt8] {
    let paths = files.keys.filter { $0 != Self.manifest }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let lines = paths.map { "\(MerkleHash.digest(of: files[$0] ?? []))  \($0)\n" }
    return [UInt8]("\(Self.manifestHeader)\n\(lines.joined())".utf8)
  }

  static let manifestHeader = "audit-bundle/v1"
}

/// The files of a bundle that are not verified yet.
///
/// Each is removed when it is read, so that none remains unchecked.
struct UnreadFiles {
  private(set) var rest: [String: [UInt8]]

  /// The files of a bundle without a manifest.
  init(unlisted bundle: EvidenceBundle) { rest = bundle.files }

  init(_ bundle: EvidenceBundle) throws(EvidenceRefusal) {
    rest = bundle.files
    let manifest = try take(EvidenceBundle.manifest)
    guard manifest != bundle.rebuiltManifest else { return }
    throw Self.difference(of: manifest, from: rest)
  }

  mutating func take(_ path: String) throws(EvidenceRefusal) -> [UInt8] {
    guard let bytes = rest.removeValue(forKey: path) else { throw .missing(path: path) }
    return bytes
  }

  /// The numbers N for which there is a file named `before` + N + `behind`, in order.
  func numbers(_ before: String, _ behind: String) -> [UInt64] {
    rest.keys.compactMap { path in
      guard path.hasPrefix(before), path.hasSuffix(behind) else { return nil }
      return CanonicalInteger.decode(
        Array(path.utf8.dropFirst(before.utf8.count).dropLast(behind.utf8.count))
      )
    }.sorted()
  }

  func end() throws(EvidenceRefusal) {
    if let path = rest.keys.min() { throw .unexpected(path: path) }
  }

  /// The first difference between a manifest and the files.
  private static func difference(
    of manifest: [UInt8],
    from files: [String: [UInt8]]
  ) -> EvidenceRefusal {
    var listed: [String: String] = [:]
    let text = String(decoding: manifest, as: UTF8.self)
    for line in text.split(separator: "\n").dropFirst() {
      let parts = line.split(separator: " ", maxSplits: 1)
      if parts.count == 2 { listed[String(parts[1].dropFirst())] = String(parts[0]) }
    }
    for path in files.keys.sorted() {
      guard let digest = listed[path] else { return .unexpected(path: path) }
      if digest != MerkleHash.digest(of: files[path] ?? []).description {
        return .altered(path: path)
      }
    }
    if let path = listed.keys.sorted().first(where: { files[$0] == nil }) {
      return .missing(path: path)
    }
    return .malformed(
      path: EvidenceBundle.manifest,
      "it is not sorted, or not spelled as it must be"
    )
  }
}
