import Access
import Foundation
import VerbatimJSON

/// Draws single members of the API's objects.
struct CellDrawing: Sendable {
  let say: Wording
  /// The names of people, by userid.
  var names: [String: String] = [:]
  /// The system of rows that do not name one.
  var system = "dingtalk"
  /// The moment of the page, for its links.
  var asOf: [(String, String)] = []
  /// Whether the rows are those of a report, whose words have texts.
  var isReport = false
  /// Whether people, operations and batches are links; who sees themselves only may open none.
  var hasLinks = true

  /// What a column of a list shows of a row.
  func cell(_ column: String, _ row: JSON) -> Markup {
    if isReport, let said = reported(column, row) { return said }
    switch column {
    case "person" where row["decision"] == nil: return person(row)
    case "field": return field(row)
    case "value": return content(row, "value", "label", "presence")
    case "change": return change(row)
    case "changes": return row[column]?.elements.map(changes) ?? value(row[column] ?? .null)
    case "operation", "parent", "lastFetch": return link(row[column], "operations")
    case "batch":
      let isBatch = !["erase", "release"].contains(row["kind"]?.text ?? "")
      return link(row["batch"], isBatch ? "batches" : "operations")
    case "proposal": return link(row["proposal"], "proposals")
    case "digest": return Tag.code(of: [.value(row["digest"]?.text ?? "")])
    case "needs", "missing", "duty", "afterwards": return duties(row[column]?.text ?? "")
    case "freshSeconds":
      return row[column]?.integer.map { .text(String($0 / 60)) } ?? missing
    case "followUps": return followUps(row[column])
    case "receipt": return link(row["entry"], "erasures")
    case "actor", "proposer": return actor(row[column])
    case "batchNumber": return link(row["operation"], "batches")
    case "by": return by(row["by"])
    case "damage": return damage(row)
    case "employment": return employment(row)
    case "cosignatures": return cosigners(row[column])
    case "approves": return duties(texts(row[column]).joined(separator: ","))
    case "ways": return words(row[column], "way")
    case "query": return (row[column]?.text).map { .value(Self.decoded($0)) } ?? missing
    case "masked": return words(row[column], "class")
    case "line": return scheduled(row)
    case "hasLeft": return badge(row[column]?.boolean == true ? "left" : "active")
    case "place": return row["at"]?.text.map { .value(say.place($0)) } ?? missing
    case "why": return why(row)
    case "because": return because(row["reason"])
    case "steps": return .text(steps(row["what"]))
    case "job":
      return row[column]?.text.map { Tag.a(.href(PagePath("jobs", $0)), of: [.value($0)]) }
        ?? missing
    // What is settled is not what a reader has to look after any more.
    case "status" where ["applied", "notApplied"].contains(row["settled"]?.text ?? ""):
      return Tag.span(.class("badge"), of: [.text(say.word(row[column]?.text ?? ""))])
    case "kind", "state", "status", "settled", "action", "reversibility", "source", "certainty",
      "writer",
      "what", "role", "decision", "verdict":
      guard let word = row[column]?.text else { return missing }
      return badge(word)
    // A reading that could show any person has no number.
    case "people" where row["what"] != nil:
      return row[column]?.integer == nil ? .text(say("cell.anyone")) : value(row[column] ?? .null)
    case "system": return row[column]?.text.map { .text(say.word($0)) } ?? missing
    default: return value(row[column] ?? .null)
    }
  }

  /// The later operations about a batch.
  private func followUps(_ json: JSON?) -> Markup {
    guard let rows = json?.elements, !rows.isEmpty else { return missing }
    return Tag.ul(
      .class("plain"),
      of: rows.map { row in
        let kind = row["kind"]?.text ?? ""
        let page = kind == "settle" ? "operations" : "batches"
        return Tag.li(of: [
          .text(say.word(kind) + " "), link(row["operation"], page),
        ])
      }
    )
  }

  /// Who did something: a name, with the entry by which it signed in behind it.
  private func actor(_ json: JSON?) -> Markup {
    guard let text = json?.text else { return missing }
    let form = /(.+) \(([a-z]+) ([0-9]+)\)/.matchingSemantics(.unicodeScalar)
    guard let match = text.wholeMatch(of: form), SignInWay(rawValue: String(match.2)) != nil
    else { return value(.string(text)) }
    return .many([
      .value(String(match.1)),
      Tag.small(of: [.text(say("cell.signIn", String(match.3)))]),
    ])
  }

  /// The parameters of a reading, as a person writes them.
  private static func decoded(_ query: String) -> String {
    query.split(separator: "&").map { $0.removingPercentEncoding ?? String($0) }
      .joined(separator: " · ")
  }

  /// Duties, separated by commas; those that are common have names.
  func duties(_ text: String) -> Markup {
    let words = text.split { $0 == "," || $0 == " " }.map { word in
      say.optional("duty.\(word)") ?? String(word)
    }
    return words.isEmpty ? missing : .value(say.listed(words))
  }

  /// A value that no column says more about.
  func value(_ json: JSON) -> Markup {
    switch json {
    case .null, .unreadable: return missing
    case .bool(let truth): return .text(say(truth ? "word.true" : "word.false"))
    case .number(let digits): return Tag.span(.class("number"), of: [.text(digits)])
    case .string(let text): return time(text) ?? (text.isEmpty ? empty : .value(text))
    case .array(let elements):
      return elements.isEmpty
        ? missing : Tag.ul(.class("plain"), of: elements.map { Tag.li(of: [value($0)]) })
    case .object(let members):
      return Tag.dl(
        .class("small"),
        of: members.flatMap { member in
          [
            Tag.dt(of: [.text(say.column(member.key))]),
            Tag.dd(of: [value(member.value)]),
          ]
        }
      )
    }
  }

  /// A time of the API; nil if the text is none.
  func time(_ text: String) -> Markup? {
    say.time(text).map { Tag.time(.text(.datetime, text), of: [.text($0)]) }
  }

  /// What is drawn for nothing.
  var missing: Markup { Tag.span(.class("none"), of: [.text("–")]) }

  private var empty: Markup { Tag.span(.class("none"), of: [.text(say("word.empty"))]) }

  /// A word of the log, with a color for those that a reader looks for.
  func badge(_ word: String) -> Markup {
    let text = Markup.text(say.word(word))
    switch word {
    case "accepted", "verified", "finished", "active", "exact", "acknowledged", "done", "approved",
      "applied", "sound", "soundSinceMark":
      return Tag.span(.class("badge good"), of: [text])
    case "uncertain", "interrupted", "open", "unproven", "residual", "sent", "possible",
      "attention", "stopped", "stopping", "awaiting", "unreviewed", "emergency", "tailUnvouched",
      "unvouched":
      return Tag.span(.class("badge warn"), of: [text])
    case "rejected", "failed", "irreversible", "gone", "refused", "declined", "expired", "damaged":
      return Tag.span(.class("badge bad"), of: [text])
    default: return Tag.span(.class("badge"), of: [text])
    }
  }

  private func person(_ row: JSON) -> Markup {
    guard let user = row["user"]?.text else { return value(row["person"] ?? .null) }
    let name = row["person"]?.text ?? names[user]
    guard hasLinks else { return .value(name ?? user) }
    let path = PagePath("people", row["system"]?.text ?? system, user, with: asOf)
    return Tag.a(.href(path), of: [.value(name ?? user)])
  }

  private func field(_ row: JSON) -> Markup {
    guard let code = row["field"]?.text else { return value(row["group"] ?? .null) }
    let item = row["item"]?.integer ?? 0
    let suffix =
      item > 0 ? [Tag.span(.class("item"), of: [.text(say("cell.item", String(item + 1)))])] : []
    guard let name = row["fieldName"]?.text ?? row["field_name"]?.text else {
      return .many([Tag.code(of: [.value(code)])] + suffix)
    }
    let codeOnDemand = Tag.details(
      .class("code"),
      of: [
        Tag.summary(of: [.value(name)] + suffix),
        Tag.code(of: [.value(code)]),
      ]
    )
    return codeOnDemand
  }

  /// A content: its label if there is one, and the value beside it if that says more.
  func content(_ row: JSON, _ value: String, _ label: String, _ presence: String) -> Markup {
    if let word = row[presence]?.text, word != "value" {
      return Tag.span(.class("none"), of: [.text(say.optional("presence.\(word)") ?? word)])
    }
    guard let text = row[value]?.text else { return self.value(row[value] ?? .null) }
    guard let label = row[label]?.text, !label.utf8.elementsEqual(text.utf8) else {
      return text.isEmpty ? empty : .value(text)
    }
    return .many([.value(label), Tag.small(of: [.text(" ("), .value(text), .text(")")])])
  }

  private func change(_ row: JSON) -> Markup {
    if row["option"]?.text != nil, row["user"]?.text == nil {
      return .many([.value(row["from"]?.text ?? ""), arrow, .value(row["to"]?.text ?? "")])
    }
    return Tag.div(
      .class("change"),
      of: [
        Tag.span(.class("from"), of: [content(row, "from", "fromLabel", "fromPresence")]),
        arrow,
        Tag.span(.class("to"), of: [content(row, "to", "toLabel", "toPresence")]),
      ]
    )
  }

  private var arrow: Markup { Tag.span(.class("arrow"), of: [.text(" → ")]) }

  private func changes(_ changes: [JSON]) -> Markup {
    Tag.ul(
      .class("plain"),
      of: changes.map { row in
        var parts = [field(row), change(row)]
        if let verified = row["verified"]?.boolean {
          parts.append(badge(verified ? "verified" : "differs"))
        }
        return Tag.li(of: parts)
      }
    )
  }

  private func link(_ number: JSON?, _ page: String) -> Markup {
    guard let number = number?.integer else { return value(number ?? .null) }
    guard hasLinks else { return Tag.span(.class("number"), of: [.text(String(number))]) }
    return Tag.a(
      .href(PagePath(page, String(number))),
      .class("number"),
      of: [.text(String(number))]
    )
  }

  /// `outside`, or `batch 12`.
  private func by(_ json: JSON?) -> Markup {
    guard let text = json?.text else { return missing }
    guard text.hasPrefix("batch "), let number = Int64(text.dropFirst("batch ".count)) else {
      return .text(say.word(text))
    }
    guard hasLinks else { return .text(say("cell.batch", String(number))) }
    return Tag.a(
      .href(PagePath("batches", String(number))),
      of: [.text(say("cell.batch", String(number)))]
    )
  }
}
