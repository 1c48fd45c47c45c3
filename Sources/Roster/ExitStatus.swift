/// The exit codes for scripts: those of `sysexits.h`, as far as they fit.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  /// All is done.
  case done = 0
  /// It is done, and a person should look: a failed check, a fetch that is too old, rows that were
  /// rejected, skipped or not sent, whose result is unknown, or that were not observed as written.
  case attention = 1
  /// A plan was refused, and nothing was sent.
  case refused = 2
  /// Everything is consistent, but no signed head covers the last entries of the log.
  case tailUnvouched = 3
  /// A batch was proposed and not sent: other people must approve it.
  case awaitsApproval = 4
  /// The command line, or something that it names, is wrong.
  case usage = 64
  /// A response or a file does not have the right form.
  case badData = 65
  /// An input does not exist.
  case noInput = 66
  /// A system cannot be reached, or refuses service.
  case unavailable = 69
  /// The program itself is wrong.
  case software = 70
  /// An output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
  /// It may work later.
  case tryLater = 75
  /// A permission is missing.
  case noPermission = 77
  /// The settings are wrong.
  case badSettings = 78
  /// Its terminal was closed (SIGHUP); what was recorded is kept.
  case hungUp = 129
  /// Ctrl-C stopped it; what was recorded is kept.
  case interrupted = 130
  /// The reader of the output stopped reading.
  case outputClosed = 141
  /// A request to terminate stopped it; what was recorded is kept.
  case terminated = 143

  /// When it is used, in the words of docs/cli.md.
  package var summary: String {
    switch self {
    case .done: "done"
    case .attention:
      "done, and something needs a person: a failed check, a fetch that is too old, rows that were "
        + "rejected, skipped or not sent, that are uncertain, or that are not as written"
    case .refused:
      "a plan was refused, and nothing was sent: stale, over a limit, bad rows, not agreed to"
    case .tailUnvouched:
      "verified, but no signed head covers the last entries: an operation is running, or was killed"
    case .awaitsApproval: "a batch was proposed, and is not sent before other people approve it"
    case .usage: "the command line, or what it names, is wrong"
    case .badData: "a response or a file does not have the right form"
    case .noInput: "what should be read is not there"
    case .unavailable: "a system cannot be reached, or will not serve"
    case .software: "the program itself is wrong; please report it"
    case .cannotCreate: "what should be created cannot be"
    case .inputOutput: "reading or writing failed"
    case .tryLater: "it may work later"
    case .noPermission: "something is not permitted"
    case .badSettings: "the settings are wrong"
    case .hungUp: "its terminal went away (SIGHUP), which stopped it; what was recorded is kept"
    case .interrupted: "Ctrl-C stopped it; what was recorded is kept"
    case .outputClosed: "the reader of the output stopped reading"
    case .terminated: "a request to terminate stopped it; what was recorded is kept"
    }
  }
}
