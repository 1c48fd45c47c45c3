/// Files as one uncompressed tar file in the form `ustar` of POSIX, from which every `tar` makes them.
///
/// Equal files give equal bytes: the names are sorted, and times and owners are 0.
package enum TarArchive {
  private static let blockSize = 512

  /// Makes the bytes of the tar file.
  ///
  /// - Parameters:
  ///   - files: The bytes of each file by its path, which has 1 to 100 bytes.
  ///   - folder: The folder into which `tar` puts them, with 1 to 155 bytes.
  /// - Returns: The bytes; nil if a path or the folder does not fit into the form.
  package static func bytes(of files: [String: [UInt8]], in folder: String) -> [UInt8]? {
    guard 1...155 ~= folder.utf8.count, files.keys.allSatisfy({ 1...100 ~= $0.utf8.count }),
      files.values.allSatisfy({ $0.count < 1 << 33 })
    else { return nil }
    let sizes = files.values.map { (1 + blocks($0.count)) * blockSize }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(sizes.reduce(2 * blockSize, +))
    for path in files.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      let contents = files[path] ?? []
      bytes += header(path, in: folder, size: contents.count)
      bytes += contents
      bytes += zeros(blocks(contents.count) * blockSize - contents.count)
    }
    return bytes + zeros(2 * blockSize)
  }

  private static func header(_ path: String, in folder: String, size: Int) -> [UInt8] {
    let before =
      field(path, 100) + number(0o600, 8) + number(0, 8) + number(0, 8) + number(size, 12)
      + number(0, 12)
    let behind =
      field("0", 1) + zeros(100) + field("ustar", 6) + field("00", 2) + zeros(64) + number(0, 8)
      + number(0, 8) + field(folder, 155) + zeros(12)
    // The sum of all bytes, as if its own field had spaces.
    let sum = (before + behind).reduce(8 * Int(UInt8(ascii: " "))) { $0 + Int($1) }
    return before + number(sum, 7) + field(" ", 1) + behind
  }

  /// A text, filled up with zeros.
  private static func field(_ text: String, _ width: Int) -> [UInt8] {
    Array(text.utf8) + zeros(width - text.utf8.count)
  }

  /// A number in octal digits, and a zero byte.
  private static func number(_ number: Int, _ width: Int) -> [UInt8] {
    let digits = String(number, radix: 8)
    return Array(String(repeating: "0", count: width - 1 - digits.utf8.count).utf8)
      + field(digits, digits.utf8.count + 1)
  }

  private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }

  private static func blocks(_ size: Int) -> Int { (size + blockSize - 1) / blockSize }
}
