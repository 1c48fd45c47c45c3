import Evidence
import Foundation
import Ledger
import LedgerStorage
import Tables
import Roster
import TransparencyLog

/// Files of the proof, which are exchanged with other parties.
struct EvidenceFiles {
  let environment: CommandEnvironment

  /// The largest file that is read, in bytes; leaves, proofs and pages are much smaller.
  private static let limit = 64 << 20

  /// The bytes of a file.
  func bytes(_ name: String) throws -> [UInt8] { try Self.read(environment.path(name), name) }

  /// A signed checkpoint.
  func checkpoint(_ name: String) throws -> SignedCheckpoint {
    do { return try SignedCheckpoint(parsing: try bytes(name)) } catch let refusal
      as CheckpointRefusal
    { throw CommandError.proofFileRefused(path: name, reason: refusal.message) }
  }

  /// A policy: the trusted logs and witnesses.
  func policy(_ name: String) throws -> TrustPolicy {
    do { return try TrustPolicy(parsing: try bytes(name)) } catch let refusal as PolicyRefusal {
      throw CommandError.proofFileRefused(path: name, reason: refusal.message)
    }
  }

  /// A public key, or the file with it.
  func key(_ text: String) throws -> VerifierKey {
    if let key = try? VerifierKey(parsing: Array(text.utf8)) { return key }
    guard FileManager.default.fileExists(atPath: environment.path(text)) else {
      throw CommandError.publicKeyMalformed(text)
    }
    let bytes = try bytes(text)
    do { return try VerifierKey(parsing: bytes.last == 0x0A ? bytes.dropLast() : bytes[...]) } catch
    {
      throw CommandError.publicKeyMalformed(text)
    }
  }

  /// Writes a file that must not exist yet.
  func write(_ bytes: [UInt8], to name: String) throws {
    let path = environment.path(name)
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      let reason = isThere ? "there is such a file already" : "the system refused"
      throw FileError.unwritable(path: name, reason: reason)
    }
  }

  /// The files of a bundle.
  func bundle(_ name: String) throws -> EvidenceBundle {
    let root = environment.path(name)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder), isFolder.boolValue,
      let walker = FileManager.default.enumerator(atPath: root)
    else { throw FileError.unreadable(path: name, reason: "there is no such folder") }
    var files: [String: [UInt8]] = [:]
    for case let path as String in walker {
      let type = walker.fileAttributes?[.type] as? FileAttributeType
      if type == .typeDirectory { continue }
      // A link would lead out of the bundle.
      guard type == .typeRegular, path.utf8.allSatisfy({ 0x21..<0x7F ~= $0 }) else {
        throw EvidenceRefusal.unexpected(path: Printable.oneLine(path))
      }
      files[path] = try Self.read(root + "/" + path, path)
    }
    return EvidenceBundle(files: files)
  }

  /// Writes a bundle into a folder that must not exist yet; it appears when it is complete.
  func write(_ bundle: EvidenceBundle, to name: String) throws {
    let root = environment.path(name)
    let manager = FileManager.default
    guard !manager.fileExists(atPath: root) else {
      throw FileError.unwritable(path: name, reason: "there is something already")
    }
    let draft = root + Unfinished.ending
    let descriptor = Unfinished.begin(root, isFolder: true)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path: name, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    environment.removeWhenStopped(draft)
    do {
      for (path, bytes) in bundle.files {
        var folder = draft
        for part in path.split(separator: "/").dropLast() {
          folder += "/" + part
          mkdir(folder, 0o700)
        }
        try Data(bytes).write(to: URL(fileURLWithPath: draft).appendingPathComponent(path))
      }
      try manager.moveItem(atPath: draft, toPath: root)
    } catch {
      Unfinished.remove(draft)
      throw FileError.unwritable(path: name, reason: "the system refused")
    }
  }

  /// Writes a bundle as one tar file, from which `tar xf` makes a folder.
  func write(tarOf bundle: EvidenceBundle, to name: String) throws {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let folder = last.hasSuffix(".tar") ? String(last.dropLast(4)) : last
    guard let bytes = TarArchive.bytes(of: bundle.files, in: folder) else {
      throw FileError.unwritable(path: name, reason: "its name is too long for a tar file")
    }
    if let made = environment.made { made(bytes) } else { try write(bytes, to: name) }
  }

  private static func read(_ path: String, _ name: String) throws -> [UInt8] {
    try NamedFile.bytes(path, called: name, limit: limit)
  }
}
