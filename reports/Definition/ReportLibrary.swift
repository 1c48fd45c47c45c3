/// The reports that are part of the program.
package enum ReportLibrary {
  /// Every report, by its name; a test compares this list with the folder `reports/sql`.
  private static let files: [(name: String, sql: [UInt8])] = [
    ("accesses-by-actor", PackageResources.accesses_by_actor_sql),
    ("accesses-of-person", PackageResources.accesses_of_person_sql),
    ("batch-outcomes", PackageResources.batch_outcomes_sql),
    ("batches-without-ticket", PackageResources.batches_without_ticket_sql),
    ("change-sample", PackageResources.change_sample_sql),
    ("contracts-ending", PackageResources.contracts_ending_sql),
    ("dingtalk-against-maycur", PackageResources.dingtalk_against_maycur_sql),
    ("empty-fields", PackageResources.empty_fields_sql),
    ("field-changes", PackageResources.field_changes_sql),
    ("headcount", PackageResources.headcount_sql),
    ("joiners-and-leavers", PackageResources.joiners_and_leavers_sql),
    ("leavers-in-maycur", PackageResources.leavers_in_maycur_sql),
    ("limits-exceeded", PackageResources.limits_exceeded_sql),
    ("observation-of-fields", PackageResources.observation_of_fields_sql),
    ("observation-of-people", PackageResources.observation_of_people_sql),
    ("person-file", PackageResources.person_file_sql),
    ("reveals", PackageResources.reveals_sql),
    ("unattributed-changes", PackageResources.unattributed_changes_sql),
    ("uncertain-rows", PackageResources.uncertain_rows_sql),
    ("unusual-accesses", PackageResources.unusual_accesses_sql),
    ("volatile-fields", PackageResources.volatile_fields_sql),
  ]

  /// The names, sorted.
  package static var names: [String] { files.map(\.name) }

  /// Every report, in the order of their names.
  ///
  /// - Returns: The reports.
  /// - Throws: `ReportError.headerWrong`; a test reads each.
  package static func all() throws(ReportError) -> [ReportDefinition] {
    var reports: [ReportDefinition] = []
    for name in names { reports.append(try report(name)) }
    return reports
  }

  /// The report with a name.
  ///
  /// - Parameter name: The name.
  /// - Returns: The report.
  /// - Throws: `ReportError.unknown`, with the existing names.
  package static func report(_ name: String) throws(ReportError) -> ReportDefinition {
    guard let file = files.first(where: { $0.name == name }) else {
      throw .unknown(name, known: names)
    }
    return try ReportDefinition(name: name, sql: String(decoding: file.sql, as: UTF8.self))
  }
}
