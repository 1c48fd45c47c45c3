/// A text that is what a system said, byte for byte.
///
/// Swift compares strings by canonical equivalence, so that a precomposed and a decomposed `é` are
/// one key. To the systems they are two. A `Verbatim` is equal to, hashes like and sorts by its
/// UTF-8 bytes.
public struct Verbatim: Hashable, Comparable, Sendable {
  /// The text.
  public let text: String

  /// Makes a verbatim text of a string.
  public init(_ text: String) {
    var native = text
    native.makeContiguousUTF8()
    self.text = native
  }

  /// The text's UTF-8 bytes.
  public var bytes: [UInt8] { Array(text.utf8) }

  /// Whether the text has no bytes.
  public var isEmpty: Bool { text.utf8.isEmpty }

  public static func == (left: Verbatim, right: Verbatim) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  public static func < (left: Verbatim, right: Verbatim) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    let hashed: Void? = text.utf8.withContiguousStorageIfAvailable { buffer in
      hasher.combine(bytes: UnsafeRawBufferPointer(buffer))
    }
    if hashed == nil { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    hasher.combine(0xFF as UInt8)
  }
}

extension Verbatim: ExpressibleByStringLiteral {
  /// Makes a verbatim text of a literal.
  public init(stringLiteral value: String) { self.init(value) }
}

extension Verbatim: CustomStringConvertible {
  /// The text itself.
  public var description: String { text }
}
