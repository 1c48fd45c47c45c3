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
  /// The source of secrets.
  var secrets = RandomBytes.system
  /// The source of requests to stop.
  var interruption: Interruption
  /// Asks on the terminal and returns the reply; nil if there is no terminal.
  var ask: (@Sendable (String) async -> String)?
  /// Ends the process at once, if nothing else can; nil if the caller owns the process.
  var halt: (@Sendable (ExitStatus) -> Never)?
  /// The settings and the ledger that the process keeps for many commands; nil if a command opens
  /// its own.
  var kept: KeptLedger?
  /// The part of the result's list that is wanted; nil for all of it.
  var page: ListPage?
  /// The key of the request that asked for the command; nil if it has none.
  var requestKey: RequestKey?
  /// The trace of the request that asked for the command, 32 hexadecimal digits; nil if it has none.
  var trace: String?
  /// Receives how each call of a system ended, and how long it took; nil if it is not wanted.
  var called: (@Sendable (System, _ outcome: String, Duration) -> Void)?
  /// Receives the progress of an operation, as numbers and words, besides the notes; nil if it
  /// is not wanted.
  var progress: (@Sendable (Int, Int?, String) -> Void)?
  /// The files that came with the command, by the names on the command line; nil if they are read
  /// from the working folder.
  var files: [String: [UInt8]]?
  /// What the one who asks sees of values.
  var sight = Sight.everything
  /// Receives the file that the command makes; nil if it is written into the working folder.
  var made: (@Sendable ([UInt8]) -> Void)?

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

  /// The bytes of a file that the command line names.
  ///
  /// - Throws: `FileError.unreadable` with the reason.
  func bytes(ofFile name: String) throws(FileError) -> [UInt8] {
    guard let files else { return try NamedFile.bytes(path(name), called: name) }
    guard let bytes = files[name] else {
      throw .unreadable(path: name, reason: "it did not come with the command")
    }
    return bytes
  }

  /// The absolute path of a file on the command line.
  func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : folder + "/" + name
  }
}
