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

  private static let commands = RootCommand.configuration.groupedSubcommands
    .flatMap(\.subcommands)

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
    #expect(Self.commands.count == 42)
    for command in Self.commands {
      let section = try section(command._commandName)
      let help = RootCommand.helpMessage(for: command, columns: 200)
      let flags = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.0) })
      #expect(flags.count > 5)
      for flag in flags {
        #expect(section.contains(flag), "docs/cli.md, \(command._commandName): \(flag) is missing")
      }
    }
  }

  @Test func `every setting, variable and exit code is in the document`() throws {
    let document = try #require(Self.document)
    for key in SettingsFile.keys { #expect(document.contains("`\(key)`"), "\(key)") }
    for variable in Settings.Variable.allCases {
      #expect(document.contains("`\(variable.rawValue)`"), "\(variable.rawValue)")
    }
    for status in Roster.ExitStatus.allCases {
      #expect(document.contains("| `\(status.rawValue)` | \(status.summary) |"), "\(status)")
    }
  }

  @Test func `every error of every module has an exit code, and is in the document beside it`()
    throws
  {
    let document = try #require(Self.document)
    let names = try Self.errorNames()
    #expect(names.count > 50)
    for name in names.union(Failure.exits.keys) {
      guard let exit = Failure.exits[name] else {
        Issue.record("\(name) has no exit code in Failure.swift")
        continue
      }
      let line = document.split(separator: "\n").first {
        $0.hasPrefix("| `\(exit.rawValue)` | `")
      }
      #expect(line?.contains("`\(name)`") == true, "docs/cli.md lacks \(name) at \(exit.rawValue)")
    }
    let known = names.union(["usage", "internal", "interrupted"])
    let stale = Set(Failure.exits.keys).subtracting(known)
    #expect(stale.isEmpty, "Failure.swift has names that no error has: \(stale)")
  }

  /// The names that the enums which are `UserFacingError` give themselves, read from the sources.
  private static func errorNames() throws -> Set<String> {
    let texts = try ["Sources", "reports"].flatMap { folder in
      try Repository.files(below: folder, ending: ".swift").map(Repository.text)
    }
    let explained = Set(
      texts.flatMap {
        $0.matches(of: /(?:enum|struct) (\w+): [^{]*\bUserFacingError\b/).map { $0.1 }
      }
    )
    var names: Set<String> = []
    for text in texts {
      guard let type = text.firstMatch(of: /(?:enum|struct|extension) (\w+)/)?.1 else { continue }
      let owners = text.matches(of: /(?:enum|struct|extension) (\w+)/).map { $0.1 }
      guard explained.contains(type) || owners.contains(where: explained.contains) else { continue }
      for start in text.ranges(of: "var name: String {") {
        let rest = text[start.upperBound...]
        // A body of one line ends on it.
        let line = rest.prefix { $0 != "\n" }
        let end =
          line.hasSuffix("}")
          ? line.endIndex : rest.firstRange(of: "\n  }")?.lowerBound ?? rest.endIndex
        names.formUnion(rest[..<end].matches(of: /"([a-zA-Z]+)"/).map { String($0.1) })
      }
    }
    return names
  }

  @Test(arguments: [
    "roster", "show 0456", "history 0456 姓名", "history manager4220 --by-item", "blame 0456",
    "diff before:batch:2 now", "drift", "log", "log --events", "operations", "status",
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

  @Test(arguments: [nil] + commands.map { Optional($0._commandName) })
  func `help says what it should`(command: String?) async throws {
    let run = try await Stage().run(["help"] + [command].compactMap { $0 })
    #expect(run.status == .done)
    #expect(Golden.difference(run.result, "help-\(command ?? "rollbook").txt") == nil)
    let flag = try await Stage().run([command].compactMap { $0 } + ["--help"])
    #expect(flag.status == .done && !flag.result.isEmpty)
  }
}
