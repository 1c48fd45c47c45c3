import Foundation
import Tables

/// What the executable calls.
package enum RollbookMain {
  /// Runs the command line of this process, and ends it.
  package static func main() async -> Never {
    // A reader that went away is an error of the write, and the exit code reports it.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let environment = CommandEnvironment.process()
    if let failure = Descriptors.raise() {
      environment.output.note(failure.text(.table))
      exit(failure.exit.rawValue)
    }
    exit(await Program.run(arguments, in: environment).rawValue)
  }
}
