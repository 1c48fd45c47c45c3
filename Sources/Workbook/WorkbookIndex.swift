/// The contents of the part `workbook.xml`, and of the parts beside it that it needs.
final class WorkbookIndex: XMLListener {
  /// A sheet in the workbook's list.
  struct Sheet {
    let name: String
    let relation: String
    let isHidden: Bool
  }

  private(set) var sheets: [Sheet] = []
  private(set) var from1904 = false

  func begin(_ element: String, _ attributes: [String: String]) {
    switch element {
    case "workbookPr": from1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
    case "sheet":
      sheets.append(
        Sheet(
          name: attributes["name"] ?? "",
          relation: attributes["id"] ?? "",
          isHidden: (attributes["state"] ?? "visible") != "visible"
        )
      )
    default: break
    }
  }

  func text(_ text: String) {}

  func end(_ element: String) {}
}

/// Which part a relation means.
final class Relations: XMLListener {
  private(set) var targets: [String: String] = [:]
  private(set) var ofKinds: [String: String] = [:]
  private var kinds: [String: String] = [:]
  /// The folder that printed paths are relative to.
  private let folder: String

  init(in folder: String) { self.folder = folder }

  /// The kind of a relation: the last word of its type.
  func kind(of relation: String) -> String { kinds[relation] ?? "" }

  func begin(_ element: String, _ attributes: [String: String]) {
    guard element == "Relationship", attributes["TargetMode"] != "External",
      let target = attributes["Target"], let id = attributes["Id"]
    else { return }
    let kind = (attributes["Type"] ?? "").split(separator: "/").last.map(String.init) ?? ""
    targets[id] = path(target)
    kinds[id] = kind
    if ofKinds[kind] == nil { ofKinds[kind] = path(target) }
  }

  func text(_ text: String) {}

  func end(_ element: String) {}

  private func path(_ target: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var parts = folder.split(separator: "/")
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// The texts that the sheets of a workbook share.
final class SharedStrings: XMLListener {
  private(set) var texts: [String] = []
  private var text = SheetText()

  func begin(_ element: String, _ attributes: [String: String]) {
    if element == "si" { text = SheetText() }
    text.begin(element)
  }

  func text(_ piece: String) { text.add(piece) }

  func end(_ element: String) {
    text.end(element)
    if element == "si" { texts.append(text.value) }
  }
}

/// A text of a workbook: its runs joined, without the reading aids of Japanese.
struct SheetText {
  private var whole = ""
  private var isInText = false
  private var isPhonetic = false

  mutating func begin(_ element: String) {
    if element == "t" { isInText = true }
    if element == "rPh" { isPhonetic = true }
  }

  mutating func add(_ piece: String) {
    if isInText, !isPhonetic { whole += piece }
  }

  mutating func end(_ element: String) {
    if element == "t" { isInText = false }
    if element == "rPh" { isPhonetic = false }
  }

  /// The text; characters that XML cannot contain are written `_x000D_` in it (22.4.2.4 of
  /// ECMA-376).
  var value: String {
    guard whole.utf8.contains(UInt8(ascii: "_")) else { return whole }
    return whole.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
      UInt32(match.1, radix: 16).flatMap(UnicodeScalar.init).map { String($0) }
        ?? String(match.0)
    }
  }
}

/// The number formats of cells, by the cells' styles.
final class Styles: XMLListener {
  private(set) var kinds: [DateFormats.Kind] = []
  private var formats = DateFormats()
  private var isInCells = false

  func begin(_ element: String, _ attributes: [String: String]) {
    switch element {
    case "numFmt":
      guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
      formats.add(id, attributes["formatCode"] ?? "")
    case "cellXfs": isInCells = true
    case "xf" where isInCells:
      kinds.append(formats.kind(of: attributes["numFmtId"].flatMap { Int($0) } ?? 0))
    default: break
    }
  }

  func text(_ text: String) {}

  func end(_ element: String) { if element == "cellXfs" { isInCells = false } }
}
