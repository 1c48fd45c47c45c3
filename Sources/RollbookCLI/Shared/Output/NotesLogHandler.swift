import Logging

/// Writes the log to the notes, one line a message: `debug: call returned api=gettoken ms=12`.
struct NotesLogHandler: LogHandler {
  let notes: any Sink
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let facts = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    try? notes.write("\(event.level): \(event.message)\(facts)\n")
  }
}
