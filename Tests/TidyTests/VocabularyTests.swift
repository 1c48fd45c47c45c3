import Foundation
import RollbookTestSupport
import Testing

/// Names and words: a type is found by its name, and one thing has one word (docs/glossary.md).
@Suite struct VocabularyTests {
  /// A type at the top level that other files can name.
  private struct Declaration {
    let name: String
    let module: String
    let path: String
  }

  private static let kinds: Set<Substring> = [
    "struct", "enum", "class", "actor", "protocol", "typealias",
  ]

  /// The visible types at the top level of each file of the product, in their order.
  private func declarations() throws -> [[Declaration]] {
    try SourceFile.product().map { file in
      file.lines.compactMap { line in
        guard line.first?.isWhitespace == false, !line.hasPrefix("/"), !line.hasPrefix("extension")
        else { return nil }
        let words = line.split(separator: " ")
        guard
          let kind = words.firstIndex(where: Self.kinds.contains), kind + 1 < words.count,
          words[..<kind].allSatisfy({ $0.hasPrefix("@") || $0.allSatisfy(\.isLetter) }),
          !words[..<kind].contains(where: { $0 == "private" || $0 == "fileprivate" })
        else { return nil }
        let name = words[kind + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return Declaration(name: String(name), module: file.module, path: file.path)
      }
    }
  }

  @Test func `a file bears the name of its first type`() throws {
    let files = try declarations().compactMap(\.first)
    #expect(files.count > 300)
    for first in files {
      let file = first.path.split(separator: "/").last?.split(separator: ".").first
      let name = file?.split(separator: "+").first.map(String.init)
      #expect(
        first.name == name,
        "\(first.path) begins with \(first.name): call the file so, or move the type"
      )
    }
  }

  @Test func `no two modules have a type of the same name`() throws {
    let all = Dictionary(grouping: try declarations().flatMap { $0 }, by: \.name)
    #expect(all.count > 500)
    for (name, declarations) in all {
      let modules = Set(declarations.map(\.module))
      #expect(modules.count == 1, "\(name) is in \(modules.sorted()): rename one of them")
    }
  }

  /// Words of before the glossary, and the word to use.
  private static let words = [
    ("whoever", "name who acts"), ("sees to it", "makes sure"), ("see to it", "make sure"),
    ("thin hand", "runner"), ("catalogue", "catalog"), ("on the job", "active"),
    ("unkind", "strict"), ("somebody else", "outside Rollbook, or another person"),
    ("sighting", "observation"), ("testimon", "cosignature, or time stamp"),
    ("where there is none", "if there is none"), ("the book", "the log, or the ledger"),
    ("told", "printed, written or reported"), ("tells", "prints, writes or reports"),
  ]

  /// The frozen page, whose hash is in docs/format.md, and the glossary may contain them; decisions
  /// are records.
  @Test func `one thing has one word`() throws {
    let ends = [".swift", ".sql", ".md"]
    let paths = Repository.files().filter { path in
      ends.contains { path.hasSuffix($0) } && !path.hasPrefix("Tests/")
        && !path.hasSuffix("PageText.swift") && !path.hasSuffix("glossary.md")
        && !path.hasPrefix("docs/decisions/")
    }
    #expect(paths.count > 500)
    for path in paths {
      let text = Data(try Repository.text(path).lowercased().utf8)
      for (word, instead) in Self.words {
        if let line = Self.line(of: word, in: text) {
          Issue.record("\(path):\(line) says \(word): say \(instead) (docs/glossary.md)")
        }
      }
    }
  }

  /// Words of before the glossary in comments, names of tests and reports, and the word to use.
  private static let commentWords = [
    ("nobody", "no user, no process, or name who does not act"),
    ("somebody", "a person, a user, or another process"), ("anybody", "any person, or any user"),
    ("believe", "expected, accepted or trusted"),
    ("an answer", "a response, a reply or a result"), ("the answer", "the response"),
    ("in doubt", "uncertain"), ("stands", "is"), ("stood", "was"), ("taken for", "considered"),
    ("of whom", "name the person"), ("befall", "happen to"), ("shall ", "must, or will"),
    ("chapter", "history entry"), ("wish", "patch, or wanted change"),
    ("laid out", "written, or arranged"), ("where there is", "if there is"),
    ("where it gave", "nil if it gave none"), ("where they said", "nil if none was given"),
    ("what sqlite says", "errors of SQLite"), ("what the log says", "errors of the ledger"),
    ("so many ", "the number"), ("in the way", "blocks, or prevents"),
  ]

  @Test func `comments and names of tests are in the same words`() throws {
    let paths = Repository.files().filter { path in
      (path.hasSuffix(".swift") || path.hasSuffix(".sql")) && !path.hasSuffix("PageText.swift")
    }
    #expect(paths.count > 700)
    for path in paths {
      let isTest = path.hasPrefix("Tests/")
      for (number, line) in try Repository.text(path).lowercased().split(
        separator: "\n",
        omittingEmptySubsequences: false
      ).enumerated() {
        let line = line.drop { $0 == " " }
        let isName = isTest && line.contains("func `")
        guard line.hasPrefix("//") || line.hasPrefix("-- ") || isName else { continue }
        let text = Data(line.utf8)
        for (word, instead) in Self.commentWords where Self.line(of: word, in: text) != nil {
          Issue.record("\(path):\(number + 1) says \(word): say \(instead) (docs/glossary.md)")
        }
      }
    }
  }

  @Test func `a word is found only if no letter is before it`() {
    #expect(Self.line(of: "told", in: Data("a threshold\nit told".utf8)) == 2)
    #expect(Self.line(of: "told", in: Data("a threshold".utf8)) == nil)
  }

  /// The first line with a word that follows no letter.
  private static func line(of word: String, in text: Data) -> Int? {
    var from = 0
    while let found = text.offset(of: Data(word.utf8), from: from) {
      let before = found == 0 ? 0 : text[found - 1]
      if !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(before) {
        return text[..<found].count { $0 == UInt8(ascii: "\n") } + 1
      }
      from = found + 1
    }
    return nil
  }
}
