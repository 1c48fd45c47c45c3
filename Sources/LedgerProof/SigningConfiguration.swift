package import LedgerStorage
import Foundation
import SQLiteSettings
package import TransparencyLog

/// The paths of the key that signs heads and of the last signed head.
///
/// Both are outside the ledger, so that a user who can write to the ledger can change neither.
package struct SigningConfiguration: Hashable, Sendable {
  /// The file of the signing key.
  package let keyPath: String
  /// The origin of the log; nil for the default one.
  package let origin: String?
  /// The file of the last head; nil if there is none.
  package let lastHeadPath: String?
  /// Whether the settings name that file.
  ///
  /// At a default path there may never have been one, as beside a backup.
  package let isLastHeadNamed: Bool
  /// The file that lists erasures, beside the file of the last head; nil if there is none.
  package var erasuresPath: String? { lastHeadPath.map { $0 + ".erasures" } }
  /// Keys that signed heads of this log before, and sign no more.
  package let formerKeys: [VerifierKey]

  package init(
    keyPath: String,
    origin: String? = nil,
    lastHeadPath: String? = nil,
    isLastHeadNamed: Bool = true,
    formerKeys: [VerifierKey] = []
  ) {
    self.keyPath = keyPath
    self.origin = origin
    self.lastHeadPath = lastHeadPath
    self.isLastHeadNamed = isLastHeadNamed
    self.formerKeys = formerKeys
  }

  /// Reads the signing key of the ledger with an id.
  ///
  /// The file names that ledger after the key.
  ///
  /// - Returns: The key; nil if there is no such file.
  /// - Throws: ``ProofError`` if other users may read it, it is no key, or it belongs to another
  ///   ledger.
  package func signingKey(ofLedger ledger: [UInt8]) throws(ProofError) -> SigningKey? {
    let text: [UInt8]
    let isPrivate: Bool
    do throws(PlainFile.Problem) {
      let file = try PlainFile(keyPath, O_RDONLY)
      isPrivate = PlainFile.isPrivate(try file.facts())
      text = try file.bytes()
    } catch {
      if error.code == ENOENT { return nil }
      throw .keyUnusable(path: keyPath, reason: error.reason)
    }
    guard isPrivate else { throw .keyExposed(path: keyPath) }
    let lines = text.split(separator: 0x0A)
    let key: SigningKey
    do { key = try SigningKey(parsing: lines.first ?? []) } catch {
      throw .keyUnusable(path: keyPath, reason: "it has no key (\(error.name))")
    }
    if let origin, [UInt8](origin.utf8) != key.keyName.bytes {
      throw .keyOfOtherOrigin(path: keyPath, key: key.keyName.description, wanted: origin)
    }
    if let line = lines.dropFirst().first, !line.elementsEqual(Self.line(ofLedger: ledger)) {
      throw .keyOfOtherLedger(path: keyPath)
    }
    return key
  }

  /// The line of a key file that names its ledger.
  private static func line(ofLedger id: [UInt8]) -> [UInt8] {
    Array("ledger \(Hexadecimal.text(id))".utf8)
  }

  /// Makes a key in a file of mode 0600; an existing file is not changed.
  package func makeKey(
    origin name: String,
    ledger: [UInt8],
    random: RandomBytes
  ) throws(ProofError) -> SigningKey {
    let key: SigningKey
    do { key = try SigningKey(keyName: KeyName(name), seed: random.make(32)) } catch {
      throw .badOrigin(name)
    }
    guard !FileManager.default.fileExists(atPath: keyPath) else {
      throw .keyExists(path: keyPath)
    }
    // A key file is complete, even if the process is killed while it writes.
    let partial = keyPath + Unfinished.ending
    let descriptor = Unfinished.begin(keyPath)
    guard descriptor >= 0 else {
      throw .keyUnusable(path: keyPath, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let text = key.encodedSecret + [0x0A] + Self.line(ofLedger: ledger) + [0x0A]
    guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0,
      sqlite_settings_rename_to_free(partial, keyPath) == 0
    else {
      let (code, reason) = (errno, String(cString: strerror(errno)))
      unlink(partial)
      throw code == EEXIST ? .keyExists(path: keyPath) : .keyUnusable(path: keyPath, reason: reason)
    }
    PlainFile.syncFolder(of: keyPath)
    return key
  }
}

/// The file of the last signed head.
package struct ExpectedCheckpoint {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// The stored head; nil if there is none yet.
  package func read() throws(ProofError) -> SignedCheckpoint? {
    let bytes: [UInt8]
    do throws(PlainFile.Problem) { bytes = try PlainFile(path, O_RDONLY).bytes() } catch {
      if error.code == ENOENT { return nil }
      throw .headUnusable(path: path, reason: error.reason)
    }
    do { return try SignedCheckpoint(parsing: bytes) } catch {
      throw .headUnusable(path: path, reason: "it has no checkpoint (\(error.name))")
    }
  }

  /// Replaces the stored head atomically, and flushes it to the disk.
  package func write(_ head: SignedCheckpoint) throws(ProofError) {
    do throws(PlainFile.Problem) {
      try PlainFile.replace(path, with: head.bytes, mode: 0o644)
    } catch { throw .headUnusable(path: path, reason: error.reason) }
  }
}
