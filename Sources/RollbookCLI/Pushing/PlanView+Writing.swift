import Reports
import VerbatimJSON

extension PlanView {
  /// Writes the plan as a result, in the format that was asked for.
  ///
  /// - Parameter desk: Where it goes.
  /// - Throws: What writing throws.
  func write(to desk: Desk) throws {
    let sink = desk.surroundings.output.result
    switch desk.format {
    case .json: try sink.write(json.pretty + "\n")
    case .csv:
      try desk.write(Column.plan, emptyNote: "") { add in try changes.forEach(add) }
    case .table: try sink.write(try PlanText(view: self, style: desk.style()).text())
    }
  }
}
