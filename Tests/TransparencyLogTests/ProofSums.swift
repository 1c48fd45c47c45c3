import Crypto

@testable import TransparencyLog

/// A SHA-256 over lines, with the hashes of a proof in hexadecimal.
struct LineSum {
  private var hasher = SHA256()
  private var spelled: [MerkleHash: [UInt8]] = [:]

  /// Adds a line: some words, then hashes, parted by spaces.
  mutating func add(_ words: String, _ hashes: [MerkleHash]) {
    var line = [UInt8](words.utf8)
    for hash in hashes { line += [TextBytes.space] + spelling(hash) }
    hasher.update(data: line + [TextBytes.lineFeed])
  }

  private mutating func spelling(_ hash: MerkleHash) -> [UInt8] {
    if let known = spelled[hash] { return known }
    let text = Hexadecimal.encode(hash.bytes)
    spelled[hash] = text
    return text
  }

  /// The sum in hexadecimal.
  var text: String {
    String(decoding: Hexadecimal.encode([UInt8](hasher.finalize())), as: UTF8.self)
  }
}
