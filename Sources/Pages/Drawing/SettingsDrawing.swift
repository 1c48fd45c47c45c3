import VerbatimJSON

/// Draws the settings in force: people, rules and schedule in words, the rest as records.
struct SettingsDrawing: Sendable {
  let say: Wording

  private var cells: CellDrawing { CellDrawing(say: say) }
  private var list: ListDrawing { ListDrawing(cells: cells) }

  func contents(_ settings: JSON) -> [Markup] {
    [
      Tag.p(.class("question"), of: [.text(say("settings.what"))]),
      table("people", settings, ["name", "role", "approves", "ways"], "settings.noPeople"),
      approval(settings["approval"] ?? .null),
      table("schedule", settings, ["line", "lastRun", "nextRun"], "settings.noSchedule"),
      Tag.section(of: [
        Tag.h2(of: [.text(say("settings.ledger"))]),
        list.record(
          ["file", "ledger", "zone"].map { name in (name, cells.value(settings[name] ?? .null)) }
        ),
      ]),
    ]
      + ["service", "signIn", "dingtalk", "maycur", "limits", "proof", "alerts"].map {
        record($0, settings[$0] ?? .null)
      } + [table("webhooks", settings, ["name", "server"], "settings.noWebhooks")]
  }

  private func table(
    _ name: String,
    _ settings: JSON,
    _ columns: [String],
    _ nothing: String
  ) -> Markup {
    let rows = settings[name]?.elements ?? []
    let title = say("settings.\(name)")
    return Tag.section(of: [
      Tag.h2(of: [.text(title)]),
      rows.isEmpty
        ? Tag.p(of: [.text(say(nothing))]) : list.table(rows, columns, caption: title),
    ])
  }

  private func record(_ name: String, _ json: JSON) -> Markup {
    Tag.section(of: [
      Tag.h2(of: [.text(say("settings.\(name)"))]),
      list.record(
        (json.members ?? []).map { member in
          let key = "setting.\(member.key)"
          return (key, value(member))
        }
      ),
    ])
  }

  /// A value; a length of time in words.
  private func value(_ member: JSON.Member) -> Markup {
    guard member.key.hasSuffix("Seconds"), let seconds = member.value.integer else {
      return cells.value(member.value)
    }
    return .text(span(seconds))
  }

  private func span(_ seconds: Int64) -> String {
    for (unit, length) in [("d", 86_400), ("h", 3_600), ("m", 60)] as [(String, Int64)]
    where seconds >= length && seconds % length == 0 {
      return say("span.\(unit)", String(seconds / length))
    }
    return say("span.s", String(seconds))
  }

  // MARK: - Rules

  private func approval(_ approval: JSON) -> Markup {
    let rules = approval["rules"]?.elements ?? []
    let expire = approval["expireSeconds"]?.integer ?? 0
    return Tag.section(of: [
      Tag.h2(of: [.text(say("settings.approval"))]),
      rules.isEmpty
        ? Tag.p(of: [.text(say("settings.noRules"))])
        : Tag.ul(of: rules.map { Tag.li(of: [.value(sentence($0))]) }),
      Tag.p(.class("note"), of: [.text(say("settings.expire", span(expire)))]),
    ])
  }

  /// A rule in words.
  private func sentence(_ rule: JSON) -> String {
    let kinds = say.listed(cells.texts(rule["for"]).map(say.word))
    let above = rule["above"]?.integer ?? 0
    let fields = cells.texts(rule["fieldNames"] ?? rule["fields"])
    var conditions: [String] = []
    if above > 0 { conditions.append(say("rule.above", String(above))) }
    if !fields.isEmpty { conditions.append(say("rule.fields", say.listed(fields))) }
    let condition =
      conditions.isEmpty ? say("rule.always") : conditions.joined(separator: say("rule.and"))
    var sentences = [say("rule.condition", kinds, condition)]
    if let needs = duties(rule["needs"]) { sentences.append(say("rule.needs", needs)) }
    if let after = duties(rule["afterwards"]) {
      let within = span(rule["reviewWithinSeconds"]?.integer ?? 0)
      sentences.append(say("rule.afterwards", within, after))
    }
    if let fresh = rule["freshSeconds"]?.integer {
      sentences.append(say("rule.fresh", span(fresh)))
    }
    let windows = cells.texts(rule["window"])
    if !windows.isEmpty { sentences.append(say("rule.window", say.listed(windows))) }
    if rule["appliesItself"]?.boolean == true { sentences.append(say("rule.itself")) }
    return sentences.joined(separator: say("rule.separator")) + say("rule.end")
  }

  /// Duties, each with how many people must have it; nil if there are none.
  private func duties(_ names: JSON?) -> String? {
    let groups = Dictionary(grouping: cells.texts(names), by: \.self).sorted { $0.key < $1.key }
    let words = groups.map { duty, times in
      say("rule.duty", say.optional("duty.\(duty)") ?? duty, String(times.count))
    }
    return words.isEmpty ? nil : say.listed(words)
  }
}
