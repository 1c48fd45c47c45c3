#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The source of salts, surrogates and keys.
package struct RandomBytes: Sendable {
  package let make: @Sendable (Int) -> [UInt8]

  /// Takes random bytes from `make`, which receives their number.
  package init(_ make: @escaping @Sendable (Int) -> [UInt8]) { self.make = make }

  /// The machine's own random generator.
  package static let system = RandomBytes { count in
    var bytes = [UInt8](repeating: 0, count: count)
    // The system call returns up to 256 bytes at a time; asking for eight, as Swift's own generator
    // does, would cost a first fetch a fifth of its time.
    let isFilled = bytes.withUnsafeMutableBytes { buffer in
      stride(from: 0, to: count, by: 256).allSatisfy { start in
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start + 256, count)])
        return part.baseAddress.map { getentropy($0, part.count) == 0 } ?? false
      }
    }
    if isFilled { return bytes }
    var generator = SystemRandomNumberGenerator()
    return bytes.map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
