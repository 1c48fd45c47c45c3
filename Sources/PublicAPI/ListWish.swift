import WebServer

/// What a request says about the response: its format, and which part of a list it wants.
struct ListWish {
  var format = ListReading.Format.json
  var limit = ListReading.usual
  var cursor: ListCursor?
  /// The parameters of the query that are about the contents.
  var parameters: [WebRequest.Parameter] = []

  /// Reads the parameters `format`, `limit` and `cursor` of the query, and the header `Accept`.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - hasParts: Whether the resource is read part by part; only such a one has `limit` and `cursor`.
  ///   - formats: The formats in which the resource can be had.
  /// - Throws: ``Problem`` if one has another form.
  init(
    _ request: WebRequest,
    hasParts: Bool,
    formats: [ListReading.Format]
  ) throws(Problem) {
    let names = (hasParts ? ["limit", "cursor"] : []) + (formats.count > 1 ? ["format"] : [])
    format = Self.accepted(request.header("Accept"), formats)
    var seen: Set<String> = []
    for item in request.query {
      guard names.contains(item.name) else {
        parameters.append(item)
        continue
      }
      guard seen.insert(item.name).inserted else {
        throw Problem.parameter(item.name, "is given twice")
      }
      try take(item, formats)
    }
    if format != .json, seen.contains("limit") || seen.contains("cursor") {
      throw Problem.unusable(seen.contains("limit") ? "limit" : "cursor", "goes with JSON")
    }
  }

  private mutating func take(
    _ item: WebRequest.Parameter,
    _ formats: [ListReading.Format]
  ) throws(Problem) {
    switch item.name {
    case "format":
      guard let format = formats.first(where: { $0.rawValue == item.value }) else {
        let names = formats.map(\.rawValue)
        let last = names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
        throw Problem.parameter("format", "must be \(last)")
      }
      self.format = format
    case "limit":
      guard let limit = Int(item.value), 1...ListReading.most ~= limit, String(limit) == item.value
      else {
        throw Problem.parameter("limit", "must be a whole number from 1 to \(ListReading.most)")
      }
      self.limit = limit
    default: cursor = try ListCursor(item.value)
    }
  }

  private static func accepted(
    _ header: String?,
    _ formats: [ListReading.Format]
  ) -> ListReading.Format {
    let types = (header ?? "").split(separator: ",").map { type in
      type.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased()
    }
    return types.lazy.compactMap { type in
      formats.first { $0.type.hasPrefix(type) && !type.isEmpty }
    }.first ?? .json
  }
}
