import ArgumentParser

/// The option of commands that write to the ledger.
struct WaitOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("How long to wait for another writer (30s, 5m).", valueName: "span")
  )
  private var wait = OperationSpan(.zero)

  /// How long to wait for another writer.
  var duration: Duration { wait.duration }
}
