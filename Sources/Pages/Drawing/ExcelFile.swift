import Tables
import VerbatimJSON
import WebServer

/// What a page shows as a table, for Excel and WPS: the columns in the language of the page, names of
/// people, times of the zone, and texts that a spreadsheet leaves as they are (``ExcelCell``).
struct ExcelFile: Sendable {
  let request: PageRequest

  private var say: Wording { request.say }

  /// The largest number of rows of one file.
  static let most = 100_000

  /// The file, as CSV that begins with a byte-order mark.
  ///
  /// - Throws: ``Problem`` if the API refuses, or if there are too many rows.
  func bytes() async throws -> [UInt8] {
    let (rows, columns) = try await contents()
    guard rows.count <= Self.most else {
      throw Problem(413, "listTooLong", "A file for Excel has at most \(Self.most) rows.")
    }
    let cells = CellDrawing(
      say: say,
      names: await request.names(in: rows),
      system: request["system"] ?? "dingtalk",
      isReport: request.page.isReport
    )
    var text = "\u{FEFF}" + CSV.record(columns.map(say.column))
    for row in rows {
      text += CSV.record(columns.map { ExcelCell.kept(cell($0, row, cells)) })
    }
    return Array(text.utf8)
  }

  /// The rows, and their columns: those of the page, with both sides of a change apart.
  private func contents() async throws -> ([JSON], [String]) {
    let drawing = PageDrawing(request: request)
    switch request.page.drawing {
    case .record(let columns):
      let record = try await request.read(request.question)
      return (Self.split(record["rows"]?.elements ?? []), Self.split(columns))
    case .report:
      let report = try await request.read(request.question)
      let rows = report["rows"]?.elements ?? []
      return (rows, rows.first?.members?.map(\.key) ?? [])
    case .sheet: return (try await drawing.all().rows, ["groupName", "field", "value", "since"])
    case .timeline:
      return (try await drawing.all().rows, ["field"] + PageDrawing.contentColumns)
    case .list(let columns), .changes(let columns), .looked(let columns), .operation(let columns),
      .jobs(let columns):
      return (try await drawing.all().rows, Self.split(columns))
    default:
      let rows = try await drawing.all().rows
      return (rows, ["name", "title"])
    }
  }

  private static func split(_ columns: [String]) -> [String] {
    columns.flatMap { column -> [String] in
      switch column {
      case "change": ["from", "to"]
      case "changes": ["field", "from", "to"]
      default: [column]
      }
    }
  }

  /// A row of a batch for each of its changes.
  private static func split(_ rows: [JSON]) -> [JSON] {
    rows.flatMap { row -> [JSON] in
      let changes = row["changes"]?.elements ?? []
      let members = (row.members ?? []).filter { $0.key != "changes" }
      return changes.isEmpty
        ? [row] : changes.map { JSON.object(members + ($0.members ?? [])) }
    }
  }

  private func cell(_ column: String, _ row: JSON, _ cells: CellDrawing) -> String {
    switch column {
    case "field" where !request.page.isReport:
      let name = row["fieldName"]?.text ?? row["field"]?.text ?? row["group"]?.text ?? ""
      let item = row["item"]?.integer ?? 0
      return item > 0 ? "\(name) \(say("cell.item", String(item + 1)))" : name
    case "from" where row["fromPresence"] != nil, "to" where row["toPresence"] != nil:
      return cells.content(row, column, "\(column)Label", "\(column)Presence").plain
    case _ where row[column] ?? .null == .null: return derived(column, row, cells)
    default: return cells.cell(column, row).plain
    }
  }

  /// A column that is made of other members; empty if they say nothing.
  private func derived(_ column: String, _ row: JSON, _ cells: CellDrawing) -> String {
    guard ["person", "employment", "batchNumber", "receipt", "people"].contains(column) else {
      return ""
    }
    return cells.cell(column, row).plain
  }
}

extension WebPage {
  /// Whether it shows a report, whose columns have the words of the program.
  fileprivate var isReport: Bool {
    if case .report = drawing { return true }
    return false
  }
}

extension Markup {
  /// The text alone: what is beside each other stays so, the parts of a list are apart.
  fileprivate var plain: String {
    switch self {
    case .text(let text): text
    case .many(let parts): parts.map(\.plain).joined()
    case .element(.ul, _, let items), .element(.dl, _, let items):
      items.map(\.plain).joined(separator: "; ")
    case .element(_, _, let children): children.map(\.plain).joined()
    }
  }
}
