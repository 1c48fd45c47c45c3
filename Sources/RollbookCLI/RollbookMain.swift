import Foundation
import Reports

/// What the executable calls.
public enum RollbookMain {
  /// Runs the command line of this process, and ends it.
  public static func main() async -> Never {
    // A reader that went away is an error of the write, and told by the exit code.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let surroundings = Surroundings.process()
    if let failure = Descriptors.raise() {
      surroundings.output.note(failure.text(.table))
      exit(failure.exit.rawValue)
    }
    exit(await Program.run(arguments, in: surroundings).rawValue)
  }
}
