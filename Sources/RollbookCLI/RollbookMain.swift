import Foundation

/// What the executable calls.
public enum RollbookMain {
  /// Runs the command line of this process, and ends it.
  public static func main() async -> Never {
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(await Program.run(arguments, in: .process()).rawValue)
  }
}
