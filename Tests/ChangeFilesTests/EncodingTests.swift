import ChangeFiles
import Foundation
import Roster
import RollbookTestSupport
import Testing

/// Which encoding a file is in, and that every one of them gives the same text.
@Suite struct EncodingTests {
  private static let table = "用户,字段,序号,值\n李雷,学历信息.毕业院校,0,清华大学\n"
  private static let meaning = ["user456: sys03-graduateSchool[0] = 清华大学"]
  /// The table above in GB18030, as Excel and WPS save it in China.
  private static let gb18030: [UInt8] = [
    0xD3, 0xC3, 0xBB, 0xA7, 0x2C, 0xD7, 0xD6, 0xB6, 0xCE, 0x2C, 0xD0, 0xF2, 0xBA, 0xC5, 0x2C, 0xD6,
    0xB5, 0x0A, 0xC0, 0xEE, 0xC0, 0xD7, 0x2C, 0xD1, 0xA7, 0xC0, 0xFA, 0xD0, 0xC5, 0xCF, 0xA2, 0x2E,
    0xB1, 0xCF, 0xD2, 0xB5, 0xD4, 0xBA, 0xD0, 0xA3, 0x2C, 0x30, 0x2C, 0xC7, 0xE5, 0xBB, 0xAA, 0xB4,
    0xF3, 0xD1, 0xA7, 0x0A,
  ]

  private static func wide(_ text: String, bigEndian: Bool) -> [UInt8] {
    ([0xFEFF] + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return bigEndian ? bytes : bytes.reversed()
    }
  }

  @Test(arguments: [
    (ChangeFileEncoding.utf8, Array(table.utf8)),
    (.utf8WithMark, [0xEF, 0xBB, 0xBF] + Array(table.utf8)),
    (.gb18030, gb18030),
    (.utf16LittleEndian, wide(table, bigEndian: false)),
    (.utf16BigEndian, wide(table, bigEndian: true)),
  ])
  func `each encoding is recognised, named, and gives the same text`(
    encoding: ChangeFileEncoding,
    bytes: [UInt8]
  ) throws {
    #expect(try ChangeFile(reading: bytes, system: .dingtalk).encoding == encoding)
    #expect(try Samples.meaning(bytes) == Self.meaning)
  }

  @Test func `characters beyond GBK survive GB18030`() throws {
    let bytes = Array("user,field,value\nuser456,sys00-remark,".utf8) + [0x95, 0x34, 0xB2, 0x35]
    #expect(try Samples.meaning(bytes) == ["user456: sys00-remark[0] = 𠮷"])
  }

  @Test(
    arguments: [
      ("", "changeFileEmpty", [UInt8]()),
      ("blank", "changeFileEmpty", Array(" \r\n\n".utf8)),
      ("a workbook cut off", "changeFileWorkbookBroken", [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00]),
      (
        "an old workbook", "changeFileIsWorkbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
      ),
      ("zero bytes", "changeFileNotText", Array("user,field\n".utf8) + [0]),
      ("UTF-32", "changeFileEncodingUnknown", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]),
      ("half of UTF-16", "changeFileDamaged", [0xFF, 0xFE, 0x61, 0x00, 0x62]),
      ("half a pair in UTF-16", "changeFileDamaged", [0xFF, 0xFE, 0x00, 0xD8, 0x61, 0x00]),
      ("neither encoding", "changeFileNotText", Array("user,\n".utf8) + [0xFF, 0xFF]),
      ("UTF-8 cut short", "changeFileDamaged", Array(table.utf8) + Array("清华".utf8.dropLast())),
      ("marked, damaged", "changeFileDamaged", [0xEF, 0xBB, 0xBF, 0x61, 0xFF]),
      (
        "女 or Ů", "changeFileEncodingAmbiguous",
        Array("user,field,value\nu,s,".utf8) + [0xC5, 0xAE]
      ),
    ] as [(String, String, [UInt8])]
  )
  func `what cannot be read is refused by name`(
    what: String,
    name: String,
    bytes: [UInt8]
  ) throws {
    let error = #expect(throws: ChangeFileError.self, "\(what)") {
      try ChangeFile(reading: bytes, system: .dingtalk)
    }
    #expect(error?.name == name, "\(what): \(error?.message ?? "")")
  }

  @Test func `the ambiguous refusal shows both readings, and a mark settles it`() throws {
    let bytes = Array("user,field,value\nuser456,性别,".utf8.filter { $0 < 0x80 }) + [0xC5, 0xAE]
    #expect(throws: ChangeFileError.ambiguousEncoding(utf8: "Ů", gb18030: "女")) {
      try ChangeFile(reading: bytes, system: .dingtalk)
    }
    let file = try ChangeFile(reading: [0xEF, 0xBB, 0xBF] + bytes, system: .dingtalk)
    #expect(file.encoding == .utf8WithMark)
  }

  @Test func `a body in GB18030 is read too`() throws {
    let body =
      #"{"agentid":1,"param":{"userid":"user456","groups":[{"group_id":"sys03","#
      + #""sections":[{"old_index":0,"section":[{"field_code":"sys03-graduateSchool","value":""#
    let bytes = Array(body.utf8) + Self.gb18030[43..<51] + Array(#""}]}]}]}}"#.utf8)
    #expect(try Samples.meaning(bytes) == Self.meaning)
    #expect(try ChangeFile(reading: bytes, system: .dingtalk).encoding == .gb18030)
  }
}
