import Tables
import VerbatimJSON

extension PlanView {
  /// Writes the plan as a result, in the selected format.
  ///
  /// - Parameter context: The context of the command.
  /// - Throws: Errors of the output.
  func write(to context: CommandContext) throws {
    let sink = context.environment.output.result
    switch context.format {
    case .json: try sink.write(json.pretty + "\n")
    case .csv:
      try context.write(Column.plan(sight), emptyNote: "") { add in try changes.forEach(add) }
    case .table: try sink.write(try PlanText(view: self, style: context.style()).text())
    }
  }
}
