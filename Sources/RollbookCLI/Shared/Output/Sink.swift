import Foundation
import Tables
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Receives text.
protocol Sink: Sendable {
  /// Writes a text.
  ///
  /// - Parameter text: The text, line ends included.
  /// - Throws: `OutputError` if it cannot be written.
  func write(_ text: String) throws

  /// Writes everything that is buffered.
  ///
  /// - Throws: `OutputError` if it cannot be written.
  func flush() throws
}

/// A file descriptor, written in large pieces.
final class DescriptorSink: Sink {
  private let descriptor: Int32
  private let limit: Int
  private let pending = Mutex<[UInt8]>([])

  /// Writes to a descriptor that stays open as long as the process.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor.
  ///   - buffering: The size of the buffer in bytes; 0 writes at once.
  init(_ descriptor: Int32, buffering: Int) {
    self.descriptor = descriptor
    limit = buffering
  }

  func write(_ text: String) throws {
    try pending.withLock { bytes in
      bytes.append(contentsOf: text.utf8)
      if bytes.count > limit { try drain(&bytes) }
    }
  }

  func flush() throws { try pending.withLock { try drain(&$0) } }

  private func drain(_ bytes: inout [UInt8]) throws {
    defer { bytes.removeAll(keepingCapacity: true) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      let code = errno
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if code == EPIPE {
        throw OutputError.closed
      } else if code != EINTR {
        throw OutputError.failed(reason: String(cString: strerror(code)))
      }
    }
  }
}

/// A terminal: texts of others must not move its cursor, set its title or write to its clipboard.
struct TerminalSink: Sink {
  private let sink: any Sink

  /// Writes to a sink what a terminal may show.
  init(_ sink: any Sink) { self.sink = sink }

  func write(_ text: String) throws { try sink.write(Printable.onTerminal(text)) }

  func flush() throws { try sink.flush() }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// A text in memory, for tests and for steps of the demo.
final class MemorySink: Sink {
  private let taken = Mutex("")

  /// Everything that was written.
  var text: String { taken.withLock { $0 } }

  func write(_ text: String) { taken.withLock { $0 += text } }

  func flush() {}
}
