import Foundation
import Tables
import Roster

/// The entry point of the executable.
package enum RollbookMain {
  /// Runs the command line of this process, and ends it.
  package static func main() async -> Never {
    // A closed reader is an error of the write, and gives an exit code of its own.
    signal(SIGPIPE, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let environment = CommandEnvironment.process()
    if let failure = Descriptors.raise() {
      environment.output.note(failure.text(.table))
      exit(failure.code.exit.rawValue)
    }
    exit(await Program.run(arguments, in: environment).rawValue)
  }
}
