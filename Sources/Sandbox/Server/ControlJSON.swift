import Roster
import VerbatimJSON

/// The results of control calls, as JSON.
enum ControlJSON {
  static func report(_ report: DayReport) -> JSON {
    [
      "today": .string(report.today.description),
      "changed": .strings(report.changed.map(\.text)),
      "joined": .strings(report.joined.map(\.text)),
      "left": .strings(report.left.map(\.text)),
      "returned": .strings(report.returned.map(\.text)),
    ]
  }

  static func people(_ company: Company) -> JSON {
    let name = company.catalog.place(of: "sys00-name")
    let jobNumber = company.catalog.place(of: "sys00-jobNumber")
    return .array(
      company.active.map { employee in
        [
          "user": .string(employee.userid.text),
          "name": .optional(name.flatMap(employee.text)),
          "jobNumber": .optional(jobNumber.flatMap(employee.text)),
        ]
      }
    )
  }

  static func sheet(_ employee: Employee, in company: Company) -> JSON {
    var values: [JSON] = []
    for (group, described) in company.catalog.groups.enumerated() {
      for (index, field) in described.fields.enumerated() {
        for (item, entry) in employee.entries(at: FieldPlace(group: group, field: index)) {
          values.append([
            "field": .string(field.code.text),
            "name": .string(field.name.text),
            "item": .integer(item),
            "value": .optional(entry.value.shown?.text),
            "label": .optional(entry.label.shown?.text),
          ])
        }
      }
    }
    return [
      "user": .string(employee.userid.text),
      "left": .bool(employee.hasLeft),
      "values": .array(values),
    ]
  }

  static func quirks(_ quirks: Quirks) -> JSON {
    .object(quirks.settings.map { .init(key: $0.name, value: .string($0.reading)) })
  }

  static func journal(_ journal: [JournalEntry]) -> JSON {
    .array(
      journal.map { entry in
        [
          "number": .integer(entry.number),
          "time": .integer(entry.time.milliseconds),
          "path": .string(entry.path),
          "body": .string(entry.text),
          "status": .optional(entry.status),
          "code": .optional(entry.code),
          "fault": .optional(entry.fault),
          "applied": .bool(entry.isApplied),
          "saved": .strings(entry.saved.map(\.text)),
        ]
      }
    )
  }

  static func stream(_ stream: StreamGateway) -> JSON {
    [
      "address": .string(stream.address),
      "connections": .array(stream.openConnections.map { .integer($0) }),
      "events": .array(
        stream.events.map { event in
          [
            "id": .string(event.id),
            "type": .string(event.type),
            "time": .integer(event.born.milliseconds),
            "sent": .integer(event.sent),
            "acknowledged": .bool(event.isAcknowledged),
            "lost": .bool(event.isLost),
          ]
        }
      ),
    ]
  }
}
