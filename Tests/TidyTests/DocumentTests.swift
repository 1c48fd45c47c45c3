import Foundation
import RollbookTestSupport
import Testing

/// That what is written points at what is there.
@Suite struct DocumentTests {
  @Test func `every relative link in a document leads somewhere`() throws {
    let documents = Repository.files(ending: ".md")
    #expect(documents.count > 1)
    var links = 0
    for document in documents {
      let folder = Repository.root.appendingPathComponent(document).deletingLastPathComponent()
      for link in try Self.links(in: Repository.text(document)) {
        links += 1
        let file = folder.appendingPathComponent(link).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: file), "\(document) links to \(link)")
      }
    }
    #expect(links > 0)
  }

  /// The targets of links that are not addresses and not headings of the same page.
  private static func links(in text: String) throws -> [String] {
    text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
      .filter { !$0.contains("://") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:") }
      .compactMap { $0.split(separator: "#").first.map(String.init) }
  }

  @Test func `every path and type that a document for developers names is there`() throws {
    let names = try SourceFile.all().reduce(into: Set<Substring>()) { names, file in
      for line in file.code {
        let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        for (kind, name) in zip(words, words.dropFirst()) where Self.declaring.contains(kind) {
          names.insert(name)
        }
      }
    }
    let documents = ["ARCHITECTURE.md", "CONTRIBUTING.md"] + Repository.files(ending: "DESIGN.md")
    for document in documents {
      for span in try Repository.text(document).matches(of: /`([^`\n]+)`/).map(\.1) {
        if span.hasPrefix("Sources/") || span.hasPrefix("reports/") || span.hasPrefix("migrations/")
        {
          let path = Repository.root.appendingPathComponent(String(span)).path
          #expect(
            FileManager.default.fileExists(atPath: path),
            "\(document) names \(span), which is not there: name the file that took its place"
          )
        } else if document == "ARCHITECTURE.md",
          span.wholeMatch(of: /[A-Z]\w*[a-z]\w*(\.\w+)?/) != nil
        {
          let type = span.prefix { $0 != "." }
          let isDeclared = names.contains(type)
          #expect(
            isDeclared,
            "\(document) names \(type), which no file declares: name the type that took its place"
          )
        }
      }
    }
  }

  private static let declaring: Set<Substring> = ["struct", "enum", "class", "actor", "protocol"]

  @Test func `every migration is listed, and every listed migration is there`() throws {
    let files = Repository.files(below: "migrations/sql", ending: ".sql")
      .compactMap { $0.split(separator: "/").last?.dropLast(4) }
    let list = try Repository.text("migrations/Migrations.swift")
    let listed = Set(list.matches(of: /m[0-9]{4}_[a-z0-9_]+?(?=_sql|\.sql|"|\b)/).map { $0.0 })
    #expect(!files.isEmpty)
    #expect(Set(files) == listed)
  }

  @Test func `every module of the manifest has a folder, and every folder a module`() throws {
    let manifest = try Repository.text("Package.swift")
    let modules = Set(try SourceFile.product().map(\.module)).subtracting(["migrations", "reports"])
    #expect(modules.count > 8)
    for module in modules {
      #expect(manifest.contains("\"\(module)\""), "\(module) is not in Package.swift")
    }
  }

  @Test func `every module has a page that says why it is built so`() throws {
    let modules = Set(try SourceFile.product().map(\.module)).subtracting(["rollbook"])
    #expect(modules.count > 15)
    for module in modules {
      let isOfItsFolder = ["migrations", "reports"].contains(module)
      let page = isOfItsFolder ? "\(module)/README.md" : "Sources/\(module)/DESIGN.md"
      let text = try? Repository.text(page)
      let lines = text?.split(separator: "\n", omittingEmptySubsequences: false).count ?? 0
      #expect(
        (5...80).contains(lines),
        """
        \(page) has \(lines) lines: say on one page what \(module) is for, how it flows, and why \
        it is not built in the more obvious way
        """
      )
    }
  }
}
