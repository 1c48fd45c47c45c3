/// What a signature covers and how, as the byte that C2SP assigns to it.
package enum SignatureType: UInt8, Sendable {
  /// Ed25519 over the note's text: a log's signature.
  case ed25519 = 0x01
  /// Ed25519 over a time and a checkpoint's text: a witness's cosignature.
  case cosignature = 0x04
}
