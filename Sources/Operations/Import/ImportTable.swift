package import Roster

/// Maycur's own names for the headers and the labels of an export.
package struct ImportTable: Hashable, Sendable {
  /// The headers of the column that names the user.
  package var userHeaders: Set<Verbatim>
  /// The field's code, or its name, for the header of its column.
  package var headers: [Verbatim: Verbatim]
  /// The value for its label, for each field that an export shows as labels.
  package var labels: [FieldCode: [Verbatim: Verbatim]]

  package init(
    userHeaders: Set<Verbatim>,
    headers: [Verbatim: Verbatim] = [:],
    labels: [FieldCode: [Verbatim: Verbatim]] = [:]
  ) {
    self.userHeaders = userHeaders
    self.headers = headers
    self.labels = labels
  }

  /// The table in the program; headers that are codes or names of fields need no row.
  package static let standard = ImportTable(
    userHeaders: ["employeeId", "工号", "员工工号", "员工编号"],
    labels: ["gender": ["男": "MAN", "女": "WOMAN", "MAN": "MAN", "WOMAN": "WOMAN"]]
  )

  /// The table, with the rows of another one taking precedence.
  package func overridden(by other: ImportTable) -> ImportTable {
    ImportTable(
      userHeaders: userHeaders.union(other.userHeaders),
      headers: headers.merging(other.headers) { $1 },
      labels: labels.merging(other.labels) { $0.merging($1) { $1 } }
    )
  }
}
