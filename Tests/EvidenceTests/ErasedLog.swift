import Evidence
import TransparencyLog

/// A log of two entries, written by hand from docs/format.md: one states three values of a person,
/// the other erases the second of them and the person's key.
struct ErasedLog {
  private let signing: SigningKey
  private let leaves: [[UInt8]]
  private let head: SignedCheckpoint
  private let person: [UInt8]
  private let values: [SaltedValue]
  private let user: MerkleHash

  var key: VerifierKey { signing.verifierKey() }

  init() throws {
    signing = try SigningKey(
      keyName: KeyName("rollbook.example/erased"),
      seed: [UInt8](repeating: 3, count: 32)
    )
    values = (1...3).map { number in
      SaltedValue(
        salt: [UInt8](repeating: UInt8(number), count: 16),
        field: "sys0\(number)",
        item: 0,
        form: 0,
        value: "v\(number)",
        label: nil
      )
    }
    user = .digest(of: [9])
    let root = MerkleHash.node(
      .node(values[0].commitment, values[1].commitment),
      values[2].commitment
    )
    person = Self.person(user: user, values: root)
    let items = Self.items(values[1].commitment, user)
    var erased = Self.count(2) + MerkleHash.node(items.0, items.1).bytes
    erased += MerkleHash.digest(of: [8]).bytes
    leaves = [
      Self.leaf(entry: 1, kind: 0, facts: [], person: .digest(of: person)),
      Self.leaf(entry: 2, kind: 21, facts: erased, person: nil),
    ]
    let hashes = leaves.map { MerkleHash.leaf($0) }
    head = try SignedCheckpoint(
      Checkpoint(
        origin: signing.keyName.bytes,
        size: 2,
        root: .node(hashes[0], hashes[1])
      ),
      signedBy: signing
    )
  }

  /// The honest bundle: one value shown, one erased, one withheld, and no person's name.
  func bundle() throws -> EvidenceBundle { try bundle([value(), userSlot()]) }

  /// Bundles that claim an erasure that was not: of another value, row, place, kind or entry.
  func forgedBundles() throws -> [EvidenceBundle] {
    let honest = try bundle()
    let claims: [[ErasedSlot]] = try [
      [value(ordinal: "3"), userSlot()], [value(number: 6), userSlot()],
      [value(place: 0), userSlot()], [value(erasure: 1), userSlot()],
      [value(erasure: 3), userSlot()], [value(), value()], [value(ordinal: "user")],
      [value(ordinal: "02")], [value(ordinal: "1")],
    ]
    return claims.map { slots in
      var files = honest.files
      files["openings/1.json"] = opening(slots).bytes
      var changed = EvidenceBundle(files: files)
      changed.files["MANIFEST"] = changed.rebuiltManifest
      return changed
    }
  }

  private func bundle(_ erased: [ErasedSlot]) throws -> EvidenceBundle {
    let hashes = leaves.map { MerkleHash.leaf($0) }
    let exhibits = [
      DisclosedEntry(entry: 1, leaf: leaves[0], proof: [hashes[1]], opening: opening(erased)),
      DisclosedEntry(entry: 2, leaf: leaves[1], proof: [hashes[0]], opening: Opening()),
    ]
    return try EvidenceBundle(BundleContents(head: head, log: key, exhibits: exhibits))
  }

  private func opening(_ erased: [ErasedSlot]) -> Opening {
    let proof = [values[1].commitment, values[2].commitment]
    return Opening(
      person: person,
      cells: [CellOpening(ordinal: 1, value: values[0], proof: proof)],
      erased: erased
    )
  }

  private func value(
    ordinal: String = "2",
    number: Int64 = 5,
    erasure: Int64 = 2,
    place: Int64 = 1
  ) throws -> ErasedSlot {
    ErasedSlot(
      slot: ordinal,
      number: number,
      commitment: values[1].commitment,
      proof: [values[0].commitment, values[2].commitment],
      erasure: erasure,
      place: place,
      way: [Self.items(values[1].commitment, user).0]
    )
  }

  private func userSlot() throws -> ErasedSlot {
    ErasedSlot(
      slot: "user",
      number: 1,
      commitment: user,
      proof: [],
      erasure: 2,
      place: 0,
      way: [Self.items(values[1].commitment, user).1]
    )
  }

  private static func items(_ value: MerkleHash, _ user: MerkleHash) -> (MerkleHash, MerkleHash) {
    (
      .leaf([0x45, 0x55] + integer(1) + user.bytes),
      .leaf([0x45, 0x56] + integer(5) + value.bytes)
    )
  }

  private static func leaf(
    entry: Int64,
    kind: Int64,
    facts: [UInt8],
    person: MerkleHash?
  ) -> [UInt8] {
    var bytes: [UInt8] = [1] + text("dingtalk")
    for value in [1, 1, 1, 2, 1_800_000_000_000] as [Int64] { bytes += integer(value) }
    bytes += [0, 0, 0, 0, 0, 0] + integer(3) + integer(3) + integer(0)
    bytes += integer(entry) + integer(kind) + [0, 0] + count(facts.count) + facts
    return bytes + (person.map { [1] + $0.bytes } ?? [0])
  }

  private static func person(user: MerkleHash, values: MerkleHash) -> [UInt8] {
    var bytes: [UInt8] = [0x50] + [UInt8](repeating: 4, count: 32)
    bytes += count(16) + [UInt8](repeating: 6, count: 16) + integer(0)
    bytes += [1] + user.bytes + [0] + [1] + values.bytes
    return bytes + integer(3) + count(0) + count(0)
  }

  private static func text(_ text: String) -> [UInt8] {
    [1] + count(text.utf8.count) + [UInt8](text.utf8)
  }

  private static func integer(_ value: Int64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
  }

  private static func count(_ value: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(value).bigEndian) { [UInt8]($0) }
  }
}
