@testable import PublicAPI
import Testing
import VerbatimJSON
import WebServer

/// The parameters of a request as words of a command line.
@Suite struct CommandWordsTests {
  private func route(_ name: String) throws -> Route {
    try #require(Routes.all.first { $0.name == name })
  }

  private func words(
    _ name: String,
    path: [String: String] = [:],
    _ query: [(String, String)] = []
  ) throws -> [String] {
    let parameters = query.map { WebRequest.Parameter(name: $0.0, value: $0.1) }
    return try CommandWords(route(name), path: path, query: parameters).words
  }

  private func words(_ name: String, path: [String: String] = [:], body: String) throws -> [String]
  {
    try CommandWords(route(name), path: path, body: Array(body.utf8)).words
  }

  private func refusal(_ body: () throws -> [String]) -> String? {
    do {
      _ = try body()
      return nil
    } catch { return (error as? Problem).map { "\($0.status) \($0.name)" } }
  }

  @Test
  func `options carry their values in the same word, and arguments follow behind two hyphens`()
    throws
  {
    #expect(
      try words("listPeople", [("q", "--format=csv"), ("include-left", "true")])
        == ["--include-left", "--", "--format=csv"]
    )
    #expect(
      try words("listCells", [("user", "a"), ("user", "--yes"), ("as-of", "entry:3")])
        == ["--user=a", "--user=--yes", "--as-of=entry:3"]
    )
  }

  @Test func `arguments have the order of the table, not of the query`() throws {
    #expect(
      try words("compare", [("to", "now"), ("from", "entry:3")]) == ["--", "entry:3", "now"]
    )
  }

  @Test func `a flag that is false is no word`() throws {
    #expect(try words("listCells", [("include-left", "false")]) == [])
  }

  @Test(arguments: [
    [("nonsense", "1")], [("user", "")], [("include-left", "yes")], [("system", "workday")],
    [("as-of", "now"), ("as-of", "now")], [("values", "Observed")],
  ])
  func `what the table does not have is refused`(query: [(String, String)]) {
    #expect(refusal { try words("listCells", query) } == "400 badParameter")
  }

  @Test func `a number is written in one way`() throws {
    #expect(try words("listEntries", [("operation", "7")]) == ["--operation=7"])
    for text in ["0", "07", "+7", "7.0", "1e3", "x", "99999999999999999999"] {
      #expect(refusal { try words("listEntries", [("operation", text)]) } == "400 badParameter")
    }
  }

  @Test func `a parameter of the path is nowhere else`() {
    #expect(
      refusal { try words("readBatch", path: ["batch": "3"], [("batch", "4")]) }
        == "400 badParameter"
    )
  }

  @Test func `a body has the options in camel case, with their types`() throws {
    let body = """
      {"to":"dingtalk","reason":"moved","maxUsers":3,"skipBad":true,"allowUnobserved":false,
       "file":{"name":"m.csv","text":"a"}}
      """
    let words = try CommandWords(route("push"), path: [:], body: Array(body.utf8))
    #expect(
      words.words == [
        "--to=dingtalk", "--reason=moved", "--max-users=3", "--skip-bad", "--", "m.csv",
      ]
    )
    #expect(words.files == ["m.csv": Array("a".utf8)])
  }

  @Test func `lists of texts are joined, since a comma cannot be in one`() throws {
    #expect(try words("fetch", body: #"{"users":["a","b"]}"#) == ["--users=a,b"])
    #expect(refusal { try words("fetch", body: #"{"users":["a,b"]}"#) } == "400 badParameter")
    #expect(refusal { try words("fetch", body: #"{"users":[]}"#) } == "400 badParameter")
  }

  @Test(arguments: [
    "[]", "{", "\u{0}", #"{"reason":"a","reason":"b"}"#, #"{"unknown":1}"#, #"{"reason":1}"#,
    #"{"reason":""}"#, #"{"users":"a"}"#,
  ])
  func `a body of another form is refused`(body: String) {
    #expect(refusal { try words("fetch", body: body) }?.hasPrefix("400 ") == true)
  }

  @Test(arguments: [
    #"{"name":"a/b","text":""}"#, #"{"name":"..","text":""}"#, #"{"name":"a"}"#,
    #"{"name":"a","text":"","base64":""}"#, #"{"name":"a","base64":"*"}"#, #"{"text":"a"}"#,
    #"{"name":"a","text":"","path":"b"}"#, #""a""#, #"{"name":"","text":"a"}"#,
    #"{"name":".a","text":""}"#,
  ])
  func `a file is a name and its contents, and no path`(file: String) {
    let body = #"{"to":"dingtalk","file":"# + file + "}"
    #expect(refusal { try words("plan", body: body) } == "400 badParameter")
  }

  @Test func `what a write needs is missed before anything is asked`() {
    let body = #"{"to":"dingtalk","file":{"name":"a","text":""}}"#
    #expect(refusal { try words("push", body: body) } == "400 badParameter")
  }
}
