import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The properties of the terminal.
enum Terminal {
  /// The columns of the terminal behind a descriptor; nil if there is none.
  static func width(of descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col >= 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// Asks a person and waits for a line; nil if there is no terminal.
  ///
  /// A cancelled task gets an empty reply at once: Ctrl-C is a reply, too.
  static var asker: (@Sendable (String) async -> String)? {
    guard isatty(0) == 1, isatty(2) == 1 else { return nil }
    return { question in
      try? DescriptorSink(2, buffering: 0).write(question)
      let answer = Answer()
      return await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          answer.wait(continuation)
          DispatchQueue.global().async { answer.give(readLine() ?? "") }
        }
      } onCancel: {
        answer.give("")
      }
    }
  }

  /// One reply; the first one counts.
  private final class Answer: Sendable {
    private enum State {
      case open
      case awaited(CheckedContinuation<String, Never>)
      case given(String)
    }

    private let state = Mutex(State.open)

    func wait(_ continuation: CheckedContinuation<String, Never>) {
      let given: String? = state.withLock { state in
        if case .given(let text) = state { return text }
        state = .awaited(continuation)
        return nil
      }
      if let given { continuation.resume(returning: given) }
    }

    func give(_ text: String) {
      let waiting: CheckedContinuation<String, Never>? = state.withLock { state in
        defer { if case .given = state {} else { state = .given(text) } }
        if case .awaited(let continuation) = state { return continuation }
        return nil
      }
      waiting?.resume(returning: text)
    }
  }
}
