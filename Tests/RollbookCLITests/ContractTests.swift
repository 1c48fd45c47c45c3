import ArgumentParser
import Foundation
@testable import RollbookCLI
import RollbookTestSupport
import Roster
import Testing
import VerbatimJSON

/// That `docs/cli.md` says all that the program does, and the help of each command.
@Suite struct ContractTests {
  private static let document = try? Repository.text("docs/cli.md")

  /// The part of the document about a command, and the global options.
  private func section(_ command: String) throws -> String {
    let document = try #require(Self.document)
    let sections = document.split(separator: "\n##").map(String.init)
    let own = sections.filter {
      $0.hasPrefix("# `rollbook \(command)`") || $0.hasPrefix("# `rollbook \(command) ")
        || $0.hasPrefix(" Global options")
    }
    #expect(own.count == 2, "docs/cli.md has no section for \(command)")
    return own.joined()
  }

  @Test func `every command and every flag of it is in the document`() throws {
    #expect(NamedCommand.all.count == 74)
    for command in NamedCommand.all {
      let section = try section(command.name)
      let help = RootCommand.helpMessage(for: command.type, columns: 200)
      let flags = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.0) })
      #expect(flags.count > 5)
      for flag in flags {
        #expect(section.contains(flag), "docs/cli.md, \(command.name): \(flag) is missing")
      }
    }
  }

  @Test func `every setting, variable and exit code is in the document`() throws {
    let document = try #require(Self.document)
    var keys: [String] = []
    let _: SettingsFile = try SettingsDecoder.decode("", of: "") { keys.append($0) }
    #expect(keys.count > 20)
    for key in keys { #expect(document.contains("`\(key)`"), "\(key)") }
    for variable in Settings.Variable.allCases {
      #expect(document.contains("`\(variable.rawValue)`"), "\(variable.rawValue)")
    }
    for status in Roster.ExitStatus.allCases {
      #expect(document.contains("| `\(status.rawValue)` | \(status.summary) |"), "\(status)")
    }
  }

  @Test func `every error code of every module is in the document beside its exit status`() throws {
    let document = try #require(Self.document)
    var listed: [String: Int32] = [:]
    let section = try #require(document.split(separator: "\n## ").first { $0.hasPrefix("Errors") })
    for line in section.split(separator: "\n") where line.hasPrefix("| `") {
      let words = line.split(separator: "`").map(String.init)
      for name in words.dropFirst(2) where name.allSatisfy(\.isLetter) {
        listed[name] = Int32(words[1])
      }
    }
    var named: [String: Int32] = [:]
    for code in try Self.errorCodes() {
      #expect(
        named.updateValue(code.exit.rawValue, forKey: code.name) ?? code.exit.rawValue
          == code.exit.rawValue,
        "\(code.name) has two exit statuses"
      )
    }
    #expect(named.count > 200)
    #expect(Set(named.keys).symmetricDifference(listed.keys).isEmpty)
    #expect(named == listed)
  }

  /// The codes of all errors: the sources write each as `ErrorCode("name", .status)`.
  private static func errorCodes() throws -> [ErrorCode] {
    let statuses = Dictionary(
      uniqueKeysWithValues: Roster.ExitStatus.allCases.map { ("\($0)", $0) }
    )
    return try ["Sources", "reports"].flatMap { folder in
      try Repository.files(below: folder, ending: ".swift").flatMap { path in
        try Repository.text(path).split(separator: "\n")
          .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
          .flatMap { $0.components(separatedBy: "ErrorCode(").dropFirst() }
          .map { literal in
            let parts = literal.split(separator: "\"", omittingEmptySubsequences: false)
            let status = parts.dropFirst(2).first?.dropFirst(3).prefix { $0 != ")" }
            return ErrorCode(
              String(try #require(parts.dropFirst().first, "\(path): a code must be a literal")),
              try #require(statuses[String(status ?? "")], "\(path): ErrorCode(\(literal)")
            )
          }
      }
    }
  }

  @Test(arguments: [
    "roster", "show 0456", "history 0456 姓名", "history manager4220 --by-item", "blame 0456",
    "diff before:batch:2 now", "drift", "log", "log --events", "operations", "entry 2",
    "operation 1", "status",
    "stats", "rebuild --check", "doctor", "backup copy.sqlite",
  ])
  func `the keys of JSON are in the document, in their order`(line: String) async throws {
    let stage = try Stage()
    try await SmallCompany.found(at: stage.folder.path("rollbook.sqlite"), stage.timekeeper)
    let words = line.split(separator: " ").map(String.init)
    let run = await stage.run(words + ["--format", "json"])
    let document = try JSON(parsing: Array(run.result.utf8))
    guard case .object(let members) = document.elements?.first ?? document else {
      Issue.record("no object in \(run.result)")
      return
    }
    let section = try section(words[0] == "show" ? "roster" : words[0])
    let written = section.matches(of: /\{([a-zA-Z,]+)\}/)
      .map { $0.1.split(separator: ",").map(String.init) }
    let keys = members.map(\.key)
    #expect(written.contains { keys.starts(with: $0) }, "\(keys) is not in docs/cli.md")
  }

  @Test(arguments: [""] + NamedCommand.all.map(\.name))
  func `help says what it should`(command: String) async throws {
    let words = command.split(separator: " ").map(String.init)
    let run = try await Stage().run(["help"] + words)
    #expect(run.status == .done)
    let name = words.isEmpty ? "rollbook" : words.joined(separator: "-")
    #expect(Golden.difference(run.result, "help-\(name).txt") == nil)
    let flag = try await Stage().run(words + ["--help"])
    #expect(flag.status == .done && !flag.result.isEmpty)
  }
}
