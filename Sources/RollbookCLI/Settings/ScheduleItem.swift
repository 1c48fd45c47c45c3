import Schedule

/// A line of `schedule`, as the settings file has it.
struct ScheduleItem: SettingsItem {
  let `do`: String?
  let every: String?
  let at: String?
  let between: String?
  let spread: String?
  let fields: String?
  let weekly: String?
  let name: String?
  let to: String?
  let keep: String?
  let format: String?
  let witness: String?

  func make() throws(SettingsItemProblem) -> ScheduleLine {
    let texts = [
      "do": `do`, "every": every, "at": at, "between": between, "spread": spread,
      "fields": fields, "weekly": weekly, "name": name, "to": to, "keep": keep, "format": format,
      "witness": witness,
    ]
    do throws(ScheduleProblem) {
      return try ScheduleLine(texts.compactMapValues { $0 })
    } catch {
      throw SettingsItemProblem(key: error.key, must: error.must)
    }
  }

  static func identity(of made: ScheduleLine) -> (key: String, text: String) { ("do", made.name) }
}
