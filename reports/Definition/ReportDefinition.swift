/// A report: a SQL query, and what its header states.
package struct ReportDefinition: Hashable, Sendable {
  /// Its name: that of its file, without the ending.
  package let name: String
  /// The whole file, header and all.
  package let sql: String
  /// The text above the result.
  package let title: String
  /// The question that it answers.
  package let question: String
  /// Its parameters, in order.
  package let parameters: [ReportParameter]
  /// Its columns, in order.
  package let columns: [ReportColumn]
  /// The chart that goes with it.
  package let chart: ReportChart?

  /// Reads a report.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - sql: The text of its file.
  /// - Throws: `ReportError.headerWrong`, with the line.
  package init(name: String, sql: String) throws(ReportError) {
    let header = try ReportHeader(name: name, sql: sql)
    self.name = name
    self.sql = sql
    title = header.title
    question = header.question
    parameters = header.parameters
    columns = header.columns
    chart = header.chart
  }
}
