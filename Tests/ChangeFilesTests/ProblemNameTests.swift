import ChangeFiles
import Roster
import RollbookTestSupport
import Testing

/// The stable names: each is documented, and each that concerns a row is tried.
@Suite struct ProblemNameTests {
  private static func names(in files: [String]) throws -> Set<String> {
    var names: Set<String> = []
    for file in files {
      let source = try Repository.text(file)
      guard
        let start = source.firstRange(of: "var name: String")
          ?? source.firstRange(of: "var errorCode: ErrorCode"),
        let end = source[start.upperBound...].firstRange(of: "\n  }")
      else { continue }
      for match in source[start.upperBound..<end.lowerBound].matches(of: /"([a-z][A-Za-z0-9]+)"/) {
        names.insert(String(match.1))
      }
    }
    return names
  }

  private static func problems() throws -> Set<String> {
    try names(in: Repository.files(below: "Sources/ChangeFiles/Problems", ending: ".swift"))
  }

  @Test func `every name is documented`() throws {
    let page = try Repository.text("docs/change-files.md")
    let names = try Self.problems().union(
      Self.names(in: ["Sources/ChangeFiles/ChangeFileError.swift"])
    )
    #expect(names.count > 60)
    for name in names { #expect(page.contains("`\(name)`"), "\(name)") }
    for match in page.matches(
      of: /`((?:changeFile|spreadsheet|body|user|field|value)[A-Z][A-Za-z]+)`/
    )
    where !["userId"].contains(String(match.1)) {
      #expect(names.contains(String(match.1)), "\(match.1) is no name any more")
    }
  }

  @Test func `every problem of a row is among the reviewed messages`() throws {
    let golden = try Repository.files(below: "Tests/ChangeFilesTests/Golden", ending: ".txt")
      .map { try Repository.text($0) }.joined()
    let names = try Self.problems()
    #expect(names.count > 50)
    for name in names where name != "catalogMissing" {
      #expect(golden.contains("! \(name) ["), "\(name) is never shown")
    }
  }

  @Test func `without a catalog every field asks for a fetch`() throws {
    let file = try ChangeFile(reading: Array("userid,备注\nu1,x\n".utf8), system: .dingtalk)
    let resolver = ChangeResolver(system: .dingtalk, catalog: [], people: { _ in [] })
    let resolved = try resolver.resolve(file)
    #expect(resolved.problems.map(\.name) == ["catalogMissing"])
    #expect(resolved.changes.isEmpty)
  }

  @Test func `an error of looking people up is thrown on`() throws {
    struct Broken: Error {}
    let file = try ChangeFile(reading: Array("userid,备注\nu1,x\n".utf8), system: .dingtalk)
    let resolver = ChangeResolver(
      system: .dingtalk,
      catalog: Samples.catalog,
      people: { _ in throw Broken() }
    )
    #expect(throws: Broken.self) { try resolver.resolve(file) }
  }
}
