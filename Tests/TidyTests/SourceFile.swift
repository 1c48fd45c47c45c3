import RollbookTestSupport

/// One source file, and what the house rules ask about it.
struct SourceFile {
  let path: String
  let lines: [String]

  init(_ path: String) throws {
    self.path = path
    lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    code = lines.map(Self.code)
    imports = lines.compactMap(Self.imported)
  }

  /// Every Swift file of the package, read once.
  static func all() throws -> [SourceFile] { try read.get() }

  private static let read = Result {
    let folders = ["Sources", "Tests", "migrations", "reports"]
    return try
      (folders.flatMap { Repository.files(below: $0, ending: ".swift") }
      + ["Package.swift"]).map { try SourceFile($0) }
  }

  /// The files that are the product, tests and manifest left out.
  static func product() throws -> [SourceFile] {
    try all().filter { !$0.path.hasPrefix("Tests/") && $0.path != "Package.swift" }
  }

  /// The lines without their comments and without the contents of string literals of one line.
  let code: [String]

  /// The modules that the file imports.
  let imports: [String]

  private static func imported(_ line: String) -> String? {
    guard let first = line.utf8.first, "ip@".utf8.contains(first) else { return nil }
    let words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
      words[..<index].allSatisfy({ ["package", "@testable"].contains($0) })
    else { return nil }
    return String(words[index + 1])
  }

  /// The folder that holds the file's module.
  var module: String {
    let parts = path.split(separator: "/").map(String.init)
    return ["Sources", "Tests"].contains(parts[0]) ? parts[1] : parts[0]
  }

  /// Each function with the number of its lines, braces included.
  ///
  /// The linter holds the indentation, so a function ends at the first later line that closes a
  /// brace at the column where the function began.
  var functions: [(name: String, line: Int, length: Int)] {
    var found: [(String, Int, Int)] = []
    for (index, line) in lines.enumerated() where Self.beginsFunction(line) {
      let indent = line.prefix { $0 == " " }
      guard let end = Self.end(of: index, in: lines, indent: String(indent)) else { continue }
      found.append((String(line.dropFirst(indent.count)), index + 1, end - index + 1))
    }
    return found
  }

  private static let modifiers: Set<Substring> = [
    "package", "private", "fileprivate", "internal", "static", "mutating", "override",
    "final", "convenience", "required", "nonisolated", "borrowing", "consuming", "@Test",
    "@discardableResult", "@inline(__always)", "@Sendable",
  ]

  private static func beginsFunction(_ line: String) -> Bool {
    guard let word = line.split(separator: " ").first(where: { !modifiers.contains($0) }) else {
      return false
    }
    return word == "func" || word.hasPrefix("init(") || word.hasPrefix("init?(")
      || word == "deinit" || word.hasPrefix("subscript(")
  }

  private static func end(of start: Int, in lines: [String], indent: String) -> Int? {
    if lines[start].hasSuffix("}") { return start }
    return lines[(start + 1)...].firstIndex {
      $0.hasPrefix(indent + "}") && !$0.hasSuffix("{")
    }
  }

  private static func code(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "/")) || line.utf8.contains(UInt8(ascii: "\"")) else {
      return line
    }
    var result: [UInt8] = []
    var inString = false
    var escaped = false
    var previous = UInt8(ascii: " ")
    for byte in line.utf8 {
      if !inString, byte == UInt8(ascii: "/"), previous == UInt8(ascii: "/") {
        result.removeLast()
        break
      }
      if byte == UInt8(ascii: "\""), !escaped { inString.toggle() }
      if !inString || byte == UInt8(ascii: "\"") { result.append(byte) }
      escaped = inString && byte == UInt8(ascii: "\\") && !escaped
      previous = byte
    }
    return String(decoding: result, as: UTF8.self)
  }
}
