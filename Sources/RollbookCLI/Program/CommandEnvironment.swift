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
  /// Where the command speaks.
  package var output: Output
  /// Where its time comes from.
  package var timekeeper: any Timekeeper
  /// Who runs it, as the machine knows them.
  package var actor: Verbatim
  /// Numbers from 0 up to 1, for waits that should not be in step with others'.
  package var random: @Sendable () -> Double
  /// How it hears that it should stop.
  package var interruption: Interruption
  /// Asks on the terminal and returns the response; nil if there is no terminal.
  package var ask: (@Sendable (String) async -> String)?
  /// Ends the process at once, where nothing else can; nil where it is not ours to end.
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

  /// Has a request to stop end the process at once, after what is not whole yet is removed.
  ///
  /// It is for commands that change nothing, and need no order to stop in.
  ///
  /// - Parameter path: The file or the folder that is being made.
  func removeWhenStopped(_ path: String) {
    interruption.listen { [halt] cause in
      Unfinished.remove(path)
      halt?(cause.exit)
    }
  }

  /// The whole path of a file that the command line names.
  package func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder + "/" + name
  }
}
