import Foundation
import RemoteAPI
package import Roster

/// All that a command meets outside itself, so that a test can be its world.
package struct Surroundings: Sendable {
  /// The environment's variables.
  package var environment: [String: String]
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
  /// Asks whoever sits at the terminal, and gives what they answer; nil where nobody sits there.
  package var ask: (@Sendable (String) async -> String)?
  /// Ends the process at once, where nothing else can; nil where it is not ours to end.
  package var halt: (@Sendable (ExitStatus) -> Never)?

  /// Describes a world.
  package init(
    environment: [String: String],
    folder: String,
    output: Output,
    timekeeper: any Timekeeper,
    actor: Verbatim,
    random: @escaping @Sendable () -> Double,
    interruption: Interruption,
    ask: (@Sendable (String) async -> String)? = nil,
    halt: (@Sendable (ExitStatus) -> Never)? = nil
  ) {
    self.environment = environment
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
  package static func process() -> Surroundings {
    let information = ProcessInfo.processInfo
    return Surroundings(
      environment: information.environment,
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

  /// The whole path of a file that the command line names.
  package func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder + "/" + name
  }
}
