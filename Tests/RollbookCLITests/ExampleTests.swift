import ArgumentParser
import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Testing

/// That the examples of the help and of `docs/cli.md` are command lines that the program takes.
@Suite struct ExampleTests {
  private static let names: [String] = NamedCommand.all.map(\.name)

  @Test(arguments: names)
  func `the help of a command has one to three examples, and the program parses each`(
    name: String
  ) throws {
    let command = try #require(NamedCommand.all.first { $0.name == name })
    let lines = RootCommand.helpMessage(for: command.type, columns: 100)
      .components(separatedBy: "\n")
    let start = try #require(
      lines.firstIndex(of: "Examples:"),
      "the discussion of \(name) has no line \"Examples:\""
    )
    let examples = lines[(start + 1)...].prefix { !$0.isEmpty }
    #expect((1...3).contains(examples.count), "\(name) has \(examples.count) examples")
    for example in examples {
      #expect(
        example == "  rollbook \(name)" || example.hasPrefix("  rollbook \(name) "),
        "an example of \(name) is not two blanks and `rollbook \(name) …`: \(example)"
      )
      try Self.parse(example, "the help of \(name)")
    }
  }

  @Test(arguments: names)
  func `the document shows a command before it explains it, and the program parses each example`(
    name: String
  ) throws {
    let lines = try Repository.text("docs/cli.md").components(separatedBy: "\n")
    let heading = try #require(
      lines.firstIndex {
        $0.hasPrefix("### `rollbook \(name)`") || $0.hasPrefix("### `rollbook \(name) ")
      }
    )
    let section = lines[(heading + 1)...].prefix { !$0.hasPrefix("#") }
    let first = try #require(section.first { !$0.isEmpty })
    #expect(
      first.hasPrefix("    $ "),
      "the section of \(name) begins with \(first), not an example"
    )
    let examples = section.filter { $0.hasPrefix("    $ rollbook ") }
    #expect(
      examples.contains { "\($0) ".hasPrefix("    $ rollbook \(name) ") },
      "the section of \(name) has no example of it"
    )
    for example in examples { try Self.parse(String(example.dropFirst(6)), "docs/cli.md") }
  }

  @Test func `the document has the groups and commands of the program, in their order`() throws {
    var found: [[String]] = []
    for line in try Repository.text("docs/cli.md").components(separatedBy: "\n") {
      if line.hasPrefix("### `rollbook ") {
        let words = line.dropFirst(14).split { $0 == " " || $0 == "`" }
          .prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } }
        let group = found.popLast() ?? []
        found.append(group + [words.joined(separator: " ")])
      } else if line.hasPrefix("## ") {
        found.append([String(line.dropFirst(3))])
      }
    }
    let groups = NamedCommand.groups.map { group in [group.name] + group.commands.map(\.name) }
    #expect(Array(found.prefix(groups.count)) == groups)
    #expect(found.dropFirst(groups.count).allSatisfy { $0.count == 1 })
  }

  @Test func `the examples of the README are command lines that the program takes`() throws {
    let lines = try Repository.text("README.md").components(separatedBy: "\n")
      .filter { $0.hasPrefix("    $ rollbook ") }
    #expect(lines.count > 3)
    for line in lines { try Self.parse(String(line.dropFirst(6)), "README.md") }
  }

  @Test func `the words of an example are those of a shell`() {
    let line = "  rollbook fetch --reason \"first look\" --as 'O\"Hara' > out.txt"
    let words = ["rollbook", "fetch", "--reason", "first look", "--as", "O\"Hara"]
    #expect(Self.words(line) == words)
    #expect(Self.words("rollbook status | less") == ["rollbook", "status"])
    #expect(Self.words("rollbook status   # how it is") == ["rollbook", "status"])
  }

  private static func parse(_ example: String, _ place: String) throws {
    do {
      _ = try RootCommand.parseAsRoot(Array(words(example).dropFirst()))
    } catch {
      Issue.record("\(place): \(example): \(RootCommand.message(for: error))")
    }
  }

  /// The words of a line, up to a pipe, a redirection or a comment.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in line {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character == " " || character == ">" || character == "|" {
        if let whole = word { words.append(whole) }
        word = nil
        if character != " " { return words }
      } else if quote == nil, word == nil, character == "#" {
        return words
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
