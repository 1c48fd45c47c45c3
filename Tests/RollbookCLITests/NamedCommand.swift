import ArgumentParser
@testable import RollbookCLI

/// A command that can be run, with the words that call it.
struct NamedCommand {
  let name: String
  let type: any ParsableCommand.Type

  /// The commands of each group, those below a command that has only subcommands in its place.
  static let groups: [(name: String, commands: [NamedCommand])] =
    RootCommand.configuration.groupedSubcommands.map { group in
      (group.name, group.subcommands.flatMap { leaves(of: $0, after: "") })
    }

  /// All of them, in their order.
  static let all = groups.flatMap(\.commands)

  private static func leaves(
    of type: any ParsableCommand.Type,
    after words: String
  ) -> [NamedCommand] {
    let name = words + type._commandName
    let below = type.configuration.subcommands
    return below.isEmpty
      ? [NamedCommand(name: name, type: type)]
      : below.flatMap { leaves(of: $0, after: name + " ") }
  }
}
