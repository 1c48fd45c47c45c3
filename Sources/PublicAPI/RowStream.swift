import Synchronization
import WebServer

/// Sends what a command prints to a connection in pieces, and counts its rows.
///
/// The command prints on a thread that may wait: it waits here until the connection takes more, so
/// that memory is bounded.
final class RowStream: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var rows = 0
  }

  private static let pieceSize = 64 << 10
  private let format: ListReading.Format
  private let stream: any WebStream
  private let state = Mutex(State())

  init(_ format: ListReading.Format, _ stream: any WebStream) {
    self.format = format
    self.stream = stream
  }

  /// Takes a text that the command printed: a record of CSV, or a part of a JSON array that has a row
  /// on each line.
  func write(_ text: String) throws {
    try Task.checkCancellation()
    let full: [UInt8]? = state.withLock { state in
      switch format {
      case .ndjson: Self.append(json: text, to: &state)
      default:
        state.bytes.append(contentsOf: text.utf8)
        state.rows += 1
      }
      guard state.bytes.count >= Self.pieceSize else { return nil }
      defer { state.bytes.removeAll(keepingCapacity: true) }
      return state.bytes
    }
    if let full { try stream.writeAndWait(full) }
  }

  /// What follows the last row in CSV.
  static func lastRecord(_ rows: Int, asOf entry: Int64) -> String {
    "# rows: \(max(0, rows)), as of entry \(entry)\r\n"
  }

  /// Sends the rest, and the last line.
  func finish(asOf entry: Int64) async throws {
    let rest = state.withLock { state in
      let last =
        switch format {
        // The first record is the heading.
        case .csv: Self.lastRecord(state.rows - 1, asOf: entry)
        default: "{\"rows\":\(state.rows),\"asOf\":\(entry)}\n"
        }
      return state.bytes + Array(last.utf8)
    }
    try await stream.write(rest)
  }

  /// `[\n{…}`, `,\n{…}` and `\n]\n` as lines.
  private static func append(json text: String, to state: inout State) {
    var row = text.utf8[...]
    while let first = row.first,
      [UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "\n")].contains(first)
    {
      row.removeFirst()
    }
    guard row.first == UInt8(ascii: "{") else { return }
    state.bytes.append(contentsOf: row)
    state.bytes.append(UInt8(ascii: "\n"))
    state.rows += 1
  }
}
