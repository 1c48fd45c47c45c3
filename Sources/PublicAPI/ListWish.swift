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
  ///   - isList: Whether the resource is a list; only a list has them.
  ///   - hasFormats: Whether the list can be had in other formats than JSON.
  /// - Throws: ``Problem`` if one has another form.
  init(_ request: WebRequest, isList: Bool, hasFormats: Bool = true) throws(Problem) {
    guard isList else {
      parameters = request.query
      return
    }
    let names = hasFormats ? ["limit", "cursor", "format"] : ["limit", "cursor"]
    if hasFormats { format = Self.accepted(request.header("Accept")) }
    var seen: Set<String> = []
    for item in request.query {
      guard names.contains(item.name) else {
        parameters.append(item)
        continue
      }
      guard seen.insert(item.name).inserted else {
        throw Problem.parameter(item.name, "is given twice")
      }
      try take(item)
    }
    if format != .json, seen.contains("limit") || seen.contains("cursor") {
      throw Problem.unusable(seen.contains("limit") ? "limit" : "cursor", "goes with JSON")
    }
  }

  private mutating func take(_ item: WebRequest.Parameter) throws(Problem) {
    switch item.name {
    case "format":
      guard let format = ListReading.Format(rawValue: item.value) else {
        throw Problem.parameter("format", "must be json, csv or ndjson")
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

  private static func accepted(_ header: String?) -> ListReading.Format {
    let types = (header ?? "").split(separator: ",").map { type in
      type.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }.lowercased()
    }
    return types.lazy.compactMap { type in
      ListReading.Format.allCases.first { $0.type.hasPrefix(type) && !type.isEmpty }
    }.first ?? .json
  }
}
