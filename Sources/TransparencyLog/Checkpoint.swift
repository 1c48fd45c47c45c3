/// A log's head: its origin, size and root (C2SP tlog-checkpoint).
package struct Checkpoint: Hashable, Sendable {
  /// The log's name, one line.
  package let origin: [UInt8]
  /// How many leaves the log has.
  package let size: UInt64
  /// The root over them.
  package let root: MerkleHash
  /// Further lines, which cannot be audited; a log should have none.
  package let extensions: [[UInt8]]

  /// Creates a checkpoint.
  ///
  /// - Parameters:
  ///   - origin: The log's name: one line of UTF-8, not empty.
  ///   - size: How many leaves the log has.
  ///   - root: The root over them.
  ///   - extensions: Further lines, none of them empty.
  /// - Throws: What is wrong with the parts.
  package init(
    origin: [UInt8],
    size: UInt64,
    root: MerkleHash,
    extensions: [[UInt8]] = []
  ) throws(CheckpointRefusal) {
    guard Self.isLine(origin) else { throw .invalidOrigin }
    guard extensions.allSatisfy(Self.isLine) else { throw .invalidExtension }
    guard size > 0 || root == .emptyRoot else { throw .emptyTreeOtherRoot }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads a checkpoint from a note's text.
  ///
  /// - Parameter text: The text, its last line feed included.
  /// - Throws: Why it is not a checkpoint.
  package init(parsing text: [UInt8]) throws(CheckpointRefusal) {
    guard let lines = TextBytes.lines(text[...]), lines.count >= 3 else { throw .malformed }
    guard let size = CanonicalInteger.decode(lines[1]) else { throw .invalidSize }
    guard let root = MerkleHash(base64: lines[2]) else { throw .invalidRoot }
    try self.init(
      origin: [UInt8](lines[0]),
      size: size,
      root: root,
      extensions: lines[3...].map { [UInt8]($0) }
    )
  }

  private static func isLine(_ bytes: [UInt8]) -> Bool {
    !bytes.isEmpty && TextBytes.isUTF8(bytes) && !bytes.contains { $0 < TextBytes.space }
  }

  /// The text that is signed.
  package var text: [UInt8] {
    let lines = [origin, CanonicalInteger.encode(size), root.base64] + extensions
    return lines.flatMap { $0 + [TextBytes.lineFeed] }
  }
}
