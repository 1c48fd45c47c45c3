import DingTalk
import RemoteAPI
import Roster

/// The checks of DingTalk: whether it accepts our credentials, and what the app may read.
struct RemoteChecks {
  /// The number of pages of the user list to read; a larger company is counted up to this.
  static let pages = 4

  let client: DingTalkClient
  let never: Set<FieldCode>

  /// Runs the checks in order, and skips those that would only repeat a failure.
  func diagnoses() async -> [Diagnosis] {
    var found: [Diagnosis] = []
    do throws(DingTalkError) {
      try await client.checkCredentials()
      found.append(Diagnosis("credentials", .ok, "DingTalk gave a token."))
    } catch {
      found.append(Diagnosis("credentials", failed: error))
      return found + Self.skipped(["fields", "people", "values"])
    }
    let (fields, ofFields) = await checkFields()
    let (people, ofPeople) = await checkPeople()
    return found + [ofFields, ofPeople, await checkValues(fields, people)]
  }

  static func skipped(_ checks: [String]) -> [Diagnosis] {
    checks.map { Diagnosis($0, .skipped, "Not asked, because of what failed before.") }
  }

  private func checkFields() async -> ([FieldCode], Diagnosis) {
    do throws(DingTalkError) {
      let fields = try await client.catalog().fields
      let codes = FieldCodes(fields, never: never)
      let left = fields.filter { !codes.never.contains($0.code) }
      let groups = Set(fields.map(\.group)).count
      let kept = fields.count - left.count
      let without = kept == 0 ? "" : "; \(kept) of them are never fetched (fields.never)"
      if left.isEmpty {
        let text = "There is no field to fetch\(without). Enable fields, or change fields.never."
        return ([], Diagnosis("fields", .fail, text))
      }
      let text =
        "\(fields.count.counted("field")) in \(groups.counted("group")) can be seen\(without)."
      let idle = SettingsFile.note(ofIdle: codes.idle)
      let found = Diagnosis("fields", idle == nil ? .ok : .warn, idle ?? text)
      // A call for a field without a known read code may be refused as a whole.
      return (left.filter(\.isReadCodeKnown).map(\.code), found)
    } catch {
      return ([], Diagnosis("fields", failed: error))
    }
  }

  private func checkPeople() async -> ([Verbatim], Diagnosis) {
    var people: [Verbatim] = []
    var cursor: Int64? = 0
    do throws(DingTalkError) {
      for _ in 0..<Self.pages {
        guard let next = cursor else { break }
        let page = try await client.activeUsers(from: next)
        people += page.users
        cursor = page.next == 0 ? nil : page.next
      }
    } catch {
      return (people, Diagnosis("people", failed: error))
    }
    if people.isEmpty {
      let text = "The app can read no active person. Check the scope of its permissions."
      return ([], Diagnosis("people", .warn, text))
    }
    let text =
      cursor == nil
      ? "\(people.count) active people can be seen."
      : "At least \(people.count) active people can be seen."
    return (people, Diagnosis("people", .ok, text))
  }

  private func checkValues(_ fields: [FieldCode], _ people: [Verbatim]) async -> Diagnosis {
    guard let person = people.first, !fields.isEmpty else {
      return Self.skipped(["values"])[0]
    }
    do throws(DingTalkError) {
      let asked = Array(fields.prefix(DingTalkClient.maximumFieldsPerCall))
      let answer = try await client.list(users: [person], fields: asked)
      let values = answer.users.first?.cells.count ?? 0
      let calls = await client.rosterAPI == .new ? "newer" : "older"
      if values == 0 {
        let text = "The first person came back without a value. Look at the scope."
        return Diagnosis("values", .warn, text)
      }
      let text =
        "The first person came back with \(values.counted("value")), by the \(calls) calls."
      return Diagnosis("values", .ok, text)
    } catch {
      return Diagnosis("values", failed: error)
    }
  }
}
