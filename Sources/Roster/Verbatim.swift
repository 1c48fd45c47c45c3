/// A text, byte for byte as a system sent it.
///
/// Swift compares strings by canonical equivalence, so a precomposed and a decomposed `é` are
/// equal. To the systems they are two keys. A `Verbatim` is equal to, hashes like and sorts by its
/// UTF-8 bytes.
///
/// Example: `Verbatim("\u{e9}") != Verbatim("e\u{301}")`, although the two strings are equal.
package struct Verbatim: Hashable, Comparable, Sendable {
  /// The text.
  package let text: String

  package init(_ text: String) {
    var native = text
    native.makeContiguousUTF8()
    self.text = native
  }

  /// The text's UTF-8 bytes.
  package var bytes: [UInt8] { Array(text.utf8) }

  /// Whether the text has no bytes.
  package var isEmpty: Bool { text.utf8.isEmpty }

  package static func == (left: Verbatim, right: Verbatim) -> Bool {
    guard left.text.utf8.count == right.text.utf8.count else { return false }
    return order(left, right) == 0
  }

  package static func < (left: Verbatim, right: Verbatim) -> Bool { order(left, right) < 0 }

  /// Below 0 if `left` sorts before `right`, 0 if they are equal, above 0 otherwise.
  ///
  /// Every response compares many texts, so it compares eight bytes at a time.
  static func order(_ left: Verbatim, _ right: Verbatim) -> Int {
    let found: Int?? = left.text.utf8.withContiguousStorageIfAvailable { left in
      right.text.utf8.withContiguousStorageIfAvailable { right in
        orderOfBytes(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
      }
    }
    if case .some(.some(let order)) = found { return order }
    // Not reached while `init` makes sure that every text is contiguous.
    if left.text.utf8.lexicographicallyPrecedes(right.text.utf8) { return -1 }
    return left.text.utf8.elementsEqual(right.text.utf8) ? 0 : 1
  }

  private static func orderOfBytes(
    _ left: UnsafeRawBufferPointer,
    _ right: UnsafeRawBufferPointer
  ) -> Int {
    let shared = min(left.count, right.count)
    var index = 0
    while index + 8 <= shared {
      let one = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let other = right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if one != other { return one.bigEndian < other.bigEndian ? -1 : 1 }
      index += 8
    }
    while index < shared {
      if left[index] != right[index] { return left[index] < right[index] ? -1 : 1 }
      index += 1
    }
    return left.count - right.count
  }

  package func hash(into hasher: inout Hasher) {
    let hashed: Void? = text.utf8.withContiguousStorageIfAvailable { buffer in
      hasher.combine(bytes: UnsafeRawBufferPointer(buffer))
    }
    if hashed == nil { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
    hasher.combine(0xFF as UInt8)
  }
}

extension Verbatim: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self.init(value) }
}

extension Verbatim: CustomStringConvertible {
  /// The text itself.
  package var description: String { text }
}
