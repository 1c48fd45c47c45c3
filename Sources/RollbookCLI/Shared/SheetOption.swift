import ArgumentParser

/// The option that says which sheet of a workbook is read.
struct SheetOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The sheet of a workbook (.xlsx), unless the first.", valueName: "name")
  )
  var sheet: String?
}
