package import Ledger
import LedgerProof
package import LedgerStorage
import Foundation
import GRDB
package import Roster
package import TransparencyLog

/// The result of a verification.
package struct Verification: Hashable, Sendable {
  /// Whether the log can be relied on.
  package enum Verdict: String, Hashable, Sendable {
    /// Everything is as it was recorded, signed and stored outside.
    case sound
    /// Everything after the last mark is; what was before it is trusted because of the mark.
    case soundSinceMark
    /// Something is not; the findings say what.
    case damaged
    /// Everything is consistent, but no genuine signed head covers the last entries.
    ///
    /// A change of these together with all hashes over them would not be noticed. This is normal
    /// while an operation runs, and after one that was killed.
    case tailUnvouched
    /// Everything is consistent, but no genuine signed head covers any of it.
    ///
    /// A change of everything at once would not be noticed.
    case unvouched
  }

  /// How many entries the log has.
  package internal(set) var size: EntryID = 0
  /// The root over them.
  package internal(set) var root = MerkleHash.emptyRoot
  /// The number of the entry after which the log was checked; 0 for the whole log.
  package internal(set) var mark: EntryID = 0
  /// How many entries had their leaf recomputed.
  package internal(set) var entries = 0
  /// How many values these entries state.
  package internal(set) var values: Int64 = 0
  /// How many signed heads were genuine and are heads of this log, including the one outside.
  package internal(set) var checkpoints = 0
  /// The last entry that a genuine head covers; 0 if there is none.
  package internal(set) var vouchedFor: EntryID = 0
  /// The erased entries, and how many values each deleted: these are missing legitimately.
  package internal(set) var erasures: [ErasedByEntry] = []
  /// The findings, ordered by entry; at most 1,000.
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

/// One erased entry.
package struct ErasedByEntry: Hashable, Sendable {
  /// The entry.
  package let entry: EntryID
  /// How many values it deleted.
  package let values: Int
}

/// How much of the log a verification checks.
package enum VerificationExtent: Hashable, Sendable {
  /// Everything, including that the log continues the last mark.
  case full
  /// What came after the last verification that left a signed mark; everything if there is none.
  ///
  /// The rows before the mark are trusted: a change of them since then is noticed only if a later
  /// entry depends on it.
  case sinceMark
}

/// The progress of a verification: entries done, and the total, which is never smaller.
package typealias VerificationProgress = @Sendable (_ done: Int64, _ total: Int64) -> Void

extension Ledger {
  /// Recomputes every leaf from the stored rows, and compares it with what was stored and signed.
  ///
  /// The leaves are compared with the stored hashes, with every signed head and with the head
  /// stored outside; the projections, triggers and views with what they must be. Nothing in the
  /// ledger changes.
  ///
  /// - Parameters:
  ///   - extent: Everything, or what came after the last mark.
  ///   - keys: The trusted keys. If empty, the ledger's own key and its former keys.
  ///   - progress: Receives the progress, on several threads.
  /// - Returns: The result.
  /// - Throws: ``LedgerError`` if the ledger or a key cannot be read; damage is a finding.
  package func verify(
    _ extent: VerificationExtent = .full,
    keys: [VerifierKey] = [],
    progress: @escaping VerificationProgress = { _, _ in }
  ) throws(LedgerError) -> Verification {
    let key: SigningKey?
    // A verifier with a key of their own need not be able to read the signing key. Only their key
    // counts: a key beside the ledger may have been replaced together with it.
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

/// A note beside the ledger, signed with the log's key: up to which checkpoint a verification found
/// the log sound.
///
/// A user who can only write to the ledger cannot forge it.
///
/// Example: after a full verification at 5,000 entries the note has size 5000 and its root; the
/// next `rollbook verify` recomputes the leaves from entry 5,001 on.
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

  /// Stores that the log was found sound.
  func write(_ verification: Verification) throws {
    let checkpoint = try Checkpoint(
      origin: [UInt8](Self.title.utf8),
      size: UInt64(verification.size.rawValue),
      root: verification.root
    )
    let note = try SignedNote(
      text: checkpoint.text,
      signatures: [key.sign(checkpoint.text)]
    )
    try Data(note.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }
}
