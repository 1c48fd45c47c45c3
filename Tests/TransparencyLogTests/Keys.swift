@testable import TransparencyLog

/// Keys of the tests, from the published table.
enum Keys {
  static func verifier(_ text: String) throws -> VerifierKey {
    try VerifierKey(parsing: text.utf8)
  }

  static func signer(_ text: String) throws -> SigningKey { try SigningKey(parsing: text.utf8) }

  /// A policy that trusts the test log and needs both test witnesses.
  static func strictPolicy() throws -> TrustPolicy {
    let first = try signer(Published.firstWitnessSecret).verifierKey(.cosignature)
    let second = try signer(Published.secondWitnessSecret).verifierKey(.cosignature)
    let lines = [
      "log \(Published.testLogKey)", "witness w1 \(first)", "witness w2 \(second)",
      "group both all w1 w2", "quorum both",
    ]
    return try TrustPolicy(parsing: bytes(lines.map { $0 + "\n" }.joined()))
  }

  /// A checkpoint of the small tree of some size, signed by the test log.
  static func checkpoint(size: Int) throws -> SignedCheckpoint {
    let key = try signer(Published.testLogSecret)
    let head = try Checkpoint(
      origin: key.keyName.bytes,
      size: UInt64(size),
      root: SmallTree.roots[size]
    )
    return try SignedCheckpoint(head, signedBy: key)
  }

  /// The same, cosigned by both test witnesses.
  static func cosigned(size: Int) throws -> SignedCheckpoint {
    let signed = try checkpoint(size: size)
    return try signed.adding([
      signer(Published.firstWitnessSecret).cosign(signed.checkpoint, at: 1_700_000_000),
      signer(Published.secondWitnessSecret).cosign(signed.checkpoint, at: 1_700_000_060),
    ])
  }
}
