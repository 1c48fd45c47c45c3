import Foundation
import Pages
import RollbookTestSupport
import Testing
import WebServer

/// Forms with files, as browsers send them; everything else is refused.
@Suite struct FormFieldsTests {
  private static let boundary = "----WebKitFormBoundary7MA4YWxk"

  /// A body of texts and one file.
  private func body(_ texts: [(String, String)], file: [UInt8], named name: String) -> [UInt8] {
    var body: [UInt8] = []
    for (name, text) in texts {
      body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8
      body += "\(text)\r\n".utf8
    }
    body += "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; ".utf8
    body += "filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n".utf8
    return body + file + "\r\n--\(Self.boundary)--\r\n".utf8
  }

  private func read(_ body: [UInt8]) throws -> FormFields {
    try FormFields(body, boundary: Self.boundary)
  }

  @Test func `any bytes and any texts come back as they were sent`() throws {
    for seed in UInt64(1)...60 {
      var random = Seeded(seed)
      // Of bytes that matter to the format, so that near boundaries are common.
      let pieces = ["\r\n", "--", Self.boundary, "\r", "\n", "\u{0}", "李", "\"", ";", "a"]
      var file: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        file += Array((pieces.randomElement(using: &random) ?? "").utf8)
      }
      let divider = Array("\r\n--\(Self.boundary)".utf8)
      // What holds the boundary itself cannot be sent with it: a browser takes another one.
      guard Data(file).range(of: Data(divider)) == nil else { continue }
      let fields = try read(
        body([("reason", "搬家\r\n—"), ("to", "")], file: file, named: "表 1.xlsx")
      )
      #expect(
        fields.files["file"] == FormFields.File(name: "表 1.xlsx", bytes: file),
        "seed \(seed)"
      )
      #expect(fields["reason"] == "搬家\r\n—" && fields["to"] == nil && fields.texts["to"] == "")
    }
  }

  @Test func `every beginning of a body is refused`() {
    let whole = body([("reason", "x")], file: Array("用户\r\n".utf8), named: "a.csv")
    for end in 0..<(whole.count - 2) {
      #expect(throws: Problem.self, "\(end)") { try read(Array(whole[..<end])) }
    }
    // The last line end is not always sent.
    #expect(throws: Never.self) { try read(Array(whole.dropLast(2))) }
  }

  @Test func `rubbish is refused, or read as what it says`() {
    let whole = body([("reason", "x")], file: Array("用户,住址\r\n".utf8), named: "a.csv")
    var refused = 0
    for seed in UInt64(1)...2_000 {
      var random = Seeded(seed)
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
        }
      }
      guard let fields = try? read(bytes) else {
        refused += 1
        continue
      }
      // Where a boundary is spoiled, two parts are one.
      #expect(1...2 ~= fields.texts.count + fields.files.count, "seed \(seed)")
      let size =
        fields.texts.values.reduce(0) { $0 + $1.utf8.count }
        + fields.files.values.reduce(0) { $0 + $1.bytes.count }
      #expect(size < bytes.count, "seed \(seed)")
    }
    #expect(refused > 1_000)
  }

  @Test(arguments: [
    "--b|Content-Disposition: form-data; name=\"a\"||1|"
      + "--b|Content-Disposition: form-data; name=\"a\"||2|--b--",
    "--b|Content-Disposition: form-data; name=\"\"||1|--b--",
    "--b|Content-Disposition: form-data; name=a||1|--b--",
    "--b|Content-Disposition: attachment; name=\"a\"||1|--b--",
    "--b|Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x||1|--b--",
    "--b|Content-Disposition: form-data; name=\"a\"|X-Other: 1||1|--b--",
    "--b|Content-Disposition: form-data; name=\"a\"||␀|--b--",
    "--b⏎Content-Disposition: form-data; name=\"a\"⏎⏎1⏎--b--",
    "preamble|--b|Content-Disposition: form-data; name=\"a\"||1|--b--",
    "--b|Content-Disposition: form-data; name=\"a\"||1|--b--|more", "--b--x", "",
  ])
  func `what no browser writes is refused`(text: String) {
    // In the list above, the line ends and a null character have signs of their own.
    let body = text.replacing("|", with: "\r\n").replacing("⏎", with: "\n")
      .replacing("␀", with: "\u{0}")
    #expect(throws: Problem.self) { try FormFields(Array(body.utf8), boundary: "b") }
  }

  @Test(arguments: [
    ("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk", Optional(boundary)),
    ("multipart/form-data; boundary=", nil), ("multipart/form-data", nil),
    ("multipart/mixed; boundary=b", nil), ("multipart/form-data; boundary=b c", nil),
    ("multipart/form-data; boundary=\(String(repeating: "b", count: 71))", nil),
  ])
  func `the boundary is a plain word`(type: String, boundary: String?) {
    #expect(FormFields.boundary(in: type) == boundary)
  }
}
