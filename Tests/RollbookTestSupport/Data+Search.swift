package import Foundation

extension Data {
  /// The offset of the first place, at or after another, where bytes stand; nil if there is none.
  ///
  /// It asks the C library: Foundation's own search takes seconds for a ledger file.
  package func offset(of needle: Data, from start: Int = 0) -> Int? {
    withUnsafeBytes { all in
      needle.withUnsafeBytes { sought in
        guard let base = all.baseAddress, let word = sought.baseAddress else { return nil }
        var from = start
        while all.count - from >= sought.count,
          let first = memchr(base + from, Int32(sought[0]), all.count - from - sought.count + 1)
        {
          if memcmp(first, word, sought.count) == 0 { return UnsafeRawPointer(first) - base }
          from = UnsafeRawPointer(first) - base + 1
        }
        return nil
      }
    }
  }

  /// Whether the bytes of a text stand somewhere.
  package func has(_ text: String) -> Bool { offset(of: Data(text.utf8)) != nil }
}
