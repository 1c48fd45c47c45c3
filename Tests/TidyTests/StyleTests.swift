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

  @Test func `a function has at most 70 lines`() throws {
    let functions = try SourceFile.all().flatMap { file in file.functions.map { (file, $0) } }
    #expect(functions.count > 200)
    for (file, function) in functions {
      #expect(
        function.length <= 70,
        "\(file.path):\(function.line) has \(function.length) lines: \(function.name)"
      )
    }
  }

  @Test func `the measure of a function finds its end`() throws {
    let file = try SourceFile("Tests/TidyTests/SourceFile.swift")
    let lengths = Dictionary(uniqueKeysWithValues: file.functions.map { ($0.name, $0.length) })
    #expect(lengths["static func product() throws -> [SourceFile] {"] == 3)
    #expect(lengths["init(_ path: String) throws {"] == 6)
    #expect(lengths.count == 6)
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
      for (index, line) in file.code.enumerated() {
        #expect(!Self.has(word, line), "\(file.path):\(index + 1) has \(word): \(remedy)")
      }
    }
  }

  /// A word that another identifier does not end with.
  private static func has(_ word: String, _ line: String) -> Bool {
    line.ranges(of: word).contains { range in
      guard range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !before.isLetter && !before.isNumber && before != "_" && before != "."
    }
  }

  /// The bench is no product: its SQL is of the baselines that the ledger is measured beside.
  @Test func `SQL is written by the ledger, its migrations and the reports alone`() throws {
    let statements = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "]
    let writers: Set<String> = [
      "Ledger", "LedgerHistory", "LedgerProof", "LedgerQuery", "LedgerStorage",
      "LedgerVerification", "migrations", "reports", "rollbook-bench",
    ]
    let files = try SourceFile.product()
    #expect(files.contains { writers.contains($0.module) })
    for file in files where !writers.contains(file.module) {
      for (index, line) in file.lines.enumerated() {
        #expect(!statements.contains { line.contains($0) }, "\(file.path):\(index + 1) has SQL")
      }
    }
  }

  @Test func `no path has a space, and none differs from another by case alone`() {
    let paths = Repository.files()
    #expect(paths.count > 50)
    for path in paths { #expect(!path.contains(" "), "\(path) has a space") }
    #expect(Set(paths.map { $0.lowercased() }).count == paths.count)
  }
}
