import Tables
import Roster

/// The output of a command: the result on standard output, everything else on standard error.
package struct Output: Sendable {
  /// Standard output: the result and nothing else.
  package let result: any Sink
  /// Standard error: progress, warnings and failures.
  package let notes: any Sink
  /// The columns of the terminal with the result; nil if there is none.
  package let resultWidth: Int?
  /// The columns of the terminal with the notes; nil if there is none.
  package let notesWidth: Int?

  package init(
    result: any Sink,
    notes: any Sink,
    resultWidth: Int? = nil,
    notesWidth: Int? = nil
  ) {
    self.result = result
    self.notes = notes
    self.resultWidth = resultWidth
    self.notesWidth = notesWidth
  }

  /// The output of this process.
  package static func standard() -> Output {
    let result = DescriptorSink(1, buffering: 1 << 16)
    return Output(
      result: Terminal.width(of: 1) == nil ? result : TerminalSink(result),
      notes: DescriptorSink(2, buffering: 0),
      resultWidth: Terminal.width(of: 1),
      notesWidth: Terminal.width(of: 2)
    )
  }

  /// Prints a line on standard error; a failure to write it is ignored.
  package func note(_ line: String) {
    try? notes.write((notesWidth == nil ? line : Printable.onTerminal(line)) + "\n")
  }
}
