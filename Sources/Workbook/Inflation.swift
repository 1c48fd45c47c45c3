import CZlib

/// Decompresses a part of an archive with zlib.
enum Inflation {
  /// The decompressed bytes; at most as many as the archive states.
  static func unpack(
    _ packed: ArraySlice<UInt8>,
    size: Int,
    calling name: String
  ) throws(WorkbookError) -> [UInt8] {
    var source = Array(packed)
    var target = [UInt8](repeating: 0, count: size + 1)
    var stream = z_stream()
    let version = ZLIB_VERSION
    // Without zlib's own header: archives do not have it.
    guard
      inflateInit2_(&stream, -MAX_WBITS, version, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw .broken("\(name) cannot be unpacked") }
    defer { inflateEnd(&stream) }
    let (inputCount, outputCount) = (UInt32(clamping: source.count), UInt32(clamping: target.count))
    let status = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = inputCount
        stream.next_out = target.baseAddress
        stream.avail_out = outputCount
        return inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, Int(stream.total_out) == size else {
      throw .broken("\(name) is damaged, or is larger than the archive states")
    }
    target.removeLast()
    return target
  }

  /// The checksum of a part in an archive (CRC-32).
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(clamping: bytes.count)))
  }
}
