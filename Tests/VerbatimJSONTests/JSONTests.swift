import Testing
import VerbatimJSON

struct JSONTests {
  @Test func `numbers keep their digits`() throws {
    for digits in ["0", "-0", "1.00", "12345678901234567890123", "1E+05", "0.10e-2"] {
      #expect(try JSON(parsing: digits) == .number(digits))
      #expect(JSON.number(digits).compact == digits)
    }
  }

  @Test func `only an integer that fits is an integer`() throws {
    #expect(JSON.number("9223372036854775807").integer == .max)
    #expect(JSON.number("-7").integer == -7)
    for digits in ["9223372036854775808", "1.0", "1e2"] {
      #expect(JSON.number(digits).integer == nil)
    }
    #expect(JSON.string("1").integer == nil)
  }

  @Test func `canonical equivalents are two strings and two keys`() throws {
    let document = try JSON(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(document["\u{E9}"] == 1)
    #expect(document["e\u{301}"] == 2)
    #expect(JSON.string("\u{E9}") != JSON.string("e\u{301}"))
  }

  @Test func `a document is written compact, in its order, with no more escapes than needed`() {
    let document: JSON = [
      "b": ["花/名", .null, true, 1], "a": [:], "c": [], "q": "\"\\\n\u{1}\u{7F}",
    ]
    let expected = #"{"b":["花/名",null,true,1],"a":{},"c":[],"q":"\"\\\n\u0001"# + "\u{7F}\"}"
    #expect(document.compact == expected)
  }

  @Test func `a document for people is indented by two spaces`() {
    let document: JSON = ["a": [1, ["b": .null]], "c": [], "d": [:]]
    #expect(
      document.pretty == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": [],
          "d": {}
        }
        """
    )
  }

  @Test func `a member is found by its key, and nothing is found in what has none`() throws {
    let document = try JSON(parsing: #"{"a":{"b":[false,"x"]}}"#)
    #expect(document["a"]?["b"]?.elements?.first?.boolean == false)
    #expect(document["a"]?["b"]?.elements?.last?.text == "x")
    #expect(document["b"] == nil)
    #expect(JSON.null["a"] == nil)
    let absent: JSON? = try JSON(parsing: #"{"a":null}"#)["a"].flatMap { $0.isNull ? nil : $0 }
    #expect(absent == Optional<JSON>.none)
    #expect(JSON.null.isNull && !document.isNull)
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 1, 1), ("  ", .unexpectedEnd, 1, 3), ("[1,", .unexpectedEnd, 1, 4),
      ("[1,\n 2,\n x]", .unexpectedByte(0x78), 3, 2), ("[1 2]", .unexpectedByte(0x32), 1, 4),
      ("[1,]", .unexpectedByte(0x5D), 1, 4), ("{\"a\" 1}", .unexpectedByte(0x31), 1, 6),
      ("{a:1}", .unexpectedByte(0x61), 1, 2), ("nul", .unexpectedEnd, 1, 4),
      ("nulL", .unexpectedByte(0x4C), 1, 4), ("1 2", .trailingBytes, 1, 3),
      ("01", .invalidNumber, 1, 2), ("1.", .unexpectedEnd, 1, 3), ("1.x", .invalidNumber, 1, 3),
      ("-", .unexpectedEnd, 1, 2), ("1e+", .unexpectedEnd, 1, 4),
      ("+1", .unexpectedByte(0x2B), 1, 1),
      ("\"a\nb\"", .controlCharacter, 1, 3), ("\"\\x\"", .invalidEscape, 1, 2),
      ("\"\\u12G4\"", .invalidEscape, 1, 2), ("\"\\ud800\"", .loneSurrogate, 1, 2),
      ("\"\\udc00\"", .loneSurrogate, 1, 2), ("\"\\ud800\\u0041\"", .loneSurrogate, 1, 2),
      ("{\"a\":1,\"a\":2}", .duplicateKey, 1, 8), ("\u{FEFF}1", .unexpectedByte(0xEF), 1, 1),
    ] as [(String, JSONSyntaxError.Reason, Int, Int)]
  )
  func `what is wrong is refused with its place`(
    text: String,
    reason: JSONSyntaxError.Reason,
    line: Int,
    column: Int
  ) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
    #expect(error?.reason == reason)
    #expect(error?.line == line)
    #expect(error?.column == column)
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xE8, 0x8A], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ] as [[UInt8]]
  )
  func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    for document in [[quote] + bytes + [quote], [quote, 0x5C, 0x6E] + bytes + [quote]] {
      let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: document) }
      #expect(error?.reason == .invalidUTF8)
    }
  }

  @Test func `a second member of a name is refused among many`() {
    let members = (0..<40).map { "\"\($0)\":0" } + ["\"0\":1"]
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSON(parsing: "{" + members.joined(separator: ",") + "}")
    }
    #expect(error?.reason == .duplicateKey)
  }

  @Test func `nesting is read to its limit and no further`() throws {
    let limit = JSON.depthLimit
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    #expect(try JSON(parsing: deepest).compact == deepest)
    let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: "[" + deepest + "]") }
    #expect(error?.reason == .tooDeep)
    #expect(throws: JSONSyntaxError.self) {
      try JSON(parsing: String(repeating: "{\"a\":", count: 100_000))
    }
  }

  @Test func `every part of a document that is cut off is refused`() throws {
    let document = Array(#"{"a":[1.5e3,"x\u00e9\n花",true,null],"b":{}}"#.utf8)
    _ = try JSON(parsing: document)
    for count in document.indices {
      #expect(throws: JSONSyntaxError.self) { try JSON(parsing: Array(document[..<count])) }
    }
  }

  @Test(
    arguments: [
      (#"{"a":"\ud83d","b":1}"#, ["a": .unreadable, "b": 1]),
      (#"{"a":"\x","b":["\udc00\"]",2]}"#, ["a": .unreadable, "b": [.unreadable, 2]]),
      ("{\"a\":\"x\ty\"}", ["a": .unreadable]), (#"[{"a":1,"a":2},3]"#, [.unreadable, 3]),
      (#"[{"\ud83d":1},3]"#, [.unreadable, 3]), ("\u{FEFF}[1]", [1]), (#"["a"]"#, ["a"]),
    ] as [(String, JSON)]
  )
  func `a lenient reading keeps everything but what no text can hold`(text: String, json: JSON)
    throws
  {
    let read = try JSON(parsingLeniently: Array(text.utf8))
    #expect(read == json)
    #expect(read.isReadable == (text.contains("[1]") || text == #"["a"]"#))
  }

  @Test func `bytes that are not UTF-8 spoil their own string alone`() throws {
    let bytes = Array(#"["a","#.utf8) + [0x22, 0xC3, 0x28, 0x22] + Array(#","b"]"#.utf8)
    #expect(try JSON(parsingLeniently: bytes) == ["a", .unreadable, "b"])
    #expect(throws: JSONSyntaxError.self) { try JSON(parsing: bytes) }
  }

  @Test(arguments: [#"["a"#, #"["\"#, #"["\ud83d""#, "[1,]", "", "[1] 2", #"{"a" 1}"#])
  func `a lenient reading refuses what is no document`(text: String) {
    #expect(throws: JSONSyntaxError.self) { try JSON(parsingLeniently: Array(text.utf8)) }
  }
}
