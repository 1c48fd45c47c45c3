import Roster
import VerbatimJSON

/// The fields of one user, parsed from a document; some may be unreadable.
struct ReadFields {
  private(set) var cells: [Cell] = []
  private(set) var unread: [UnreadField] = []
  private var contents: [CellAddress: Content] = [:]

  /// Parses the list of fields; it may be absent if none of a user's fields was returned.
  init(_ list: JSON?) throws(MalformedDingTalkResponse) {
    guard let list, !list.isNull else { return }
    guard let elements = list.elements else {
      throw MalformedDingTalkResponse("field_data_list", "is not a list")
    }
    for (index, element) in elements.enumerated() {
      let code: FieldCode
      do throws(MalformedDingTalkResponse) {
        code = try element.code("field_code")
      } catch {
        let place = error.within("field_data_list[\(index)]")
        unread.append(UnreadField(code: nil, problem: place.sentence))
        continue
      }
      do throws(MalformedDingTalkResponse) {
        try add(try [Cell](field: code, in: element))
      } catch {
        setAside(code, error.sentence)
      }
    }
  }

  /// Adds the items of a field, which may come in several parts, and with repetitions.
  private mutating func add(_ more: [Cell]) throws(MalformedDingTalkResponse) {
    for cell in more {
      guard let before = contents.updateValue(cell.content, forKey: cell.address) else {
        cells.append(cell)
        continue
      }
      guard before == cell.content else {
        throw MalformedDingTalkResponse("field_value_list", "is there twice, with different items")
      }
    }
  }

  private mutating func setAside(_ code: FieldCode, _ problem: String) {
    guard !unread.contains(where: { $0.code == code }) else { return }
    unread.append(UnreadField(code: code, problem: problem))
  }

  /// The cells of the fields that could be read in every part.
  var readCells: [Cell] {
    guard !unread.isEmpty else { return cells }
    let codes = Set(unread.compactMap(\.code))
    return cells.filter { !codes.contains($0.address.field) }
  }
}

/// A field of a user that could not be read.
struct UnreadField: Hashable, Sendable {
  /// The code of the field; nil if it has none.
  let code: FieldCode?
  /// The position in the field, and the fault.
  let problem: String
}

extension [Cell] {
  /// Parses a field's list of items; an empty or absent list is a statement too.
  init(field code: FieldCode, in field: JSON) throws(MalformedDingTalkResponse) {
    switch field["field_value_list"] {
    case nil: self = [Cell(CellAddress(code), .missingList)]
    case .null?: self = [Cell(CellAddress(code), .nullList)]
    case .array([])?: self = [Cell(CellAddress(code), .emptyList)]
    case .array(let elements)?:
      var items: [ReadItem] = []
      items.reserveCapacity(elements.count)
      for (place, element) in elements.enumerated() {
        do throws(MalformedDingTalkResponse) {
          items.append(try ReadItem(element))
        } catch {
          throw error.within("field_value_list[\(place)]")
        }
      }
      self = try ReadItem.placed(items).map { index, content in
        Cell(CellAddress(code, index), content)
      }
    default: throw MalformedDingTalkResponse("field_value_list", "is not a list")
    }
  }
}

/// An item of a field, before its index is decided.
private struct ReadItem: Hashable {
  /// Its own index; nil if it has none.
  let index: Int?
  let content: Content

  init(_ item: JSON) throws(MalformedDingTalkResponse) {
    if let value = try item.optionalMember("item_index") {
      guard let number = value.wholeNumber, number <= Int64(Int32.max) else {
        throw MalformedDingTalkResponse("item_index", "is not the index of an item")
      }
      index = Int(number)
    } else {
      index = nil
    }
    content = .item(value: try Part("value", of: item), label: try Part("label", of: item))
  }

  /// The index and content of each item.
  ///
  /// A repeated item is one. If all indexes are 0, or some are absent and the others match the
  /// order, the position in the list is the index; departments are returned this way.
  static func placed(_ all: [ReadItem]) throws(MalformedDingTalkResponse) -> [(Int, Content)] {
    let indexes = all.map(\.index)
    if !indexes.contains(nil) {
      if Set(indexes).count == all.count { return all.map { ($0.index ?? 0, $0.content) } }
      var seen: Set<ReadItem> = []
      let once = all.filter { seen.insert($0).inserted }
      if Set(once.map(\.index)).count == once.count {
        return once.map { ($0.index ?? 0, $0.content) }
      }
      guard indexes.allSatisfy({ $0 == 0 }) else {
        throw MalformedDingTalkResponse("field_value_list", "states an item twice, and differently")
      }
      return once.enumerated().map { ($0.offset, $0.element.content) }
    }
    guard indexes.enumerated().allSatisfy({ $0.element == nil || $0.element == $0.offset }) else {
      throw MalformedDingTalkResponse("field_value_list", "has items whose item_index is missing")
    }
    return all.enumerated().map { ($0.offset, $0.element.content) }
  }
}

extension Part {
  /// The content of a key of an item.
  fileprivate init(_ key: String, of item: JSON) throws(MalformedDingTalkResponse) {
    switch item[key] {
    case nil: self = .missing
    case .null?: self = .null
    case .string(let text)?: self = .text(Verbatim(text))
    case let other?:
      guard other.isReadable else {
        throw MalformedDingTalkResponse(key, "is no text that can be kept")
      }
      self = .json(Verbatim(other.compact))
    }
  }
}
