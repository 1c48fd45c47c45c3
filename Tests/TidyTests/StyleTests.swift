import Foundation
import RollbookTestSupport
import Testing

/// The style guide, where the linter has no rule.
@Suite struct StyleTests {
  @Test func `a file has at most 400 lines, of at most 100 columns`() throws {
    let files = try SourceFile.all()
    #expect(files.count > 50)
    for file in files {
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func `a function has at most 60 lines`() throws {
    let functions = try SourceFile.all().flatMap { file in file.functions.map { (file, $0) } }
    #expect(functions.count > 200)
    for (file, function) in functions {
      #expect(
        function.length <= 60,
        "\(file.path):\(function.line) has \(function.length) lines, split it: \(function.name)"
      )
    }
  }

  @Test func `no run of more than ten lines is written twice in the product`() throws {
    var places: [[String]: String] = [:]
    var repeated: [String] = []
    for file in try SourceFile.product() {
      let lines = file.lines.enumerated().map { ($0 + 1, $1.trimmingPrefix { $0 == " " }) }
        .filter { !$0.1.isEmpty }
      for start in lines.indices.dropLast(10) {
        let place = "\(file.path):\(lines[start].0)"
        let run = lines[start...(start + 10)].map { String($0.1) }
        if let first = places.updateValue(place, forKey: run) {
          repeated.append("\(first) and \(place)")
        }
      }
    }
    #expect(places.count > 10_000)
    #expect(repeated.isEmpty, "share what these repeat, where the logic is the same")
  }

  @Test func `the measure of a function finds its end`() throws {
    let file = try SourceFile("Tests/TidyTests/SourceFile.swift")
    let lengths = Dictionary(uniqueKeysWithValues: file.functions.map { ($0.name, $0.length) })
    #expect(lengths["static func product() throws -> [SourceFile] {"] == 3)
    #expect(lengths["init(_ path: String) throws {"] == 7)
    #expect(lengths.count == 7)
  }

  @Test(arguments: [
    ("try!", "throw on, or say why it cannot happen in the type", []),
    ("as!", "use as? and say what happens otherwise", []),
    ("@unchecked Sendable", "use Mutex or an actor", []),
    ("fatalError(", "throw a UserFacingError", []),
    ("print(", "only the command line speaks", ["RollbookCLI", "rollbook", "rollbook-bench"]),
    ("Date()", "ask the Timekeeper", ["RemoteAPI/SystemTimekeeper.swift"]),
    ("DispatchTime.now", "ask the Timekeeper", ["RemoteAPI/SystemTimekeeper.swift"]),
    ("ContinuousClock", "ask the Timekeeper", ["RemoteAPI/SystemTimekeeper.swift"]),
    (
      "Task.sleep", "ask the Timekeeper",
      ["RemoteAPI/SystemTimekeeper.swift", "Sandbox/Server/SandboxResponder.swift"]
    ),
  ])
  func `the product keeps to what the house allows`(
    word: String,
    remedy: String,
    allowed: [String]
  ) throws {
    let files = try SourceFile.product()
    #expect(files.count > 20)
    for file in files where !allowed.contains(where: { file.path.contains("/\($0)") }) {
      for line in Self.lines(of: word, in: file) {
        Issue.record("\(file.path):\(line) has \(word): \(remedy)")
      }
    }
  }

  @Test func `a word is found where no other identifier ends with it`() throws {
    let file = try SourceFile("Tests/TidyTests/StyleTests.swift")
    #expect(Self.lines(of: "rint(", in: file).isEmpty)
    #expect(Self.lines(of: "lines(", in: file).count == 1)
  }

  /// The lines that have a word, unless another identifier ends with it.
  private static func lines(of word: String, in file: SourceFile) -> [Int] {
    let code = Data(file.code.joined(separator: "\n").utf8)
    var places: [Int] = []
    var from = 0
    while let found = code.offset(of: Data(word.utf8), from: from) {
      let before = found == 0 ? " " : Character(UnicodeScalar(code[found - 1]))
      if !before.isLetter && !before.isNumber && before != "_" && before != "." {
        places.append(code[..<found].count { $0 == UInt8(ascii: "\n") } + 1)
      }
      from = found + 1
    }
    return places
  }

  /// The bench is no product: its SQL is of the baselines that the ledger is measured beside.
  @Test func `SQL is written by the ledger, its migrations, the mirror and the reports alone`()
    throws
  {
    let statements = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "]
    let writers: Set<String> = [
      "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery", "LedgerStorage",
      "LedgerVerification", "Mirror", "migrations", "reports", "rollbook-bench",
    ]
    let files = try SourceFile.product()
    #expect(files.contains { writers.contains($0.module) })
    for file in files where !writers.contains(file.module) {
      let text = Data(file.lines.joined(separator: "\n").utf8)
      #expect(!statements.contains { text.has($0) }, "\(file.path) has SQL")
    }
  }

  @Test func `no path has a space, and none differs from another by case alone`() {
    let paths = Repository.files()
    #expect(paths.count > 50)
    for path in paths { #expect(!path.contains(" "), "\(path) has a space") }
    #expect(Set(paths.map { $0.lowercased() }).count == paths.count)
  }
}
