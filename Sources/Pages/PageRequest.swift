import Access
import VerbatimJSON
import WebServer

/// One request for a page of the table, by a person who has signed in.
struct PageRequest: Sendable {
  let page: WebPage
  /// The values of the parameters in the path, by their names.
  let values: [String: String]
  /// The parameters for the API: those of the reader, then the usual ones.
  let query: [WebRequest.Parameter]
  /// The address of the page with the reader's own parameters.
  let address: PagePath
  let person: PageTools.Person
  let say: Wording
  private let request: WebRequest
  private let tools: PageTools
  private let shown = ShownPeople()

  /// - Parameters:
  ///   - page: The page.
  ///   - values: The values of the parameters in the path.
  ///   - request: The request.
  ///   - person: Who asks.
  ///   - say: The wording of the page.
  ///   - tools: What answers questions.
  init(
    _ page: WebPage,
    _ values: [String: String],
    _ request: WebRequest,
    _ person: PageTools.Person,
    _ say: Wording,
    _ tools: PageTools
  ) {
    self.page = page
    self.values = values
    self.request = request
    self.person = person
    self.say = say
    self.tools = tools
    // A form sends the fields that were left empty, too.
    let given = request.query.filter { !$0.value.isEmpty && !Self.own.contains($0.name) }
      .map(Self.asOfEntry)
    address = PagePath(page.path.filled(values), given)
    let usual = page.usual.filter { pair in !given.contains { $0.name == pair.name } }
    query = given + usual.map { WebRequest.Parameter(name: $0.name, value: $0.value) }
  }

  /// The parameters that are about the form of the response.
  private static let own = ["lang", "format"]

  /// `as-of=1042` as the API writes it.
  private static func asOfEntry(_ item: WebRequest.Parameter) -> WebRequest.Parameter {
    guard item.name == "as-of", item.value.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
      return item
    }
    return WebRequest.Parameter(name: item.name, value: "entry:\(item.value)")
  }

  /// The value of a parameter; nil if it has none.
  subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// The position that the page is asked for; nil for the end of the log.
  var asOf: [(String, String)] { page.isPlaced ? self["as-of"].map { [("as-of", $0)] } ?? [] : [] }

  /// The question to the API that the page shows.
  var question: PagePath {
    var query = query
    switch page.drawing {
    case .report:
      query = query.map { item in
        item.name.hasPrefix(Self.reportParameter)
          ? WebRequest.Parameter(
            name: "param",
            value: item.name.dropFirst(Self.reportParameter.count) + "=" + item.value
          ) : item
      }
    case .job: query = []
    case .operation:
      query.append(
        WebRequest.Parameter(name: "operation", value: values["operation"] ?? "")
      )
    default: break
    }
    return PagePath(["api", "v1"] + page.reading.filled(values), query)
  }

  /// What the name of a report's parameter begins with on the page.
  static let reportParameter = "p."

  /// The response of the API, as it is.
  func answer(_ path: PagePath) async throws -> WebResponse {
    try await tools.read(try request.asking(path.text), person, shown)
  }

  /// The response of the API as JSON.
  ///
  /// - Throws: ``Problem`` if the API refuses.
  func read(_ path: PagePath) async throws -> JSON {
    try Self.json(of: try await answer(path))
  }

  /// A response of the API as JSON.
  ///
  /// - Throws: ``Problem`` if the API refuses.
  static func json(of response: WebResponse) throws -> JSON {
    guard case .bytes(let bytes) = response.body, let json = try? JSON(parsing: bytes) else {
      throw Problem.broken
    }
    guard response.status < 400 else {
      throw Problem(
        response.status,
        json["name"]?.text ?? "internal",
        json["detail"]?.text ?? ""
      )
    }
    return json
  }

  func read(_ segments: String..., with query: [(String, String)] = []) async throws -> JSON {
    try await read(
      PagePath(
        ["api", "v1"] + segments,
        query.map { WebRequest.Parameter(name: $0.0, value: $0.1) }
      )
    )
  }

  /// The address of the page's next part; nil if there is none.
  ///
  /// - Parameter next: The address of the next part of the API's list.
  /// - Returns: The address of the page.
  func nextAddress(_ next: JSON?) -> PagePath? {
    next?.text.flatMap(parameters(ofTarget:)).map { query in
      // The operation is in the page's path.
      PagePath(address.segments, query.filter { $0.name != "operation" })
    }
  }

  /// The parameters of an address of the API, such as that of the next part.
  func parameters(ofTarget target: String) -> [WebRequest.Parameter]? {
    try? request.asking(target).query
  }

  /// The names of the people of rows that have none.
  ///
  /// - Parameter rows: Objects of the API.
  /// - Returns: Names by userid; without those that cannot be read.
  func names(in rows: [JSON]) async -> [String: String] {
    let users = Set(
      rows.filter { $0["person"] == nil && ($0["system"]?.text ?? "dingtalk") == "dingtalk" }
        .compactMap { $0["user"]?.text }
    )
    guard !users.isEmpty, self["system"] ?? "dingtalk" == "dingtalk", person.may(.readPeople) else {
      return [:]
    }
    var names: [String: String] = [:]
    let query =
      users.sorted().map { ("user", $0) } + [
        ("field", "sys00-name"), ("include-left", "true"), ("limit", "1000"),
      ] + asOf
    // A page without names is better than none.
    guard let cells = try? await read("cells", with: query)["items"]?.elements else { return [:] }
    for cell in cells {
      if let user = cell["user"]?.text, let name = cell["value"]?.text { names[user] = name }
    }
    return names
  }
}
