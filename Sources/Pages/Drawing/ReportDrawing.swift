import VerbatimJSON
import WebServer

/// Draws a report: a form made of its parameters, its rows, and what it was made from.
struct ReportDrawing: Sendable {
  let request: PageRequest

  private var say: Wording { request.say }

  func contents() async throws -> [Markup] {
    let name = request.values["name"] ?? ""
    let reports = try await request.read("reports", with: [("limit", "1000")])
    let definition = reports["items"]?.elements?.first {
      $0["name"]?.text.map { $0.utf8.elementsEqual(name.utf8) } ?? false
    }
    guard let definition else {
      throw Problem(404, "reportUnknown", "There is no report \(name).")
    }
    let drawing = PageDrawing(request: request)
    let question =
      say.language == .en ? definition["question"]?.text : say.optional("report.\(name)")
    let head =
      drawing.heading(say.half(ofBoth: definition["title"]?.text ?? name))
      + [question.map { Tag.p(.class("question"), of: [.value($0)]) } ?? .none, form(definition)]
    let needed = definition["parameters"]?.elements?.contains { parameter in
      parameter["required"]?.boolean == true
        && request[PageRequest.reportParameter + (parameter["name"]?.text ?? "")] == nil
    }
    guard needed != true else { return head }
    let report = try await request.read(request.question)
    return head + result(report, definition, drawing)
  }

  private func form(_ definition: JSON) -> Markup {
    var fields = (definition["parameters"]?.elements ?? []).map { parameter in
      let name = parameter["name"]?.text ?? ""
      return FormDrawing.Field(
        name: PageRequest.reportParameter + name,
        label: say.optional("parameter.\(name)") ?? name,
        value: request[PageRequest.reportParameter + name] ?? "",
        hint: parameter["default"]?.text ?? "",
        isRequired: parameter["required"]?.boolean == true
      )
    }
    fields.append(
      FormDrawing.Field(
        name: "as-of",
        label: say("filter.as-of"),
        value: say.moment(request["as-of"] ?? ""),
        hint: say("hint.as-of")
      )
    )
    return FormDrawing(say: say).form(to: PagePath(request.address.segments), fields)
  }

  private func result(_ report: JSON, _ definition: JSON, _ drawing: PageDrawing) -> [Markup] {
    let rows = report["rows"]?.elements ?? []
    let provenance = report["provenance"] ?? .null
    let all = definition["columns"]?.elements?.compactMap(\.text) ?? []
    // A cell with a name has the code or the number behind it.
    let columns = all.filter { column in
      !(column == "field_name" && all.contains("field"))
        && !(column == "user" && all.contains("person"))
    }
    let cells = CellDrawing(say: say, asOf: request.asOf, isReport: true)
    let list = ListDrawing(cells: cells)
    let shown = rows.prefix(Self.most)
    return [
      drawing.toolbar(asOf: provenance["asOf"]?["entry"]),
      Tag.p(.class("count"), of: [.text(say("report.rows", say.grouped(String(rows.count))))]),
      rows.count > Self.most
        ? Tag.p(.class("note"), of: [.text(say("report.cut", String(Self.most)))]) : .none,
      chart(rows, columns),
      list.table(Array(shown), columns, caption: say("page.report")),
      Tag.details(
        .class("provenance"),
        of: [
          Tag.summary(of: [.text(say("report.provenance"))]),
          list.record(
            (provenance.members ?? []).map { member in
              let isAsked = member.key == "parameters"
              return (
                member.key,
                isAsked ? parameters(member.value, list) : cells.cell(member.key, provenance)
              )
            }
          ),
        ]
      ),
    ]
  }

  /// What the report was asked with, under the labels of its form.
  private func parameters(_ json: JSON, _ list: ListDrawing) -> Markup {
    Tag.dl(
      .class("small"),
      of: (json.members ?? []).flatMap { member in
        [
          Tag.dt(of: [.text(say.optional("parameter.\(member.key)") ?? member.key)]),
          Tag.dd(of: [list.cells.value(member.value)]),
        ]
      }
    )
  }

  /// A chart of what the columns say; nothing if there is none of it.
  private func chart(_ rows: [JSON], _ columns: [String]) -> Markup {
    let chart = ChartDrawing(say: say)
    if ["people", "day"].allSatisfy(columns.contains) { return chart.headcount(rows) ?? .none }
    return ["group_name", "people", "asked"].allSatisfy(columns.contains)
      ? chart.coverage(rows) : .none
  }

  /// The largest number of rows that the page shows; JSON has all.
  private static let most = 2_000
}
