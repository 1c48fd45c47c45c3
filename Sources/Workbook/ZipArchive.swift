import CZlib

/// The parts of a workbook: a zip archive (APPNOTE 6.3), as far as workbooks use it.
///
/// It is read from the directory at its end. zlib decompresses; this type reads offsets, and checks
/// each of them. An archive that two readers could read differently (a name twice) is refused.
struct ZipArchive {
  /// The largest size of a part, in bytes; Excel's own limits are lower.
  static let largestPart = 256 << 20

  private struct Entry {
    let method: Int
    let crc: UInt32
    let packed: Int
    let size: Int
    let header: Int
    let isEncrypted: Bool
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]

  /// Whether the bytes begin like an archive.
  static func begins(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

  init(_ bytes: [UInt8]) throws(WorkbookError) {
    self.bytes = bytes
    var (count, at) = try Self.directory(of: bytes)
    guard count <= 10_000 else { throw .tooLarge("it has \(count) parts") }
    while count > 0 {
      let (name, entry, next) = try Self.entry(of: bytes, at: at)
      guard entries.updateValue(entry, forKey: Self.key(name)) == nil else {
        throw .broken("the part \(name) is in it twice")
      }
      at = next
      count -= 1
    }
  }

  /// Whether a part is there.
  func contains(_ name: String) -> Bool { entries[Self.key(name)] != nil }

  /// A part, decompressed and checked; nil if there is none with that name.
  func part(_ name: String) throws(WorkbookError) -> [UInt8]? {
    guard let entry = entries[Self.key(name)] else { return nil }
    guard !entry.isEncrypted else { throw .encrypted }
    guard entry.size <= Self.largestPart else { throw .tooLarge("\(name) has \(entry.size) bytes") }
    let read = LittleEndian(bytes)
    guard read.number(4, at: entry.header) == 0x0403_4B50,
      let nameLength = read.number(2, at: entry.header + 26),
      let extraLength = read.number(2, at: entry.header + 28)
    else { throw .broken("\(name) is not where the directory says") }
    let start = entry.header + 30 + nameLength + extraLength
    guard start <= bytes.count, entry.packed <= bytes.count - start else {
      throw .broken("\(name) is cut off")
    }
    let packed = bytes[start..<(start + entry.packed)]
    let part: [UInt8]
    switch entry.method {
    case 0: part = Array(packed)
    case 8: part = try Inflation.unpack(packed, size: entry.size, calling: name)
    default: throw .broken("\(name) is packed in a way that is not read (\(entry.method))")
    }
    guard part.count == entry.size, Inflation.checksum(part) == entry.crc else {
      throw .broken("\(name) is damaged")
    }
    return part
  }

  /// Writers differ in case, and some use the separators of Windows.
  private static func key(_ name: String) -> String {
    name.lowercased().replacing("\\", with: "/")
  }

  /// The number of entries in the directory, and its offset.
  private static func directory(
    of bytes: [UInt8]
  ) throws(WorkbookError) -> (count: Int, start: Int) {
    let read = LittleEndian(bytes)
    let first = max(0, bytes.count - 22 - 0xFFFF)
    let last = bytes.count - 22
    guard last >= 0,
      let end = stride(from: last, through: first, by: -1)
        .first(where: { read.number(4, at: $0) == 0x0605_4B50 }),
      var count = read.number(2, at: end + 10), var start = read.number(4, at: end + 16)
    else { throw .broken("its end is missing") }
    if count == 0xFFFF || start == 0xFFFF_FFFF {
      guard read.number(4, at: end - 20) == 0x0706_4B50, let wide = read.number(8, at: end - 12),
        read.number(4, at: wide) == 0x0606_4B50, let entries = read.number(8, at: wide + 32),
        let offset = read.number(8, at: wide + 48)
      else { throw .broken("its end is damaged") }
      (count, start) = (entries, offset)
    }
    return (count, start)
  }

  private static func entry(
    of bytes: [UInt8],
    at place: Int
  ) throws(WorkbookError) -> (name: String, Entry, next: Int) {
    let read = LittleEndian(bytes)
    guard read.number(4, at: place) == 0x0201_4B50, let flags = read.number(2, at: place + 8),
      let method = read.number(2, at: place + 10), let crc = read.number(4, at: place + 16),
      var packed = read.number(4, at: place + 20), var size = read.number(4, at: place + 24),
      let nameLength = read.number(2, at: place + 28),
      let extraLength = read.number(2, at: place + 30),
      let commentLength = read.number(2, at: place + 32),
      var header = read.number(4, at: place + 42),
      place + 46 + nameLength + extraLength <= bytes.count
    else { throw .broken("its directory is damaged") }
    let name = bytes[(place + 46)..<(place + 46 + nameLength)]
    // Numbers that do not fit in four bytes are in the extra field 1, in this order.
    var wide = read.extra(1, at: place + 46 + nameLength, length: extraLength)
    if size == 0xFFFF_FFFF { size = wide.next(read) ?? size }
    if packed == 0xFFFF_FFFF { packed = wide.next(read) ?? packed }
    if header == 0xFFFF_FFFF { header = wide.next(read) ?? header }
    let entry = Entry(
      method: method,
      crc: UInt32(truncatingIfNeeded: crc),
      packed: packed,
      size: size,
      header: header,
      isEncrypted: flags & 1 != 0
    )
    let next = place + 46 + nameLength + extraLength + commentLength
    return (String(decoding: name, as: UTF8.self), entry, next)
  }
}

/// Reads numbers with the lowest byte first; nil beyond the end.
private struct LittleEndian {
  /// The position of the eight-byte numbers of an extra field.
  struct Wide {
    var place: Int
    var end: Int

    mutating func next(_ read: LittleEndian) -> Int? {
      guard place + 8 <= end else { return nil }
      defer { place += 8 }
      return read.number(8, at: place)
    }
  }

  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func number(_ count: Int, at place: Int) -> Int? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    let number = bytes[place..<(place + count)].reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    return number <= UInt64(Int.max / 4) ? Int(number) : nil
  }

  /// The extra field of a kind in an entry; an empty one if there is none.
  func extra(_ kind: Int, at start: Int, length: Int) -> Wide {
    var place = start
    while place + 4 <= start + length, let found = number(2, at: place),
      let size = number(2, at: place + 2)
    {
      if found == kind {
        return Wide(place: place + 4, end: min(place + 4 + size, start + length))
      }
      place += 4 + size
    }
    return Wide(place: 0, end: 0)
  }
}
