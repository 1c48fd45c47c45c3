import LedgerHistory
import ArgumentParser
import Ledger

/// The option that says which values of a cell count.
struct ValuesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "observed: the last fetched or imported values. expected: also accepted writes that came after them.",
      valueName: "values"
    )
  )
  var values: ReadMode = .expected
}
