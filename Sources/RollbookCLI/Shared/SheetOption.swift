import ArgumentParser

/// The option that selects the sheet of a workbook.
struct SheetOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The sheet of a workbook (.xlsx), unless the first.", valueName: "name")
  )
  var sheet: String?
}
