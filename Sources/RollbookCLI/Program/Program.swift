import ArgumentParser
import Tables
import Roster

/// Runs a command line and returns its exit code.
enum Program {
  /// The columns to which help is wrapped.
  static let helpWidth = 100

  /// Runs one command line.
  ///
  /// - Parameters:
  ///   - arguments: The words after the program's name.
  ///   - environment: Everything that the command takes from its environment.
  /// - Returns: The exit code of the process.
  static func run(
    _ arguments: [String],
    in environment: CommandEnvironment
  ) async -> ExitStatus {
    await withTaskExecutorPreference(CommandThreads.shared) {
      await runHere(arguments, in: environment)
    }
  }

  private static func runHere(
    _ arguments: [String],
    in environment: CommandEnvironment
  ) async -> ExitStatus {
    let output = environment.output
    let format: OutputFormat = wantsJSON(arguments) ? .json : .table
    do {
      return try await execute(arguments, in: environment)
    } catch {
      // A handler that removes the command's files makes the command fail.
      environment.interruption.waitForHandler()
      // Print what was written before a failure: it is the beginning of the result.
      try? output.result.flush()
      let failure = Failure(error)
      if failure.code.exit != .outputClosed { output.note(failure.text(format)) }
      return failure.exit(after: environment.interruption)
    }
  }

  /// Runs one command line, and leaves an error of it to the caller.
  ///
  /// - Throws: Errors that `Failure` maps.
  static func execute(
    _ arguments: [String],
    in environment: CommandEnvironment
  ) async throws -> ExitStatus {
    guard let command = try parse(arguments, environment.output) else { return .done }
    if let writing = command as? any WritingCommand,
      let handOver = try HandOver(writing, in: environment)
    {
      let status = try await handOver.run(arguments, files: writing.inputFiles)
      try environment.output.result.flush()
      return status
    }
    let status = try await command.run(in: environment)
    try environment.output.result.flush()
    environment.interruption.waitForHandler()
    return status
  }

  /// A command line that cannot be read.
  private struct Misuse: UserFacingError {
    let message: String
    var errorCode: ErrorCode { ErrorCode("usage", .usage) }
  }

  /// The parsed command; nil if help was requested, and printed.
  private static func parse(
    _ arguments: [String],
    _ output: Output
  ) throws -> (any RollbookCommand)? {
    if arguments.contains(where: isEmpty) {
      let message = """
        A word of the command line is empty, perhaps a variable that is not set. Give it a value, or \
        leave its option out.
        """
      throw Misuse(message: message)
    }
    try checkNames(in: arguments)
    // A service parses a line for each request, and the parser of one command is the faster one. That
    // of the whole program has the help and the errors.
    if let command = try? command(named: arguments.first)?.parseAsRoot(
      Array(arguments.dropFirst())
    ),
      let found = command as? any RollbookCommand
    {
      return found
    }
    do {
      var parsed = try RootCommand.parseAsRoot(arguments)
      if let command = parsed as? any RollbookCommand { return command }
      try parsed.run()
      return nil
    } catch {
      guard RootCommand.exitCode(for: error) == .success else {
        throw usage(error)
      }
      let help = RootCommand.fullMessage(for: error, columns: helpWidth)
      try output.result.write(help + "\n")
      try output.result.flush()
      return nil
    }
  }

  /// The command of a name that has no commands under it.
  private static func command(named name: String?) -> (any ParsableCommand.Type)? {
    RootCommand.configuration.subcommands.first {
      $0._commandName == name && $0.configuration.subcommands.isEmpty
    }
  }

  /// Refuses a command that there is not, also one that `help` is asked for.
  private static func checkNames(in arguments: [String]) throws {
    let words = arguments.first == "help" ? Array(arguments.dropFirst()) : arguments
    guard let word = words.first, !word.hasPrefix("-") else { return }
    let names = RootCommand.configuration.subcommands.map { $0._commandName } + ["help"]
    guard !names.contains(word) else { return }
    let near = CommandName.nearest(to: word, among: names)
    let hint =
      near.isEmpty ? "" : "Did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))? "
    throw Misuse(
      message: "There is no command `\(word)`. \(hint)`rollbook help` says what there is."
    )
  }

  /// Whether a word, or the value of an option in the same word, is empty: as the name of a folder
  /// it would mean the working folder.
  private static func isEmpty(_ word: String) -> Bool {
    guard word.hasPrefix("--") else { return word.isEmpty }
    return word.hasSuffix("=") && word.count { $0 == "=" } == 1
  }

  private static func usage(_ error: any Error) -> Misuse {
    var message = RootCommand.message(for: error)
    if message.hasSuffix("<span>'") { message += ": \(OperationSpan.forms)" }
    let end = [".", "?", "!"].contains { message.hasSuffix($0) } ? "" : "."
    // "Usage: rollbook roster [--user <user> ...] …" names the command before its options.
    let words =
      RootCommand.fullMessage(for: error, columns: 1000)
      .split(separator: "\n").first { $0.hasPrefix("Usage:") }?
      .split(separator: " ").dropFirst(2).prefix {
        $0.first?.isLetter == true && $0.allSatisfy { $0.isLetter || $0 == "-" }
      } ?? []
    let help = (["rollbook", "help"] + words).joined(separator: " ")
    return Misuse(message: "\(message)\(end) `\(help)` says what there is.")
  }

  private static func wantsJSON(_ arguments: [String]) -> Bool {
    arguments.contains("--format=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}
