import Foundation
import Ledger
import LedgerStorage
import RemoteAPI
import Roster

/// Everything a command takes from its environment; tests substitute it.
struct CommandEnvironment: Sendable {
  /// The environment's variables.
  var variables: [String: String]
  /// The working folder.
  var folder: String
  /// The output of the command.
  var output: Output
  /// The clock, and the means of waiting.
  var timekeeper: any Timekeeper
  /// The account that runs it, from the machine.
  var actor: Verbatim
  /// Returns numbers from 0 up to 1, for the random part of waits.
  var random: @Sendable () -> Double
  /// The source of requests to stop.
  var interruption: Interruption
  /// Asks on the terminal and returns the reply; nil if there is no terminal.
  var ask: (@Sendable (String) async -> String)?
  /// Ends the process at once, if nothing else can; nil if the caller owns the process.
  var halt: (@Sendable (ExitStatus) -> Never)?

  /// The environment of this process.
  static func process() -> CommandEnvironment {
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
  func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder + "/" + name
  }
}
