import LeafFormat
import TransparencyLog

extension BundleVerifier {
  /// Verifies every entry, and what is shown of it.
  func entries(
    _ shelf: inout UnreadFiles,
    _ head: Head
  ) throws(EvidenceRefusal) -> [ProvenEntry] {
    var leaves: [Int64: LeafRecord] = [:]
    let numbers = shelf.numbers("events/", ".leaf")
    for number in numbers {
      guard let entry = Int64(exactly: number), entry > 0 else {
        throw .unexpected(path: "events/\(number).leaf")
      }
      leaves[entry] = try leaf(entry, &shelf, head)
    }
    var entries: [ProvenEntry] = []
    for entry in leaves.keys.sorted() {
      guard let leaf = leaves[entry] else { continue }
      let opening = try opening(entry, &shelf)
      let checks = OpeningChecks(leaf: leaf, leaves: leaves)
      entries.append(try checks.verify(opening))
    }
    return entries
  }

  private func leaf(
    _ entry: Int64,
    _ shelf: inout UnreadFiles,
    _ head: Head
  ) throws(EvidenceRefusal) -> LeafRecord {
    let leaf = try shelf.take(EvidenceBundle.leaf(entry))
    try include(leaf, as: entry, proof: try shelf.take(EvidenceBundle.proof(entry)), head)
    guard let record = try? LeafRecord(parsing: leaf), record.entry == entry else {
      throw .malformed(path: EvidenceBundle.leaf(entry), "it is no leaf of this entry")
    }
    return record
  }

  private func opening(
    _ entry: Int64,
    _ shelf: inout UnreadFiles
  ) throws(EvidenceRefusal) -> Opening {
    let path = EvidenceBundle.opening(entry)
    guard shelf.rest[path] != nil else { return Opening() }
    guard let opening = Opening(parsing: try shelf.take(path)), !opening.isEmpty else {
      throw .malformed(path: path, "it is not spelled as an opening is")
    }
    return opening
  }

  private func include(
    _ leaf: [UInt8],
    as entry: Int64,
    proof bytes: [UInt8],
    _ head: Head
  ) throws(EvidenceRefusal) {
    let path = EvidenceBundle.proof(entry)
    let proof: LogProof
    do { proof = try LogProof(parsing: bytes) } catch {
      throw .malformed(path: path, error.message)
    }
    guard proof.extra == nil, proof.index == UInt64(entry - 1),
      proof.checkpoint == head.signed.bytes
    else { throw .malformed(path: path, "its index or its checkpoint is another") }
    let inclusion = InclusionProof(
      index: proof.index,
      size: head.signed.checkpoint.size,
      hashes: proof.hashes
    )
    do {
      try inclusion.verify(leaf: MerkleHash.leaf(leaf), root: head.signed.checkpoint.root)
    } catch { throw .proof(entry: entry, error) }
  }
}
