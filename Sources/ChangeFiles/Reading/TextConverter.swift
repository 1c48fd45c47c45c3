#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Converts bytes of another encoding into UTF-8, with the C library's tables.
enum TextConverter {
  /// Why bytes could not be converted.
  enum Failure: Error, Equatable {
    /// The C library does not know the encoding.
    case unavailable
    /// The bytes are not valid in the encoding; the number of bytes before the first invalid one.
    case invalid(offset: Int)
  }

  /// The bytes in UTF-8; nothing is replaced or left out.
  static func utf8(of bytes: [UInt8], in encoding: String) throws(Failure) -> [UInt8] {
    guard let converter = iconv_open("UTF-8", encoding), converter != failedToOpen else {
      throw .unavailable
    }
    defer { iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    let capacity = bytes.count * 4 + 16
    var target = [CChar](repeating: 0, count: capacity)
    var unread = source.count
    var free = capacity
    let converted = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var input = source.baseAddress
        var output = target.baseAddress
        return iconv(converter, &input, &unread, &output, &free) != Int(bitPattern: UInt.max)
      }
    }
    guard converted, unread == 0 else { throw .invalid(offset: bytes.count - unread) }
    return target[..<(capacity - free)].map { UInt8(bitPattern: $0) }
  }

  /// The result of `iconv_open` if it cannot convert: `(iconv_t) -1`.
  private static var failedToOpen: UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: UInt.max)
  }
}
