import Operations
import Schedule

extension Settings {
  /// How long it is kept who looked; half a year at least.
  static func accessKeep(_ file: SettingsFile.Access) throws(SettingsError) -> KeptSpan? {
    guard let keep = file.keep else { return nil }
    guard keep.days >= AccessKeeping.leastDays else {
      let problem = "must be \(AccessKeeping.leastDays)d, half a year, or longer"
      throw .badValue(source: "`access.keep`", problem: problem)
    }
    return keep
  }

  /// The lines of the schedule; with `access.keep` there is one that forgets, once a week unless the file
  /// has another: each time the file of the ledger is written anew.
  static func schedule(
    _ file: SettingsFile,
    _ place: (String?) -> String?
  ) throws(SettingsError) -> [ScheduleLine] {
    let lines = file.schedule.values.map { $0.movingFolder { place($0) ?? $0 } }
    let forgets = lines.contains { $0.action == .forget }
    if forgets, file.access.keep == nil {
      throw .badValue(
        source: "`schedule.do`",
        problem: "must not be `forget` without `access.keep`"
      )
    }
    guard file.access.keep != nil, !forgets else { return lines }
    return lines + [try? ScheduleLine(["do": "forget", "every": "7d"])].compactMap(\.self)
  }
}
