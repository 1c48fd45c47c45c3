import Tables
import Roster

/// The output of a command: the result on standard output, everything else on standard error.
struct Output: Sendable {
  /// Standard output: the result and nothing else.
  let result: any Sink
  /// Standard error: progress, warnings and failures.
  let notes: any Sink
  /// The columns of the terminal with the result; nil if there is none.
  var resultWidth: Int?
  /// The columns of the terminal with the notes; nil if there is none.
  var notesWidth: Int?

  /// The output of this process.
  static func standard() -> Output {
    let result = DescriptorSink(1, buffering: 1 << 16)
    return Output(
      result: Terminal.width(of: 1) == nil ? result : TerminalSink(result),
      notes: DescriptorSink(2, buffering: 0),
      resultWidth: Terminal.width(of: 1),
      notesWidth: Terminal.width(of: 2)
    )
  }

  /// Prints a line on standard error; a failure to write it is ignored.
  func note(_ line: String) {
    try? notes.write((notesWidth == nil ? line : Printable.onTerminal(line)) + "\n")
  }
}
