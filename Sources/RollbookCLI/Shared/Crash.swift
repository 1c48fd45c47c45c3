import Foundation

/// Kills the process on purpose, so that a test can choose where a fetch dies.
enum Crash {
  /// The environment variable with the number of commits of an operation after which the process is
  /// killed.
  static let variable = "ROLLBOOK_TEST_KILL_AFTER_COMMITS"

  /// Kills the process with SIGKILL after this many commits of an operation; nil if no crash is
  /// planned.
  static func planned(in environment: CommandEnvironment) -> (@Sendable (Int) -> Void)? {
    guard let planned = environment.variables[variable].flatMap(Int.init) else { return nil }
    return { if $0 == planned { kill(getpid(), SIGKILL) } }
  }
}
