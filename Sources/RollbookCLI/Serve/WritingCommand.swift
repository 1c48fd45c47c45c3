/// A command that writes to the ledger: beside a running service, the service runs it.
protocol WritingCommand: RollbookCommand {
  var global: GlobalOptions { get }
  /// The files that it reads, as on the command line.
  var inputFiles: [String] { get }
}

extension WritingCommand {
  var inputFiles: [String] { [] }
}
