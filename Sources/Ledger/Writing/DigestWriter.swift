import Roster

/// Encodes the cells of a response in bytes, so that different lists of cells give different bytes:
/// each cell is a head of 20 bytes, with the kinds of its parts and the lengths of its texts, and
/// then the texts.
///
/// Every value of every response is encoded, so the length is computed first, and then the buffer
/// is filled. A response has less than 4 GiB, and so has each of its texts.
struct DigestWriter {
  private let buffer: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(_ buffer: UnsafeMutableRawBufferPointer) { self.buffer = buffer }

  /// The largest number of bytes that a cell takes.
  static func room(for cell: Cell) -> Int {
    guard case .item(let value, let label) = cell.content else {
      return 20 + cell.address.field.text.utf8.count
    }
    return 20 + cell.address.field.text.utf8.count + length(value) + length(label)
  }

  /// The number of bytes of a text that belongs to no cell.
  static func room(for text: Verbatim?) -> Int { 8 + (text?.text.utf8.count ?? 0) }

  mutating func add(_ text: Verbatim?) {
    store(text == nil ? UInt64.max : UInt64(text?.text.utf8.count ?? 0))
    if let text { copy(text) }
  }

  mutating func add(_ cell: Cell) {
    let field = cell.address.field
    guard case .item(let value, let label) = cell.content else {
      head(Self.kind(cell.content), cell.address.item, field, 0, 0)
      copy(field)
      return
    }
    // In most fields the label equals the value; the text is then encoded once.
    let same = value == label
    let kind = same ? Self.kind(value) : 4 + Self.kind(value) + 4 * Self.kind(label)
    head(kind, cell.address.item, field, Self.length(value), same ? 0 : Self.length(label))
    copy(field)
    copy(value)
    if !same { copy(label) }
  }

  private mutating func head(
    _ kind: UInt64,
    _ item: Int,
    _ field: FieldCode,
    _ value: Int,
    _ label: Int
  ) {
    store(UInt64(item) << 8 | kind)
    store(UInt32(truncatingIfNeeded: field.text.utf8.count))
    store(UInt32(truncatingIfNeeded: value))
    store(UInt32(truncatingIfNeeded: label))
  }

  private static func kind(_ part: Part) -> UInt64 {
    switch part {
    case .text: 0
    case .json: 1
    case .null: 2
    case .missing: 3
    }
  }

  private static func kind(_ content: Content) -> UInt64 {
    switch content {
    case .item: 0
    case .emptyList: 32
    case .nullList: 33
    case .missingList: 34
    case .gone: 35
    case .erased: 36
    }
  }

  private static func length(_ part: Part) -> Int {
    switch part {
    case .text(let text), .json(let text): text.text.utf8.count
    case .null, .missing: 0
    }
  }

  private mutating func store<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
    buffer.storeBytes(of: number, toByteOffset: count, as: Number.self)
    count += Number.bitWidth / 8
  }

  private mutating func copy(_ part: Part) {
    switch part {
    case .text(let text), .json(let text): copy(text)
    case .null, .missing: return
    }
  }

  private mutating func copy(_ text: Verbatim) {
    let bytes = text.text.utf8
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
    let copied: Void? = bytes.withContiguousStorageIfAvailable {
      room.copyMemory(from: UnsafeRawBufferPointer($0))
    }
    if copied == nil { room.copyBytes(from: bytes) }
    count += bytes.count
  }
}
