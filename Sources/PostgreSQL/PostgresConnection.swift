/// One connection to a PostgreSQL server, used by one thread at a time.
///
/// A call blocks until the server has replied.
///
/// Example: `try connection.transaction { try connection.run("UPDATE …", [.integer(1)]) }`.
package final class PostgresConnection {
  private enum Outcome {
    static let (empty, command, tuples) = (0 as Int32, 1 as Int32, 2 as Int32)
    static let (copyOut, copyIn) = (3 as Int32, 4 as Int32)
  }

  private let library: LibPQ
  private let handle: OpaquePointer

  /// Connects.
  ///
  /// - Parameters:
  ///   - url: An address or a list of words, as libpq takes them; what it lacks comes from libpq's own
  ///     variables and files.
  ///   - password: The password; nil if the address, or libpq's own files, have it.
  /// - Throws: ``PostgresError``, `libraryMissing` or `unreachable`.
  package init(to url: String, password: String? = nil) throws(PostgresError) {
    library = try LibPQ.shared.get()
    // What comes after the address wins over what it says; what comes before does not.
    var words = [("connect_timeout", "10"), ("application_name", "rollbook"), ("dbname", url)]
    if let password { words.append(("password", password)) }
    words.append(("client_encoding", "UTF8"))
    let texts = words.flatMap { [$0.0, $0.1] }.map { Array($0.utf8CString) }
    let buffers = texts.map { text in
      let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
      buffer.initialize(from: text, count: text.count)
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    let pointers = buffers.map { UnsafePointer($0) as UnsafePointer<CChar>? }
    let names = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
    let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
    guard let made = library.connectdbParams(names, values, 1) else {
      throw .unreachable(reason: "out of memory")
    }
    guard library.status(made) == 0 else {
      let reason = library.errorMessage(made).map { String(cString: $0) } ?? ""
      library.finish(made)
      throw .unreachable(reason: Self.oneLine(reason))
    }
    handle = made
  }

  deinit { library.finish(handle) }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether the connection is still there, as far as is known.
  private var isConnected: Bool { library.status(handle) == 0 }

  /// Runs statements without parameters, one after the other.
  package func execute(_ sql: String) throws(PostgresError) {
    try finish(sql.withCString { library.exec(handle, $0) }, Outcome.command, Outcome.tuples)
  }

  /// Runs one statement with parameters `$1`, `$2` … that returns no rows.
  ///
  /// - Returns: How many rows it inserted, changed or deleted.
  @discardableResult
  package func run(_ sql: String, _ values: [PostgresValue] = []) throws(PostgresError) -> Int {
    let result = send(sql, values)
    let count = library.cmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    try finish(result, Outcome.command, Outcome.tuples)
    return count
  }

  /// Runs one statement with parameters, and returns its rows.
  package func rows(
    _ sql: String,
    _ values: [PostgresValue] = []
  ) throws(PostgresError) -> [[PostgresValue]] {
    let result = send(sql, values)
    guard library.resultStatus(result) == Outcome.tuples else { throw failure(result) }
    defer { library.clear(result) }
    return (0..<library.ntuples(result)).map { row in
      (0..<library.nfields(result)).map { column in value(of: result, row, column) }
    }
  }

  private func value(of result: OpaquePointer?, _ row: Int32, _ column: Int32) -> PostgresValue {
    guard library.getisnull(result, row, column) == 0 else { return .null }
    let bytes = UnsafeRawBufferPointer(
      start: library.getvalue(result, row, column),
      count: Int(library.getlength(result, row, column))
    )
    return PostgresValue(bytes, type: library.ftype(result, column))
  }

  private func send(_ sql: String, _ values: [PostgresValue]) -> OpaquePointer? {
    let sent = values.map(\.sent)
    var bytes = sent.flatMap { $0 ?? [] }
    // An empty list has no address, and a value without one is NULL.
    bytes.append(0)
    return bytes.withUnsafeBytes { buffer in
      var next = 0
      let places = sent.map { part -> UnsafePointer<CChar>? in
        defer { next += part?.count ?? 0 }
        guard part != nil else { return nil }
        return buffer.baseAddress.map { ($0 + next).assumingMemoryBound(to: CChar.self) }
      }
      let lengths = sent.map { Int32($0?.count ?? 0) }
      let isBinary = [Int32](repeating: 1, count: values.count)
      return library.execParams(
        handle,
        sql,
        Int32(values.count),
        values.map(\.type),
        places,
        lengths,
        isBinary,
        1
      )
    }
  }

  /// Runs a transaction: it is committed if `body` returns, and undone if it throws.
  ///
  /// - Throws: What `body` throws; ``PostgresError``, `connectionLost` if the connection was lost.
  package func transaction<T>(_ body: () throws -> T) throws -> T {
    try execute("BEGIN")
    let made: T
    do { made = try body() } catch {
      try? execute("ROLLBACK")
      throw error
    }
    do { try execute("COMMIT") } catch {
      throw isConnected ? error : .connectionLost(whileCommitting: true)
    }
    return made
  }

  // MARK: Many rows

  /// Begins to insert rows; the connection does nothing else until they are ended.
  ///
  /// - Parameter table: The table, with the columns in brackets.
  /// - Returns: What takes the rows; if it is not ended, the transaction cannot go on.
  /// - Throws: ``PostgresError``.
  package func copy(into table: String) throws(PostgresError) -> PostgresRowWriter {
    try finish(library.exec(handle, "COPY \(table) FROM STDIN (FORMAT binary)"), Outcome.copyIn)
    return PostgresRowWriter(
      send: { [self] buffer throws(PostgresError) in
        let sent = buffer.withUnsafeBytes { bytes in
          library.putCopyData(handle, bytes.baseAddress, Int32(bytes.count))
        }
        guard sent == 1 else { throw failure(nil) }
      },
      finish: { [self] () throws(PostgresError) in
        guard library.putCopyEnd(handle, nil) == 1 else { throw failure(nil) }
        let result = library.getResult(handle)
        drain()
        try finish(result, Outcome.command)
      }
    )
  }

  /// Reads the rows of a query.
  ///
  /// - Parameters:
  ///   - query: A `SELECT` without parameters.
  ///   - each: Receives each row: the bytes of each column as the protocol sends them, nil for NULL.
  /// - Throws: What `each` throws, ``PostgresError``.
  package func copy(
    from query: String,
    each: ([UnsafeRawBufferPointer?]) throws -> Void
  ) throws {
    try finish(library.exec(handle, "COPY (\(query)) TO STDOUT (FORMAT binary)"), Outcome.copyOut)
    var reader = PostgresRowReader()
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      let count = library.getCopyData(handle, &buffer, 0)
      defer { library.freemem(buffer) }
      guard count > 0 else { break }
      try reader.read(UnsafeRawBufferPointer(start: buffer, count: Int(count)), each)
    }
    let result = library.getResult(handle)
    drain()
    try finish(result, Outcome.command)
  }

  private func drain() {
    while let result = library.getResult(handle) { library.clear(result) }
  }

  // MARK: Errors

  private func finish(_ result: OpaquePointer?, _ expected: Int32...) throws(PostgresError) {
    guard expected.contains(library.resultStatus(result)) else { throw failure(result) }
    library.clear(result)
  }

  /// The error of a result, which is given back.
  private func failure(_ result: OpaquePointer?) -> PostgresError {
    defer { library.clear(result) }
    func field(_ code: Character) -> String? {
      library.resultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
    guard isConnected else { return .connectionLost(whileCommitting: false) }
    guard let state = field("C") else { return .malformed }
    return .refused(state: state, reason: Self.oneLine(field("M") ?? ""))
  }
}
