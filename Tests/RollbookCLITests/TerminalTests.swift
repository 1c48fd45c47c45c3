import Tables
@testable import RollbookCLI
import Roster
import RollbookTestSupport
import Testing

@Suite struct TerminalTests {
  @Test(arguments: [
    ("a,b\r\n1,2\r\n", "a,b\r\n1,2\r\n"), ("\u{1B}[2Jx\r\n", "\\u{1B}[2Jx\r\n"),
    ("over\rwritten\n", "over\\rwritten\n"),
    ("\u{9B}31m\u{7}\u{202E}", "\\u{9B}31m\\u{7}\\u{202E}"),
    ("tab\there\n\n", "tab\there\n\n"), ("", ""), ("\r", "\\r"), ("钉钉 👩‍🔬\n", "钉钉 👩‍🔬\n"),
  ])
  func `nothing that is written to a terminal commands it`(text: String, shown: String) throws {
    let memory = MemorySink()
    try TerminalSink(memory).write(text)
    #expect(Array(memory.text.utf8) == Array(shown.utf8))
  }

  @Test func `a note on a terminal commands it neither`() {
    let notes = MemorySink()
    let output = Output(result: MemorySink(), notes: notes, notesWidth: 80)
    output.note("nobody is called \u{1B}]0;x\u{7}")
    #expect(notes.text == "nobody is called \\u{1B}]0;x\\u{7}\n")
  }
}
