import Foundation
import GRDB
package import TransparencyLog

/// What a verification came to.
package struct Verification: Hashable, Sendable {
  /// Whether the log can be relied on.
  package enum Verdict: String, Hashable, Sendable {
    /// Everything is as it was recorded, and as it was signed or remembered outside.
    case sound
    /// Everything after the last mark is; what was before it is taken at the mark's word.
    case soundSinceMark
    /// Something is not; the findings say what.
    case damaged
    /// Everything fits together, but no genuine signed head covers the last entries: a change of
    /// these, with all hashes over them, would not be noticed. It is so while an operation runs, and
    /// after one that was killed.
    case tailUnvouched
    /// Everything fits together, but no genuine signed head covers any of it: a change of everything
    /// at once would not be noticed.
    case unvouched
  }

  /// How many entries the log has.
  package internal(set) var size: Int64 = 0
  /// The root over them.
  package internal(set) var root = MerkleHash.emptyRoot
  /// The entry after which the log was looked at; 0 for the whole.
  package internal(set) var mark: Int64 = 0
  /// How many entries had their leaf made again.
  package internal(set) var entries = 0
  /// How many values these entries state.
  package internal(set) var values: Int64 = 0
  /// How many signed heads were genuine and are heads of this log, the one outside included.
  package internal(set) var checkpoints = 0
  /// The last entry that a genuine head covers; 0 if there is none.
  package internal(set) var vouchedFor: Int64 = 0
  /// The entries that erased something, and how many values each did: these are gone by right.
  package internal(set) var erasures: [ErasedByEntry] = []
  /// What was found, by entry; at most 1,000 of them.
  package internal(set) var findings: [ProofFinding] = []
  /// How many there are.
  package internal(set) var findingCount = 0

  /// Whether the log can be relied on.
  package var verdict: Verdict {
    if findingCount > 0 { return .damaged }
    if vouchedFor == size { return mark == 0 ? .sound : .soundSinceMark }
    return vouchedFor > 0 ? .tailUnvouched : .unvouched
  }
}

/// That an entry erased something.
package struct ErasedByEntry: Hashable, Sendable {
  /// The entry.
  package let entry: Int64
  /// How many values are gone by it.
  package let values: Int
}

/// How much of the log a verification looks at.
package enum VerificationExtent: Hashable, Sendable {
  /// Everything; that it continues the last mark is checked too.
  case full
  /// What came after the last verification that left a signed mark; everything without one.
  ///
  /// The rows before the mark are taken at its word: that they are unchanged since then is only
  /// known as far as later entries rest on them.
  case sinceMark
}

/// How far a verification is: entries done, and of how many, which are never fewer.
package typealias VerificationProgress = @Sendable (_ done: Int64, _ total: Int64) -> Void

extension Ledger {
  /// Makes every leaf again from what is stored, and compares it with what was kept and signed.
  ///
  /// It is compared with the hashes that were kept, with every head that was signed and with the
  /// head that is kept outside; the projections, triggers and views with what they must be. Nothing
  /// in the ledger changes.
  ///
  /// - Parameters:
  ///   - extent: Everything, or what came after the last mark.
  ///   - keys: The keys that are trusted. if there are none, those of the notary are: its own,
  ///     and its former ones.
  ///   - progress: Hears how far it is, from several threads.
  /// - Returns: What it came to.
  /// - Throws: ``LedgerError`` where the ledger or a key cannot be read; damage is a finding.
  package func verify(
    _ extent: VerificationExtent = .full,
    keys: [VerifierKey] = [],
    progress: @escaping VerificationProgress = { _, _ in }
  ) throws(LedgerError) -> Verification {
    let key: SigningKey?
    // Somebody who verifies with a key of their own need not be able to read the one that signs.
    // Their key alone counts: a key that lies beside the ledger may have been exchanged with it.
    if keys.isEmpty { key = try signer()?.key } else { key = try? signer()?.key }
    let trusted = keys.isEmpty ? CheckpointSigner.trusted(key, signing) : keys
    return try translating(path) {
      let file = key.flatMap { key in
        trusted.contains(key.verifierKey()) ? TrustAnchor(path: path + ".verified", key: key) : nil
      }
      let run = VerificationRun(
        path: path,
        trusted: trusted,
        signing: signing,
        mark: file?.read(),
        extent: extent,
        progress: progress
      )
      let verification = try run.run()
      if [.sound, .soundSinceMark].contains(verification.verdict) {
        try? file?.write(verification)
      }
      return verification
    }
  }
}

/// How far the log was found sound, in a note signed with the log's key beside the ledger: the one
/// who can write to the ledger cannot say it was verified.
struct TrustAnchor {
  /// What was verified.
  struct Extent {
    let size: UInt64
    let root: MerkleHash
  }

  private static let title = "rollbook verified"

  let path: String
  let key: SigningKey

  /// The mark; nil if there is none that this key signed.
  func read() -> Extent? {
    guard let data = FileManager.default.contents(atPath: path),
      let note = try? SignedNote(parsing: [UInt8](data)),
      (try? note.verified(by: [key.verifierKey()])) != nil
    else { return nil }
    let lines = note.text.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count == 4, lines[0].elementsEqual(Self.title.utf8), lines[3].isEmpty,
      let checkpoint = try? Checkpoint(
        parsing: key.keyName.bytes + [0x0A] + lines[1] + [0x0A] + lines[2] + [0x0A]
      ), checkpoint.size > 0
    else { return nil }
    return Extent(size: checkpoint.size, root: checkpoint.root)
  }

  /// Remembers that the log was found sound.
  func write(_ verification: Verification) throws {
    let checkpoint = try Checkpoint(
      origin: [UInt8](Self.title.utf8),
      size: UInt64(verification.size),
      root: verification.root
    )
    let note = try SignedNote(
      text: checkpoint.text,
      signatures: [key.sign(checkpoint.text)]
    )
    try Data(note.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
