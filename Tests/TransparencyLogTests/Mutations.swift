import RollbookTestSupport

/// Every small change of some bytes.
enum Mutations {
  /// Every byte replaced by every other.
  static func everyReplacement(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.flatMap { replacements(of: bytes, at: $0, by: (0...255).map { UInt8($0) }) }
  }

  /// Every byte with each of its bits turned, and replaced by what formats are made of and by
  /// some bytes of chance.
  static func someReplacements(of bytes: [UInt8], seed: UInt64) -> [[UInt8]] {
    var random = Seeded(seed)
    return bytes.indices.flatMap { index -> [[UInt8]] in
      let bits = (0..<8).map { bytes[index] ^ (1 << UInt8($0)) }
      let chance = (0..<2).map { _ in UInt8.random(in: 0...255, using: &random) }
      let telling: [UInt8] = [0x09, 0x0A, 0x0D, 0x20, 0x2B, 0x30, 0x3D]
      return replacements(of: bytes, at: index, by: Set(bits + chance + telling).sorted())
    }
  }

  /// Every byte left out, doubled, and everything before or from it cut off.
  static func cutsAndInsertions(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.flatMap { index -> [[UInt8]] in
      let (before, after) = ([UInt8](bytes[..<index]), [UInt8](bytes[index...]))
      let without = before + after.dropFirst()
      let doubled = before + [bytes[index]] + after
      return [without, doubled, before] + (index == 0 ? [] : [after])
    }
  }

  private static func replacements(
    of bytes: [UInt8],
    at index: Int,
    by values: [UInt8]
  ) -> [[UInt8]] {
    values.filter { $0 != bytes[index] }.map { value in
      var changed = bytes
      changed[index] = value
      return changed
    }
  }

  /// A changed text, to be shown when it is accepted.
  static func shown(_ accepted: [[UInt8]]) -> String {
    "\(accepted.count) accepted, such as: "
      + accepted.prefix(3).map { String(decoding: $0, as: UTF8.self).debugDescription }
      .joined(separator: ", ")
  }
}
