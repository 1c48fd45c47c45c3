import Foundation
import SQLiteSettings
package import TransparencyLog

/// Where the key is that signs the heads of the log, and where the last of them is kept: both away
/// from the ledger, so that a user who can write to it can change neither.
package struct SigningConfiguration: Hashable, Sendable {
  /// The file of the signing key.
  package let keyPath: String
  /// The name under which the log is known; nil for the one that its id gives.
  package let origin: String?
  /// The file that remembers the last head; nil if there is none.
  package let lastHeadPath: String?
  /// Whether somebody named that file.
  ///
  /// At a place that nobody named there may never have been one, as beside a backup.
  package let isLastHeadNamed: Bool
  /// The file that lists what was erased, beside the one of the last head; nil if there is none.
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

  /// Reads the key of the ledger of some id.
  ///
  /// Its file says after the key itself for which ledger it was made.
  ///
  /// - Returns: The key; nil where there is no such file.
  /// - Throws: ``ProofError`` where others may read it, it is no key, or another ledger's.
  func signingKey(ofLedger ledger: [UInt8]) throws(ProofError) -> SigningKey? {
    let text: [UInt8]
    let mode: mode_t
    do throws(PlainFile.Problem) {
      let file = try PlainFile(keyPath, O_RDONLY)
      mode = try file.facts().st_mode
      text = try file.bytes()
    } catch {
      if error.code == ENOENT { return nil }
      throw .keyUnusable(path: keyPath, reason: error.reason)
    }
    guard mode & 0o077 == 0 else { throw .keyExposed(path: keyPath) }
    let lines = text.split(separator: 0x0A)
    let key: SigningKey
    do { key = try SigningKey(parsing: lines.first ?? []) } catch {
      throw .keyUnusable(path: keyPath, reason: "it holds no key (\(error.name))")
    }
    if let origin, [UInt8](origin.utf8) != key.keyName.bytes {
      throw .keyOfOtherOrigin(path: keyPath, key: key.keyName.description, wanted: origin)
    }
    if let line = lines.dropFirst().first, !line.elementsEqual(Self.line(ofLedger: ledger)) {
      throw .keyOfOtherLedger(path: keyPath)
    }
    return key
  }

  /// What a key's file says of the ledger for which it was made.
  private static func line(ofLedger id: [UInt8]) -> [UInt8] {
    Array("ledger \(Hexadecimal.text(id))".utf8)
  }

  /// Makes a key in a file of mode 0600; a file that is already there is left alone.
  func makeKey(
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
    // A key that is there is whole, wherever the process is killed.
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

/// The file that remembers the last head that was signed.
struct ExpectedCheckpoint {
  let path: String

  /// The head that is remembered; nil if there is none yet.
  func read() throws(ProofError) -> SignedCheckpoint? {
    let bytes: [UInt8]
    do throws(PlainFile.Problem) { bytes = try PlainFile(path, O_RDONLY).bytes() } catch {
      if error.code == ENOENT { return nil }
      throw .headUnusable(path: path, reason: error.reason)
    }
    do { return try SignedCheckpoint(parsing: bytes) } catch {
      throw .headUnusable(path: path, reason: "it holds no checkpoint (\(error.name))")
    }
  }

  /// Puts a head in the place of the one before, whole or not at all, and onto the disk.
  func write(_ head: SignedCheckpoint) throws(ProofError) {
    do throws(PlainFile.Problem) {
      try PlainFile.replace(path, with: head.bytes, mode: 0o644)
    } catch { throw .headUnusable(path: path, reason: error.reason) }
  }
}
