/// Where salts, surrogates and keys come from.
public struct RandomBytes: Sendable {
  let make: @Sendable (Int) -> [UInt8]

  /// Takes random bytes from `make`, which is told how many.
  public init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

  /// The machine's own random generator.
  public static let system = RandomBytes { count in
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
