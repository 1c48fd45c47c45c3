import Foundation
import Ledger
import RemoteAPI
package import Roster

/// Everything a command takes from its environment; tests substitute it.
package struct CommandEnvironment: Sendable {
  /// The environment's variables.
  package var variables: [String: String]
  /// The working folder.
  package var folder: String
  /// The output of the command.
  package var output: Output
  /// The clock, and the means of waiting.
  package var timekeeper: any Timekeeper
  /// The account that runs it, from the machine.
  package var actor: Verbatim
  /// Returns numbers from 0 up to 1, for the random part of waits.
  package var random: @Sendable () -> Double
  /// The source of requests to stop.
  package var interruption: Interruption
  /// Asks on the terminal and returns the reply; nil if there is no terminal.
  package var ask: (@Sendable (String) async -> String)?
  /// Ends the process at once, if nothing else can; nil if the caller owns the process.
  package var halt: (@Sendable (ExitStatus) -> Never)?

  /// Describes a world.
  package init(
    variables: [String: String],
    folder: String,
    output: Output,
    timekeeper: any Timekeeper,
    actor: Verbatim,
    random: @escaping @Sendable () -> Double,
    interruption: Interruption,
    ask: (@Sendable (String) async -> String)? = nil,
    halt: (@Sendable (ExitStatus) -> Never)? = nil
  ) {
    self.variables = variables
    self.folder = folder
    self.output = output
    self.timekeeper = timekeeper
    self.actor = actor
    self.random = random
    self.interruption = interruption
    self.ask = ask
    self.halt = halt
  }

  /// The world of this process.
  package static func process() -> CommandEnvironment {
    let information = ProcessInfo.processInfo
    return CommandEnvironment(
      variables: information.environment,
      folder: FileManager.default.currentDirectoryPath,
      output: .standard(),
      timekeeper: SystemTimekeeper(),
      actor: Verbatim("\(information.userName)@\(information.hostName)"),
      random: { Double.random(in: 0..<1) },
      interruption: Interruption(),
      ask: Terminal.asker,
      halt: { _exit($0.rawValue) }
    )
  }

  /// Lets a request to stop end the process at once, after removing an unfinished file.
  ///
  /// For commands that change nothing.
  ///
  /// - Parameter path: The file or the folder that is being made.
  func removeWhenStopped(_ path: String) {
    interruption.listen { [halt] cause in
      Unfinished.remove(path)
      halt?(cause.exit)
    }
  }

  /// The absolute path of a file on the command line.
  package func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder + "/" + name
  }
}
