import Foundation

/// A crash on purpose: how a test makes sure that a fetch dies at a place it has chosen.
enum Crash {
  /// The variable that says after how many commits of an operation the process is to be killed.
  static let variable = "ROLLBOOK_TEST_KILL_AFTER_COMMITS"

  /// Kills the process, as nothing could prevent, once an operation has made so many commits; nil
  /// where no crash is planned.
  static func planned(in environment: CommandEnvironment) -> (@Sendable (Int) -> Void)? {
    guard let planned = environment.variables[variable].flatMap(Int.init) else { return nil }
    return { if $0 == planned { kill(getpid(), SIGKILL) } }
  }
}
