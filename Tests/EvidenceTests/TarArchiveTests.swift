import Evidence
import Testing

/// Tar files; RollbookCLITests lets the system's `tar` read one.
@Suite struct TarArchiveTests {
  @Test func `equal files give equal bytes, in whole blocks, sorted and without times`() throws {
    let files: [String: [UInt8]] = [
      "b": [1, 2, 3], "a/x": Array(repeating: 7, count: 512), "c": [],
    ]
    let bytes = try #require(TarArchive.bytes(of: files, in: "folder"))
    #expect(bytes == TarArchive.bytes(of: files, in: "folder"))
    // A header for each file, a block for each of two, and two blocks of zeros.
    #expect(bytes.count == 512 * (3 + 2 + 2))
    let names = [0, 2, 4].map { block in
      String(decoding: bytes[(512 * block)...].prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(names == ["a/x", "b", "c"])
    #expect(bytes[124..<136].elementsEqual("00000001000\0".utf8))
    #expect(bytes[136..<148].elementsEqual("00000000000\0".utf8))
    #expect(bytes[345..<351].elementsEqual("folder".utf8))
  }

  @Test func `what does not fit into the form is refused`() {
    let long = String(repeating: "x", count: 101)
    #expect(TarArchive.bytes(of: [long: []], in: "folder") == nil)
    #expect(TarArchive.bytes(of: ["a": []], in: String(repeating: "x", count: 156)) == nil)
    #expect(TarArchive.bytes(of: ["a": []], in: "") == nil)
    #expect(TarArchive.bytes(of: [String(long.dropLast()): []], in: "folder")?.count == 1536)
  }
}
